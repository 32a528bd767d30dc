"""Keeping house: what is delivered and handled goes after a while, chats that are out of reach after 90 days."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.clock import Clock
from storage import Storage

HANDLED_UPDATES = timedelta(hours=48)
SUSPENDED_CHATS = timedelta(days=90)
OPEN_QUESTIONS = timedelta(days=7)
SHARED_LINKS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Deletes what is not needed any more."""

    storage: Storage
    now: Clock
    retention: timedelta

    async def prune(self) -> None:
        """Forget handled updates after 48 hours, delivered messages after the retention, lost chats after 90 days."""
        async with self.storage.transaction() as tx:
            await tx.inbox.prune(HANDLED_UPDATES, self.retention)
        some = True
        while some:
            async with self.storage.transaction() as tx:
                some = await tx.deliveries.prune(self.now() - self.retention) > 0
        async with self.storage.transaction() as tx:
            await tx.mutes.prune(self.now() - self.retention)
        async with self.storage.transaction() as tx:
            await tx.wishes.prune(self.now() - OPEN_QUESTIONS, self.now() - SUSPENDED_CHATS)
            await tx.strangers.prune(self.now() - self.retention)
            await tx.shared.prune(self.now() - SHARED_LINKS)
        async with self.storage.transaction() as tx:
            await tx.targets.forget_erased()
            await tx.targets.forget_suspended(self.now() - SUSPENDED_CHATS)
