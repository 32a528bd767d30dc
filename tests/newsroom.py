"""Claims go in, and each chat gets its messages: the whole path but for reading and HTTP, on a clock that the test sets."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta

from bot.domain.chats import Asker, ChatKind, Target
from bot.domain.claims import ActorRef, Basis, Claim, EventType, PlaceRef, Role, Status, SubType, Toll
from bot.domain.deliveries import EDITS, DeliveryState, Fate, Outcome, Settlement
from bot.domain.reports import Report
from bot.domain.subscriptions import Dimension, Subscription, Term
from bot.rendering.buttons import Keyboards
from bot.services.alerts import Alerts
from bot.services.chats import Chats
from bot.services.conversation import Conversation
from bot.services.digests import Digests
from bot.services.editing import Editing
from bot.services.editor import Editor
from bot.services.ingestion import Ingestion
from bot.services.mutes import Mutes
from bot.services.roundups import Roundups
from bot.services.stories import Stories
from bot.services.volumes import Volumes
from bot.services.why import Why

GENERIC = {"Civilians", "Protesters"}
USUAL = {
    EventType.TERRITORY_CHANGE: SubType.CAPTURED,
    EventType.BATTLE: SubType.CLASHED,
    EventType.EXPLOSION_REMOTE_VIOLENCE: SubType.AIRSTRIKE,
    EventType.ARREST_DETENTION: SubType.ARRESTED,
    EventType.AGREEMENT_CEASEFIRE: SubType.CEASEFIRE,
}


@dataclass
class Shown:
    """A message in a chat, as it reads now."""

    id: int
    text: str
    silent: bool
    reply_to: int | None
    buttons: list[str]
    kind: str = ""
    at: object = None
    edits: int = 0
    orphan: bool = False  # it arrived, but the bot died before it knew

    @property
    def first_line(self):
        return self.text.splitlines()[0]


@dataclass
class Newsroom:
    """The bot without Telegram: `chats` holds what each chat shows."""

    storage: object
    world: object
    clock: object
    ingestion: Ingestion
    conversation: Conversation
    chats: dict[int, list[Shown]] = field(default_factory=dict)
    epoch: int = 0
    updates: int = 0
    reports: int = 0
    asleep: bool = False

    # what happens

    def claim(self, kind, place, by=(), on=(), status="declared", killed=None, severity=3, **more):
        """A claim of one report; names are looked up in the world."""
        kind, status = EventType(kind), Status(status)
        actors = [self._actor(name, Role.INITIATOR) for name in by]
        actors += [self._actor(name, Role.TARGET) for name in on]
        least, most = killed if isinstance(killed, tuple) else (killed, killed)
        values = {
            "type": kind,
            "subtype": USUAL[kind],
            "trigger": "x",
            "span": (0, 1),
            "quote": f"{kind} {place} {by} {on} {status} {killed} {self.reports}",
            "status": status,
            "basis": Basis.FLAT if status is Status.CONFIRMED else Basis.ATTRIBUTED,
            "places": tuple(self._place(name) for name in ([place] if isinstance(place, str) else place)),
            "actors": tuple(actors),
            "killed": (Toll(least, most),) if killed else (),
            "severity": severity,
        }
        return Claim(**values | more)

    def capture(self, place, status="declared", by="Iraqi Security Forces", on="Islamic State", **more):
        return self.claim("territory_change", place, [by], [on], status, **more)

    async def tell(self, *claims, source="Outlet", attended=True, published_at=None):
        """Tell one report; return what became of it, with everything delivered."""
        self.reports += 1
        self.clock.pass_(timedelta(seconds=30))
        at = published_at or self.clock.now
        report = Report(source, f"{self.reports}", at, f"report {self.reports}", attended=attended)
        return await self.enter(report, *claims)

    async def enter(self, report, *claims):
        """Enter a report, with everything delivered."""
        async with self.storage.transaction() as tx:
            done = await self.ingestion.enter(tx, report, claims)
        await self.deliver()
        return done

    # who is there

    async def reader(self, chat_id, *follows, kind=ChatKind.PRIVATE, zone="UTC", **options):
        """A chat that follows places or parties, each with a request of its own."""
        async with self.storage.transaction() as tx:
            chat = await tx.targets.ensure(
                Target(chat_id), kind, language="en", timezone=zone, digest=time(18)
            )
            for name in follows:
                dimension, key = self._named(name)
                await tx.subscriptions.add(
                    Subscription((Term(dimension, key),), target_id=chat.id, **options)
                )
        self.chats.setdefault(chat_id, [])
        return chat

    async def unfollow(self, chat_id, name):
        """End the requests of a chat for one place or party."""
        async with self.storage.transaction() as tx:
            chat = await tx.targets.find(Target(chat_id))
            term = Term(*self._named(name))
            ids = [asked.id for asked in await tx.subscriptions.of(chat.id) if asked.terms == (term,)]
            await tx.subscriptions.remove(chat.id, ids)

    async def set_state(self, chat_id, state):
        async with self.storage.transaction() as tx:
            await tx.targets.set_state(chat_id, state)

    def asker(self, chat_id, **more):
        self.updates += 1
        return Asker(Target(chat_id), ChatKind.PRIVATE, chat_id, self.updates, **more)

    # what Telegram does

    async def deliver(self):
        """Deliver everything that is due, unless Telegram cannot be reached."""
        if self.asleep:
            return
        if not self.epoch:
            async with self.storage.transaction() as tx:
                self.epoch, _ = await tx.deliveries.take_over()
        while True:
            async with self.storage.transaction() as tx:
                while await tx.fanouts.advance():
                    pass
                await tx.deliveries.bury(1000)
                claimed = await tx.deliveries.claim(self.epoch, 1000)
                await tx.deliveries.settle([self._settle(delivery) for delivery in claimed])
            if not claimed:
                return

    async def die(self, *, arrived):
        """The sending process dies with messages on the wire; `arrived` tells whether Telegram had taken them."""
        async with self.storage.transaction() as tx:
            while await tx.fanouts.advance():
                pass
            on_the_wire = await tx.deliveries.claim(self.epoch, 3)
        for delivery in on_the_wire if arrived else ():
            key = self._show(delivery)
            for message in self.chats[delivery.target.chat_id]:
                message.orphan |= message.id == key and delivery.kind not in EDITS
        self.epoch = 0

    def _settle(self, delivery):
        outcome = Outcome(Fate.SENT, message_id=self._show(delivery))
        return Settlement(delivery, outcome, DeliveryState.SENT)

    def _show(self, delivery):
        shown = self.chats.setdefault(delivery.target.chat_id, [])
        payload = delivery.message.payload
        text = _bare(payload.get("text", ""))
        rows = payload.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button["callback_data"][8:] for row in rows for button in row]
        edited = delivery.anchor if delivery.kind in EDITS else payload.get("message_id")
        if edited is not None:
            message = next(message for message in shown if message.id == edited)
            message.text, message.buttons, message.edits = text, buttons, message.edits + 1
            return message.id
        reply_to = delivery.anchor or payload.get("reply_parameters", {}).get("message_id")
        number = 100 * delivery.target.chat_id + len(shown) + 1
        kind, at = str(delivery.kind), self.clock.now
        shown.append(Shown(number, text, delivery.silent, reply_to, buttons, kind, at))
        return number

    def said(self, chat_id):
        return [message.text for message in self.chats[chat_id]]

    def heard(self, chat_id):
        """What has rung."""
        return [message for message in self.chats[chat_id] if not message.silent]

    # names

    def _named(self, name):
        if found := self.world.regions.named(name):
            return Dimension.REGION, found[0]
        return Dimension.ACTOR, self.world.actors.named(name)[0]

    def _place(self, name):
        found = self.world.regions.named(name)
        region = self.world.regions.get(found[0]) if found else None
        return PlaceRef(name, region.id if region else None, region.country if region else None)

    def _actor(self, name, role):
        found = self.world.actors.named(name)
        return ActorRef(name, role, name, found[0] if found else None, name in GENERIC)


def _bare(html):
    from html import unescape  # noqa: PLC0415
    from re import sub  # noqa: PLC0415

    return unescape(sub(r"<[^>]*>", "", html))


@asynccontextmanager
async def newsroom_on(storage, world, clock):
    async with storage.transaction() as tx:
        keyboards = Keyboards(await tx.meta.secret())
    ingestion = Ingestion(storage, world, Alerts(world, "en"))
    conversation = Conversation(storage, keyboards, clock, "en", "UTC", frozenset({1}), world)
    room = Newsroom(storage, world, clock, ingestion, conversation)
    room.mutes = Mutes(conversation)
    room.stories = Stories(conversation, world, ingestion.alerts)
    room.why = Why(conversation, world)
    room.chat_settings = Chats(conversation, world)
    room.digests = Digests(conversation, world)
    room.editing = Editing(conversation, world, Editor(ingestion.alerts))
    room.volumes = Volumes(conversation)
    room.roundups = Roundups(storage, ingestion.alerts)
    yield room


HOUR = timedelta(hours=1)
