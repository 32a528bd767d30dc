"""Tell followers what a development changes: promise the live alert, the short reply to it, the edit of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.domain.deliveries import DeliveryKind, Plan
from bot.domain.developments import Change, Development, Loudness
from bot.domain.events import Event
from bot.domain.languages import LANGUAGES
from bot.domain.mutes import MuteKind
from bot.domain.subscriptions import Audience
from bot.domain.volume import RINGING_OF, Ringing
from bot.knowledge import World
from bot.rendering import alerts as say
from bot.rendering.answers import Answer, whole
from bot.rendering.buttons import Keyboards
from bot.rendering.texts import Texts, texts_for
from bot.services.absorption import refreshed
from bot.services.lookups import addresses
from storage import Transaction

# An instant alert that could not be sent for so long is no instant alert any more; digests have it.
LASTS = timedelta(hours=24)
# For so long a roundup follows what happens to the events in it.
KEPT_UP_TO_DATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Alerts:
    """Turns developments into promises, for every follower at once."""

    world: World
    language: str

    async def tell(
        self,
        tx: Transaction,
        development: Development,
        concerned: Audience,
        *,
        late: bool = False,
        together: bool = False,
        host: int | None = None,
        silent: bool = False,
    ) -> int:
        """Promise what followers get of a development; return how many new messages that is (edits are none).

        Followers that have not heard of the event get its live alert (a promotion may be what they waited for); the
        others a silent edit of theirs, and a short reply where the change is worth one. What is told late is no news:
        it only corrects what the chats see already. What is told `together` with other events is held for a roundup.
        `host` is a bigger event that it is a part of: who has the alert of that one sees it there.
        `silent` is for what is new to a chat but no news.
        """
        event, change = development.event, development.change
        retracted = change is Change.RETRACTED
        worth_telling = development.loudness is not Loudness.SILENT and not late
        promised = 0
        if change is not Change.NEW and worth_telling:
            kind = DeliveryKind.RETRACTION if retracted else DeliveryKind.UPDATE
            promised += await self._go_on(tx, kind, development)
        if change is not Change.NEW:
            await self._edit(tx, event, development.note)
            whole = await tx.relations.whole_of(event.id)
            if whole is not None:
                await self._edit(tx, await refreshed(tx, whole))
        if retracted or not worth_telling:
            return promised
        parts = await tx.relations.parts_of(event.id)
        plan = self._plan(
            tx, DeliveryKind.ALERT, event, audience=concerned, together=together, host=host, silent=silent
        )
        alerted = await self._promise(tx, plan, lambda _: self.card(_, event, parts=parts))
        if host is not None:
            await self._edit(tx, await refreshed(tx, host))
        return promised if together else promised + alerted

    def card(self, _: Texts, event: Event, note: str = "", parts: Sequence[Event] = ()) -> Answer:
        """Return an event as people see it, with its parts and with what can be pressed below it."""
        on_map = any(self.world.regions.spot(region) for region in event.region_ids)
        return Answer(
            say.alert(_, event, addresses(self.world, [event], _.language), note, parts),
            say.buttons(_, event, on_map=on_map),
        )

    async def languages(self, tx: Transaction) -> list[str]:
        """Return the languages in which a message to many is written: those that chats have chosen, and the default one."""
        chosen = await tx.targets.languages(LANGUAGES)
        return [language for language in LANGUAGES if language in {*chosen, self.language}]

    async def point_to(self, tx: Transaction, event: Event, other_id: int) -> None:
        """Let the messages of an event that was merged say which one stands for it, in chats that have both."""
        await tx.events.revise(event)
        (other,) = await tx.events.find([other_id])
        plan = self._plan(tx, DeliveryKind.BODY, event)
        await self._promise(tx, plan, lambda _: Answer(say.merged(_, event, other)), silent=True)

    async def _go_on(self, tx: Transaction, kind: DeliveryKind, development: Development) -> int:
        """Promise the short reply: to those whose mute this ends with the reason, to the others as it is."""
        event = development.event
        over = event.trace is not None and event.trace.standing.over
        plan = self._plan(tx, kind, event, ringing=RINGING_OF.get(development.change, Ringing.NONE))
        promised = 0
        for mute in sorted(await tx.mutes.release(event, over=over)):
            promised += await self._promise(tx, plan, _reply(development, mute), mute=mute)
        return promised + await self._promise(tx, plan, _reply(development))

    async def _edit(self, tx: Transaction, event: Event, note: str = "") -> None:
        await tx.roundups.outdate(event.id, tx.now() - KEPT_UP_TO_DATE)
        plan = self._plan(tx, DeliveryKind.BODY, event)
        parts = await tx.relations.parts_of(event.id)
        await self._promise(tx, plan, lambda _: self.card(_, event, note, parts), silent=True)

    def _plan(self, tx: Transaction, kind: DeliveryKind, event: Event, **more: Any) -> Plan:
        expires = None if kind is DeliveryKind.RETRACTION else tx.now() + LASTS
        return Plan(kind, event.id, event.revision, {}, self.language, expires_at=expires, **more)

    async def _promise(
        self, tx: Transaction, plan: Plan, answer: Callable[[Texts], Answer], **more: Any
    ) -> int:
        """Write one message for each language and let the database find who gets it."""
        keyboards = Keyboards(await tx.meta.secret())
        written = {
            language: await tx.outbox.write(whole(answer(texts_for(language, self.world)), keyboards))
            for language in await self.languages(tx)
        }
        return await tx.outbox.fan_out(replace(plan, messages=written, **more))


def _reply(development: Development, mute: MuteKind | None = None) -> Callable[[Texts], Answer]:
    return lambda _: Answer(say.update(_, development, mute))
