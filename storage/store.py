"""A database and its transactions."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock, utc_now
from bot.domain.errors import HandledError
from storage.alerts import Alerts
from storage.audit import Audit
from storage.broadcasts import Broadcasts
from storage.corrections import Corrections
from storage.deliveries import Deliveries
from storage.dialects import parse_url
from storage.dialogues import Dialogues
from storage.edits import Edits, Strangers
from storage.engine import Engines, open_engines
from storage.events import Events
from storage.fanouts import Fanouts
from storage.followed import Followed
from storage.health import Health
from storage.held import Held
from storage.inbox import Inbox
from storage.leadership import lead
from storage.managed import ManagedChannels
from storage.meta import Meta
from storage.mutes import Mutes
from storage.outbox import Outbox
from storage.relations import Relations
from storage.reports import Reports
from storage.roundups import Roundups
from storage.shared import Shared
from storage.signals import announce, listen
from storage.subscriptions import Subscriptions
from storage.targets import Targets
from storage.volumes import Volumes
from storage.wishes import Wishes

_inside: ContextVar[bool] = ContextVar("inside", default=False)
_handled: ContextVar["Handling | None"] = ContextVar("handled", default=None)


@dataclass(slots=True)
class Handling:
    """One Telegram update that is being handled; `done` once a transaction has marked it so."""

    update_id: int
    done: bool = False


class Transaction:
    """Everything that one transaction can read and write."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self.alerts = Alerts(connection)
        self.audit = Audit(connection, now)
        self.broadcasts = Broadcasts(connection, now)
        self.corrections = Corrections(connection, now)
        self.deliveries = Deliveries(connection, now)
        self.edits = Edits(connection, now)
        self.events = Events(connection, now)
        self.fanouts = Fanouts(connection, now)
        self.followed = Followed(connection)
        self.relations = Relations(connection)
        self.reports = Reports(connection, now)
        self.roundups = Roundups(connection, now)
        self.now = now
        self.dialogues = Dialogues(connection)
        self.health = Health(connection)
        self.held = Held(connection, now)
        self.inbox = Inbox(connection, now)
        self.managed = ManagedChannels(connection)
        self.meta = Meta(connection)
        self.mutes = Mutes(connection, now)
        self.outbox = Outbox(connection, now)
        self.shared = Shared(connection, now)
        self.strangers = Strangers(connection, now)
        self.subscriptions = Subscriptions(connection, now)
        self.targets = Targets(connection, now)
        self.volumes = Volumes(connection, now)
        self.wishes = Wishes(connection, now)


class Storage:
    """A database.

    `on_promise` is called after each commit that put something into the outbox.
    """

    def __init__(self, engines: Engines, now: Clock) -> None:
        self.engines = engines
        self.now = now
        self.on_promise: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Commit on success, roll back on error; inside `handling`, the update is done with the same commit.

        Raises:
            HandledError: the update that is being handled has had its effect already.
            RuntimeError: a transaction is open here already; with one writer this would wait for itself.
        """
        with _once_inside():
            async with self.engines.begin() as connection:
                tx = Transaction(connection, self.now)
                handled = _handled.get()
                if handled and not await tx.inbox.finish(handled.update_id):
                    raise HandledError(f"update {handled.update_id} has had its effect already")
                yield tx
                if tx.outbox.promised:
                    await announce(connection)
            if handled:
                handled.done = True
            if tx.outbox.promised:
                self.on_promise()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Read beside any writer; nothing may be written."""
        with _once_inside():
            async with self.engines.snapshot() as connection:
                yield Transaction(connection, self.now)

    async def listen(self, wake: Callable[[], None]) -> NoReturn:
        """Call `wake` after each commit of any process that may have promised something, for ever."""
        await listen(self.engines, wake)

    @asynccontextmanager
    async def lead(self) -> AsyncIterator[None]:
        """Be the one process that sends; on PostgreSQL, wait until the one before is gone.

        Raises:
            AlreadyRunningError: on SQLite, another bot runs on this database.
        """
        async with lead(self.engines):
            yield


@contextmanager
def handling(update_id: int) -> Iterator[Handling]:
    """Tie what happens inside to one Telegram update: its first transaction marks it as done."""
    handled = Handling(update_id)
    token = _handled.set(handled)
    try:
        yield handled
    finally:
        _handled.reset(token)


@contextmanager
def _once_inside() -> Iterator[None]:
    if _inside.get():
        raise RuntimeError("a transaction is open here already")
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


@asynccontextmanager
async def open_storage(url: str, now: Clock = utc_now) -> AsyncIterator[Storage]:
    """Open a migrated database and close it at the end: `url` as in the setting DATABASE_URL.

    Raises:
        SettingsError: the address is not usable.
    """
    engines = open_engines(parse_url(url))
    try:
        yield Storage(engines, now)
    finally:
        await engines.dispose()
