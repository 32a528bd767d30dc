"""One message for several events: of one report, after quiet hours, beyond the rings of an hour, after an outage."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from bot.domain.deliveries import DeliveryKind, Plan
from bot.domain.events import Event, EventState
from bot.domain.roundups import Held, Roundup, RoundupKind
from bot.domain.volume import GRAVE
from bot.knowledge import World
from bot.knowledge.resolve import lowest_common
from bot.rendering import roundups as say
from bot.rendering.answers import whole
from bot.rendering.buttons import Keyboards
from bot.rendering.texts import texts_for
from bot.services.alerts import LASTS, Alerts
from bot.services.lookups import addresses
from bot.services.returns import Returns
from storage import Storage, Transaction
from storage.roundups import Growing

CHATS_AT_ONCE = 300
ROUNDS = 20
HOUR = timedelta(hours=1)
TOGETHER_WITHIN = timedelta(seconds=10)
WRITTEN_ANEW = 50
# More alerts than this that waited for so long come as one message.
MANY_WAITING = 5
WAITED_LONG = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Bundle:
    """What chats with the same held events get: the events in their order, and the roundup that these join."""

    kind: RoundupKind
    event_ids: tuple[int, ...]
    language: str
    silent: bool
    joins: int | None = None


@dataclass(frozen=True, slots=True)
class Roundups:
    """Tells what was held back, and keeps what it told up to date."""

    storage: Storage
    alerts: Alerts

    async def work(self) -> None:
        """Tell what may be told now, and write anew what has changed. Called every few seconds."""
        async with self.storage.reading() as tx:
            wakes, due = await tx.volumes.anybody_wakes(), await tx.held.anything_due()
            outdated = await tx.roundups.anything_outdated()
            returned = await tx.targets.returned(1)
        if returned:
            async with self.storage.transaction() as tx:
                await Returns(self.alerts).tell(tx)
        if wakes:
            await self._wake()
        for _ in range(ROUNDS if due or wakes else 0):
            async with self.storage.transaction() as tx:
                if not await self.release(tx):
                    break
        if outdated:
            async with self.storage.transaction() as tx:
                await self._write_anew(tx)

    async def catch_up(self) -> None:
        """Fold what has waited too long in chats that wait for much, and forget what is held for nobody."""
        async with self.storage.transaction() as tx:
            await tx.held.hold_backlog(tx.now() - WAITED_LONG, MANY_WAITING)
            await tx.held.drop()

    async def release_all(self, tx: Transaction, event_ids: Collection[int]) -> int:
        """Tell what one report told together, in as many chats as a transaction can bear; return how many messages."""
        promised = 0
        for _ in range(ROUNDS):
            told = await self.release(tx, kind=RoundupKind.REPORT, events_only=event_ids)
            if not told:
                break
            promised += told
        return promised

    async def release(
        self,
        tx: Transaction,
        *,
        kind: RoundupKind | None = None,
        only: Collection[int] | None = None,
        events_only: Collection[int] | None = None,
    ) -> int:
        """Tell what was held back and may be told now; return how many messages that is.

        Args:
            tx: the transaction.
            kind: why the events share a message; found out for each chat where it is None.
            only: only in these chats.
            events_only: only of these events.
        """
        held = await tx.held.due(CHATS_AT_ONCE, only=only, events_only=events_only)
        events = {event.id: event for event in await tx.events.find({alert.event_id for alert in held})}
        growing = await tx.roundups.growing({alert.target_id for alert in held}, tx.now() - HOUR)
        bundles: dict[_Bundle, list[Held]] = defaultdict(list)
        singles: list[tuple[Held, bool]] = []
        for target_id, alerts in groupby(held, key=lambda alert: alert.target_id):
            alone, together, silent = divide(list(alerts), events)
            singles += alone
            bundle = _bundle(together, events, kind, growing.get(target_id), silent=silent)
            if bundle is not None:
                bundles[bundle] += together
        await self._let_go(tx, singles, events)
        for bundle, members in bundles.items():
            await self._tell(tx, bundle, members, growing)
        return len(singles) + sum(len({m.target_id for m in members}) for members in bundles.values())

    async def _wake(self) -> None:
        async with self.storage.transaction() as tx:
            woken = await tx.volumes.wake(CHATS_AT_ONCE)
            await self.release(tx, kind=RoundupKind.QUIET, only=woken)

    async def _let_go(
        self, tx: Transaction, singles: Sequence[tuple[Held, bool]], events: Mapping[int, Event]
    ) -> None:
        """Send what is alone in its chat as the live message that it would have been."""
        written: dict[tuple[int, str], int] = {}
        keyboards = Keyboards(await tx.meta.secret())
        for alert, silent in singles:
            event, key = events[alert.event_id], (alert.event_id, alert.language)
            if key not in written:
                parts = await tx.relations.parts_of(event.id)
                card = self.alerts.card(texts_for(alert.language, self.alerts.world), event, parts=parts)
                written[key] = await tx.outbox.write(whole(card, keyboards))
            until = tx.now() + LASTS
            await tx.held.let_go(alert, written[key], event.revision, silent=silent, until=until)
        tx.outbox.promised = tx.outbox.promised or bool(singles)

    async def _tell(
        self,
        tx: Transaction,
        bundle: _Bundle,
        members: Sequence[Held],
        growing: Mapping[int, Growing],
    ) -> None:
        """Promise one roundup to all chats that get the same, as a new message or in place of one that grows."""
        event_ids, created_at = bundle.event_ids, tx.now()
        if bundle.joins is not None:
            (earlier,) = await tx.roundups.find([bundle.joins])
            event_ids = (*earlier.event_ids, *(i for i in event_ids if i not in earlier.event_ids))
            created_at = earlier.created_at
        shown = await tx.events.find(event_ids)
        region = common_region(shown, self.alerts.world)
        data = {"region": region} if region else {}
        roundup = Roundup(bundle.kind, event_ids, created_at, data)
        key = await tx.roundups.add(roundup)
        message = await self._message(tx, roundup, shown, bundle.language)
        chats = {member.target_id for member in members}
        in_place = {chat: growing[chat].telegram_id for chat in chats if bundle.joins is not None}
        there = {chat: telegram_id for chat, telegram_id in in_place.items() if telegram_id is not None}
        await tx.held.fold(key, members, there)
        if bundle.joins is not None:
            await tx.roundups.grow(chats, bundle.joins, key)
        await tx.outbox.promise(
            DeliveryKind.ROUNDUP if bundle.joins is None else DeliveryKind.REWRITE,
            key,
            1,
            dict.fromkeys(chats, message),
            silent=bundle.silent,
            expires_at=tx.now() + LASTS,
        )

    async def _write_anew(self, tx: Transaction) -> None:
        for roundup in await tx.roundups.outdated(WRITTEN_ANEW):
            events = await tx.events.find(roundup.event_ids)
            messages = {
                language: await self._message(tx, roundup, events, language)
                for language in await self.alerts.languages(tx)
            }
            await tx.outbox.fan_out(
                Plan(
                    DeliveryKind.REWRITE,
                    roundup.id,
                    roundup.revision,
                    messages,
                    self.alerts.language,
                    silent=True,
                    expires_at=tx.now() + LASTS,
                )
            )

    async def _message(
        self, tx: Transaction, roundup: Roundup, events: Sequence[Event], language: str
    ) -> int:
        texts = texts_for(language, self.alerts.world)
        standing = [event for event in events if event.state is not EventState.MERGED]
        where = addresses(self.alerts.world, standing, language)
        listed = {event.id for event in standing}
        parts = {
            event.id: [part for part in await tx.relations.parts_of(event.id) if part.id not in listed]
            for event in standing[: say.SHOWN]
        }
        if roundup.kind is RoundupKind.REPORT and standing:
            lead = self.alerts.card(texts, standing[0], parts=parts[standing[0].id])
            answer = say.report(texts, lead, standing[1:], where, parts)
        else:
            answer = say.roundup(texts, roundup, standing, where, parts)
        return await tx.outbox.write(whole(answer, Keyboards(await tx.meta.secret())))


def divide(
    held: Sequence[Held], events: Mapping[int, Event]
) -> tuple[list[tuple[Held, bool]], list[Held], bool]:
    """Decide how one chat is told what was held for it.

    Returns the alerts that go alone, each with whether it is silent; those that go together; whether these are silent.
    What is grave never goes under in a message that does not ring.
    """
    sounds, left = any(alert.sounds for alert in held), held[0].rings_left
    if not sounds or left > 0:
        return ([(held[0], not sounds)], [], False) if len(held) == 1 else ([], list(held), not sounds)
    grave = [alert for alert in held if events[alert.event_id].severity >= GRAVE]
    rest = [alert for alert in held if events[alert.event_id].severity < GRAVE]
    return [(alert, not (alert.grave_rings and alert.sounds)) for alert in grave], rest, True


def common_region(events: Sequence[Event], world: World) -> str | None:
    """Return the id of the smallest region, no wider than a country, that all events lie in; None where there is none."""
    places = [event.region_ids[0] for event in events if event.region_ids]
    if not places or len(places) < len(events):
        return None
    key = lowest_common(places, world.regions)
    return key if key and world.regions.get(key) is not None else None


def _rank(event: Event) -> tuple[int, int]:
    """What is surest comes first, then what is gravest: the first line is what people read."""
    return -event.status.strength, -event.severity


def _bundle(
    together: Sequence[Held],
    events: Mapping[int, Event],
    kind: RoundupKind | None,
    growing: Growing | None,
    *,
    silent: bool,
) -> _Bundle | None:
    """Return what goes together in one chat, None where nothing does or what it would join has still to be sent."""
    if not together:
        return None
    spent = any(alert.sounds for alert in together) and together[0].rings_left <= 0
    if spent:
        kind = RoundupKind.MORE
    elif kind is None:
        since = [alert.since for alert in together]
        kind = RoundupKind.REPORT if max(since) - min(since) <= TOGETHER_WITHIN else RoundupKind.LATE
    ranked = sorted(together, key=lambda alert: (*_rank(events[alert.event_id]), alert.id))
    joins = growing if kind is RoundupKind.MORE else None
    if joins is not None and joins.waits:
        return None
    return _Bundle(
        kind,
        tuple(alert.event_id for alert in ranked),
        together[0].language,
        silent,
        joins.roundup_id if joins is not None and joins.telegram_id is not None else None,
    )
