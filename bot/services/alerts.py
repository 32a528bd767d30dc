"""Tell followers what a development changes: promise the live alert, the short reply to it, the edit of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from bot.domain.deliveries import DeliveryKind, Message, Plan
from bot.domain.developments import Change, Development, Loudness
from bot.domain.events import Event
from bot.domain.subscriptions import Audience
from bot.knowledge import World
from bot.rendering import alerts as say
from bot.rendering.answers import html_message
from bot.rendering.split import split
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

    async def tell(self, tx: Transaction, development: Development, concerned: Audience) -> int:
        """Promise what followers get of a development; return how many new messages that is (edits are none).

        Followers that have not heard of the event get its live alert (a promotion may be what they waited for); the
        others a silent edit of theirs, and a short reply where the change is worth one.
        """
        event = development.event
        places = addresses(self.world, [event])
        if development.change is Change.RETRACTED:
            return await self._promise(
                tx, DeliveryKind.RETRACTION, event, lambda _: say.update(_, development)
            )
        promised = 0
        if development.change is not Change.NEW:
            await self._promise(tx, DeliveryKind.BODY, event, lambda _: say.alert(_, event, places))
        if development.change is not Change.NEW and development.loudness is not Loudness.SILENT:
            promised += await self._promise(
                tx, DeliveryKind.UPDATE, event, lambda _: say.update(_, development)
            )
        if development.loudness is Loudness.SILENT:
            return promised
        return promised + await self._promise(
            tx, DeliveryKind.ALERT, event, lambda _: say.alert(_, event, places), concerned
        )

    async def _promise(
        self,
        tx: Transaction,
        kind: DeliveryKind,
        event: Event,
        text: Callable[[Texts], Markup],
        concerned: Audience | None = None,
    ) -> int:
        """Write one message for each language and let the database find who gets it."""
        written = {
            language: await tx.outbox.write(_message(kind, text(texts_for(language))))
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


def _message(kind: DeliveryKind, text: Markup) -> Message:
    """Return the call; edits are told apart by their method, and their target is found when they are sent."""
    message = html_message(split(text)[0])
    return Message("editMessageText", message.payload) if kind is DeliveryKind.BODY else message
