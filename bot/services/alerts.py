"""Tell followers what a development changes: promise the live alert, the short reply to it, the edit of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.deliveries import DeliveryKind, Plan
from bot.domain.developments import Change, Development, Loudness
from bot.domain.events import Event
from bot.domain.subscriptions import Audience
from bot.knowledge import World
from bot.rendering import alerts as say
from bot.rendering.answers import Answer, whole
from bot.rendering.buttons import Keyboards
from bot.rendering.texts import LANGUAGES, Texts, texts_for
from bot.services.lookups import addresses
from storage import Transaction

# An instant alert that could not be sent for so long is no instant alert any more; digests have it.
LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Alerts:
    """Turns developments into promises, for every follower at once."""

    world: World
    language: str

    async def tell(
        self, tx: Transaction, development: Development, concerned: Audience, *, late: bool = False
    ) -> int:
        """Promise what followers get of a development; return how many new messages that is (edits are none).

        Followers that have not heard of the event get its live alert (a promotion may be what they waited for); the
        others a silent edit of theirs, and a short reply where the change is worth one. What is told late is no news:
        it only corrects what the chats see already.
        """
        event, change = development.event, development.change
        if change is Change.RETRACTED:
            promised = await self._promise(
                tx, DeliveryKind.RETRACTION, event, lambda _: Answer(say.update(_, development))
            )
            await self._edit(tx, event, development.note)
            return promised
        worth_telling = development.loudness is not Loudness.SILENT and not late
        promised = 0
        if change is not Change.NEW:
            await self._edit(tx, event)
            if worth_telling:
                promised += await self._promise(
                    tx, DeliveryKind.UPDATE, event, lambda _: Answer(say.update(_, development))
                )
        if not worth_telling:
            return promised
        return promised + await self._promise(
            tx, DeliveryKind.ALERT, event, lambda _: self.card(_, event), concerned
        )

    def card(self, _: Texts, event: Event, note: str = "") -> Answer:
        """Return an event as people see it, with what can be pressed below it."""
        on_map = any(self.world.regions.spot(region) for region in event.region_ids)
        return Answer(
            say.alert(_, event, addresses(self.world, [event]), note), say.buttons(_, event, on_map=on_map)
        )

    async def _edit(self, tx: Transaction, event: Event, note: str = "") -> None:
        await self._promise(tx, DeliveryKind.BODY, event, lambda _: self.card(_, event, note))

    async def _promise(
        self,
        tx: Transaction,
        kind: DeliveryKind,
        event: Event,
        answer: Callable[[Texts], Answer],
        concerned: Audience | None = None,
    ) -> int:
        """Write one message for each language and let the database find who gets it."""
        keyboards = Keyboards(await tx.meta.secret())
        written = {
            language: await tx.outbox.write(whole(answer(texts_for(language)), keyboards))
            for language in LANGUAGES
        }
        plan = Plan(
            kind=kind,
            cause=event.id,
            version=event.revision,
            messages=written,
            language=self.language,
            audience=concerned,
            silent=kind in {DeliveryKind.UPDATE, DeliveryKind.BODY},
            expires_at=None if kind is DeliveryKind.RETRACTION else tx.now() + LASTS,
        )
        return await tx.outbox.fan_out(plan)
