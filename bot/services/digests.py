"""Daily digests: at each chat's hour, and on demand."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.digests import gather, next_due
from bot.domain.chats import Asker, Chat
from bot.domain.deliveries import DeliveryKind
from bot.domain.digests import Digest
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
            followed = await talk.tx.followed.since([talk.chat.id], since)
            events = await talk.tx.events.find(followed.get(talk.chat.id, []))
            day = now.astimezone(ZoneInfo(talk.chat.timezone)).date()
            found = gather(events, day=day, since=since, until=now)
            talk.say(say.digest(talk.texts, found, self._places(found), talk.chat.timezone))

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
            followed = await tx.followed.since([chat.id for chat in chats], oldest)
            events = {
                event.id: event
                for event in await tx.events.find({i for ids in followed.values() for i in ids})
            }
            alike: dict[tuple[str, str, date, frozenset[int]], list[Chat]] = defaultdict(list)
            for chat in chats:
                since = max(chat.digested_at, now - LONGEST)
                fresh = frozenset(i for i in followed.get(chat.id, []) if events[i].changed_at > since)
                day = now.astimezone(ZoneInfo(chat.timezone)).date()
                if fresh or chat.empty_digest:
                    alike[chat.language, chat.timezone, day, fresh].append(chat)
                await self._plan_next(tx, chat, day)
            for (language, zone, day, ids), receivers in alike.items():
                since = max(min(chat.digested_at for chat in receivers), now - LONGEST)
                found = gather((events[i] for i in ids), day=day, since=since, until=now)
                await self._promise(tx, found, language, zone, receivers)
            return len(chats)

    async def _plan_next(self, tx: Transaction, chat: Chat, day: date) -> None:
        now = self.conversation.now()
        assert chat.digest_time is not None
        due = next_due(now, chat.digest_time, chat.timezone, after=day)
        await tx.targets.choose(replace(chat, next_digest_at=due, digested_at=now, digested_on=day))

    async def _promise(
        self, tx: Transaction, found: Digest, language: str, zone: str, receivers: list[Chat]
    ) -> None:
        text = say.digest(texts_for(language), found, self._places(found), zone)
        parts = messages(Answer(text), self.conversation.keyboards)
        for number, part in enumerate(parts):
            written = await tx.outbox.write(part)
            await tx.outbox.promise(
                DeliveryKind.DIGEST, found.day.toordinal(), number, {chat.id: written for chat in receivers}
            )

    def _places(self, found: Digest) -> dict[str, str]:
        return addresses(self.world, (event for group in found.groups for event in group.events))
