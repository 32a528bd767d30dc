"""Chats that come back: what was taken back while they could not be reached is told to them now."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chats import Chat
from bot.domain.deliveries import DeliveryKind
from bot.domain.developments import Change, Development
from bot.domain.events import Event
from bot.rendering import alerts as say
from bot.rendering.answers import Answer, whole
from bot.rendering.buttons import Keyboards
from bot.rendering.texts import texts_for
from bot.services.absorption import refreshed
from bot.services.alerts import KEPT_UP_TO_DATE, Alerts
from storage import Transaction

AT_ONCE = 100
# A chat that has blocked the bot is noticed only when it is written to: what was taken back shortly before may not have arrived.
UNNOTICED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Returns:
    """Tells chats that were out of reach what they must not go on believing."""

    alerts: Alerts

    async def tell(self, tx: Transaction) -> None:
        """Tell the chats that have come back since this was last asked; each hears of an event once."""
        returned = await tx.targets.returned(AT_ONCE)
        for chat, since in returned:
            missed = dict(await tx.alerts.taken_back_since(chat.id, since - UNNOTICED))
            for event_id, own in missed.items():
                await self._take_back(tx, chat, await refreshed(tx, event_id), own=own)
        await tx.targets.caught_up([chat.id for chat, _ in returned])

    async def _take_back(self, tx: Transaction, chat: Chat, event: Event, *, own: bool) -> None:
        _, keyboards = texts_for(chat.language, self.alerts.world), Keyboards(await tx.meta.secret())
        gone = Development(Change.RETRACTED, "it was taken back meanwhile", event, event.latest.claim)
        reply = await tx.outbox.write(whole(Answer(say.update(_, gone)), keyboards))
        await tx.outbox.promise(
            DeliveryKind.RETRACTION, event.id, event.revision, {chat.id: reply}, silent=True
        )
        if own:
            struck = await tx.outbox.write(whole(self.alerts.card(_, event), keyboards))
            await tx.outbox.promise(
                DeliveryKind.BODY, event.id, event.revision, {chat.id: struck}, silent=True
            )
        await tx.roundups.outdate(event.id, tx.now() - KEPT_UP_TO_DATE)
