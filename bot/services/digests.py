"""Daily digests: at each chat's hour, and on demand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digests import fell_silent, gather, line_of, next_due
from bot.domain.chats import Asker, Chat
from bot.domain.deliveries import DeliveryKind
from bot.domain.digests import Digest, Line, Rhythm
from bot.domain.events import Event
from bot.domain.reasons import PastDevelopment
from bot.domain.subscriptions import source_key
from bot.knowledge import World
from bot.rendering import digests as say
from bot.rendering.answers import Answer, messages
from bot.rendering.texts import texts_for
from bot.services.conversation import Conversation
from bot.services.lookups import addresses
from storage import Transaction

CHATS_AT_ONCE = 500
ON_DEMAND = timedelta(hours=24)
# After a long silence a digest is a summary of these days, not of everything ever.
LONGEST = timedelta(days=7)
# So far back a source must have told of what a chat follows, so that its silence matters there.
LISTENED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Chats that get the same digest: the same language, zone and day, since the same minute, with the same events."""

    language: str
    zone: str
    day: date
    since: datetime
    ids: frozenset[int]
    silent: frozenset[str]


@dataclass(slots=True)
class _Books:
    """What the digests of several chats are made from."""

    followed: Mapping[int, Sequence[int]]
    events: Mapping[int, Event]
    wholes: Mapping[int, int]
    history: Mapping[int, Sequence[PastDevelopment]]
    silent: Mapping[str, Rhythm] = field(default_factory=dict)
    listened: Mapping[int, set[str]] = field(default_factory=dict)

    def lines(self, ids: Iterable[int], since: datetime) -> list[Line]:
        """What has changed in these events; those that are parts of another one of them only count in its line."""
        fresh = {key: line for key in ids if (line := self._line(key, since)) is not None}
        parts: dict[int, int] = defaultdict(int)
        for key in fresh:
            if self.wholes.get(key) in fresh:
                parts[self.wholes[key]] += 1
        return [
            replace(line, parts=parts[key])
            for key, line in fresh.items()
            if self.wholes.get(key) not in fresh
        ]

    def fresh(self, ids: Iterable[int], since: datetime) -> frozenset[int]:
        """Those of these events in which something has changed."""
        return frozenset(key for key in ids if self._line(key, since) is not None)

    def _line(self, key: int, since: datetime) -> Line | None:
        event = self.events.get(key)
        return line_of(event, self.history.get(key, ()), since) if event else None


@dataclass(frozen=True, slots=True)
class Digests:
    """Tell chats what changed since they were last told."""

    conversation: Conversation
    world: World

    async def on_demand(self, asker: Asker) -> None:
        """Show what changed since the last digest, at least the last 24 hours; the next one comes as planned."""
        async with self.conversation.open(asker) as talk:
            now = self.conversation.now()
            since = max(min(talk.chat.digested_at, now - ON_DEMAND), now - LONGEST)
            books = await self._open(talk.tx, [talk.chat], since)
            found = gather(
                books.lines(books.followed.get(talk.chat.id, ()), since),
                day=now.astimezone(ZoneInfo(talk.chat.timezone)).date(),
                since=since,
                until=now,
                silent=[books.silent[key] for key in books.listened.get(talk.chat.id, ())],
            )
            talk.say(
                say.digest(talk.texts, found, self._places(found, talk.texts.language), talk.chat.timezone)
            )

    async def send_due(self) -> int:
        """Promise the digests that are due; return how many chats were due. Called every few seconds.

        Each chat has one digest for a local date, whatever clocks and restarts do: the outbox holds it under that
        date. Chats with the same events, language and zone share one message.
        """
        async with self.conversation.storage.transaction() as tx:
            now = self.conversation.now()
            chats = await tx.targets.due_digests(now, CHATS_AT_ONCE)
            if not chats:
                return 0
            oldest = max(min(chat.digested_at for chat in chats), now - LONGEST)
            books = await self._open(tx, chats, oldest)
            alike: dict[_Alike, list[Chat]] = defaultdict(list)
            for chat in chats:
                group = self._alike(chat, books)
                if group.ids or chat.empty_digest:
                    alike[group].append(chat)
                await self._plan_next(tx, chat, group.day)
            for group, receivers in alike.items():
                await self._promise(tx, group, books, receivers)
            return len(chats)

    async def _open(self, tx: Transaction, chats: Sequence[Chat], since: datetime) -> _Books:
        now = self.conversation.now()
        ids = [chat.id for chat in chats]
        followed = await tx.followed.since(ids, since, taken_back=True)
        wanted = {event_id for found in followed.values() for event_id in found}
        history: dict[int, list[PastDevelopment]] = defaultdict(list)
        for past in await tx.events.history(wanted):
            history[past.event_id].append(past)
        rhythms = await tx.reports.rhythms(now - LISTENED)
        silent = {source_key(rhythm.source): rhythm for rhythm in fell_silent(rhythms, now)}
        return _Books(
            followed=followed,
            events={event.id: event for event in await tx.events.find(wanted)},
            wholes=await tx.relations.wholes(wanted),
            history=history,
            silent=silent,
            listened=await tx.followed.sources(ids, silent, now - LISTENED),
        )

    def _alike(self, chat: Chat, books: _Books) -> _Alike:
        now = self.conversation.now()
        since = max(chat.digested_at, now - LONGEST)
        return _Alike(
            chat.language,
            chat.timezone,
            now.astimezone(ZoneInfo(chat.timezone)).date(),
            since.replace(second=0, microsecond=0),
            books.fresh(books.followed.get(chat.id, ()), since),
            frozenset(books.listened.get(chat.id, ())),
        )

    async def _plan_next(self, tx: Transaction, chat: Chat, day: date) -> None:
        now = self.conversation.now()
        assert chat.digest_time is not None
        due = next_due(now, chat.digest_time, chat.timezone, after=day)
        await tx.targets.choose(replace(chat, next_digest_at=due, digested_at=now, digested_on=day))

    async def _promise(
        self, tx: Transaction, group: _Alike, books: _Books, receivers: Sequence[Chat]
    ) -> None:
        since = max(min(chat.digested_at for chat in receivers), self.conversation.now() - LONGEST)
        found = gather(
            books.lines(group.ids, since),
            day=group.day,
            since=since,
            until=self.conversation.now(),
            silent=[books.silent[key] for key in group.silent],
        )
        texts = texts_for(group.language, self.world)
        text = say.digest(texts, found, self._places(found, group.language), group.zone)
        parts = messages(Answer(text), self.conversation.keyboards)
        for number, part in enumerate(parts):
            written = await tx.outbox.write(part)
            await tx.outbox.promise(
                DeliveryKind.DIGEST, found.day.toordinal(), number, {chat.id: written for chat in receivers}
            )

    def _places(self, found: Digest, language: str) -> dict[str, str]:
        return addresses(self.world, (line.event for group in found.groups for line in group.lines), language)
