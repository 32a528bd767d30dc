"""Anything may happen in any order; a small model says what every chat must have heard, and what it must not.

The model knows places (each with one event), chats and what they follow. It does not know how the bot decides: it takes
from each report which change that was, and keeps what people are owed for it.
"""

import asyncio
import re
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from conftest import Clock
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from newsroom import HOUR, newsroom_on

from bot.domain.chats import ChatState
from bot.domain.claims import Status
from bot.domain.developments import Change, worth_telling
from bot.domain.reports import Report
from storage import open_storage

PLACES = ("Sinjar", "Bartella", "Mosul", "Old Mosul")
UNDER = {"Mosul": {"Mosul", "Old Mosul"}, "Nineveh": set(PLACES)}
CHATS = (11, 12, 13)
ADMIN = 1
BUDGET = 2
# Raise these, and leave `derandomize` out, to look for something new: each example takes one to two seconds.
EXAMPLES, STEPS = 5, 25
LIVE, ABOUT_EVENTS = {"alert", "roundup"}, {"alert", "roundup", "update", "retraction"}
places, chats = st.sampled_from(PLACES), st.sampled_from(CHATS)
some_places = st.lists(places, min_size=1, max_size=3, unique=True)


def named(text):
    """The places whose event a message tells of, as its headlines do."""
    return {
        place for place in PLACES if re.search(rf"(?<!Old )\b{place} \w+ captured|of {place} denied", text)
    }


def own(text):
    """A message without what its events include: that is told in passing."""
    return re.sub(r"(?m)^ *• .*$", "", text)


class Newspaper(RuleBasedStateMachine):
    """The bot without Telegram, and the model beside it."""

    world = template = None

    def __init__(self):
        super().__init__()
        self.loop, self.clock = asyncio.new_event_loop(), Clock()
        self.folder = tempfile.TemporaryDirectory(prefix="machine-")
        self.path = Path(self.folder.name) / "bot.db"
        shutil.copy(self.template, self.path)
        self.newsroom, self.stack = None, None
        self.do(self.open())
        self.events, self.retracted, self.strongest = {}, {}, {}
        self.following, self.muted = defaultdict(set), {}
        self.stopped = set()
        self.owed, self.allowed = defaultdict(set), defaultdict(set)
        for chat in CHATS:
            self.do(self.newsroom.reader(chat))
            self.do(self.newsroom.volumes.choose(self.newsroom.asker(chat), f"rings:{BUDGET}"))
        self.do(self.newsroom.reader(ADMIN))
        self.settle()

    async def open(self):
        """Start the bot, over the chats and the database that it had before."""
        before = self.newsroom
        self.stack = AsyncExitStack()
        storage = await self.stack.enter_async_context(open_storage(f"sqlite:///{self.path}", self.clock))
        self.newsroom = await self.stack.enter_async_context(newsroom_on(storage, self.world, self.clock))
        if before is not None:
            self.newsroom.chats = before.chats
            self.newsroom.updates, self.newsroom.reports = before.updates, before.reports

    def do(self, coroutine):
        return self.loop.run_until_complete(coroutine)

    def settle(self):
        """Deliver, release and deliver again, as the running bot does all the time."""
        self.do(self.newsroom.deliver())
        self.do(self.newsroom.roundups.work())
        self.do(self.newsroom.deliver())

    def teardown(self):
        """In the end everybody has heard what he is owed: nothing waits for ever."""
        self.clock.pass_(timedelta(hours=10))
        self.settle()
        for chat in set(CHATS) - self.stopped:
            for place in self.owed[chat] - set(self.retracted):
                assert any(place in named(text) for text in self.newsroom.said(chat)), (chat, place)
        assert not self.waiting()
        self.do(self.stack.aclose())
        self.loop.close()
        self.folder.cleanup()

    def waiting(self):
        """Which chats wait for which events."""
        with sqlite3.connect(self.path) as db:
            return set(
                db.execute(
                    "SELECT chat_id, cause FROM outbox JOIN targets ON targets.id = target_id"
                    " WHERE outbox.state IN ('held', 'pending', 'sending') AND outbox.kind = 'alert' AND targets.state = 'active'"
                )
            )

    def status(self, place):
        with sqlite3.connect(self.path) as db:
            return Status(
                db.execute("SELECT status FROM events WHERE id = ?", [self.events[place]]).fetchone()[0]
            )

    def follows(self, chat, place):
        return any(place in UNDER.get(name, {name}) for name in self.following[chat])

    def is_muted(self, chat, place):
        how, at, status = self.muted.get((chat, place), ("", None, None))
        if how == "hour":
            return self.clock.now < at + HOUR
        return how == "over" or (how == "status" and status is self.status(place))

    def changed(self, place, change, *, late=False):
        """From now on these chats may hear of a place; they are owed it, if the change is worth a message."""
        for chat in CHATS:
            if self.follows(chat, place):
                self.allowed[chat].add(place)
                if chat not in self.stopped and worth_telling(change) and not late:
                    self.owed[chat].add(place)

    def entered(self, done, status, *, late=False):
        for development in done.developments:
            place = development.claim.places[0].surface
            assert self.events.setdefault(place, development.event.id) == development.event.id
            self.strongest[place] = max(self.strongest.get(place, 0), Status(status).strength)
            self.changed(place, development.change, late=late)

    def fresh(self, told):
        return [place for place in told if place not in self.retracted]

    def claim(self, place, status, **more):
        """A claim in words of its own, so that nobody takes it for a reprint."""
        words = ("army", "units", "entered", "centre", "morning", "witnesses", "flag", "streets")
        number = self.newsroom.reports
        quote = " ".join(f"{word}{number}{place}" for word in words)
        return self.newsroom.capture(place, status=status, quote=quote, **more)

    def known(self, data):
        """A place whose event stands, None where there is none."""
        standing = sorted(set(self.events) - set(self.retracted))
        return data.draw(st.sampled_from(standing)) if standing else None

    # what happens

    @initialize(quiet=chats)
    def somebody_follows_something(self, quiet):
        for chat, names in ((11, ["Nineveh"]), (12, ["Mosul", "Sinjar"]), (13, ["Old Mosul"])):
            for name in names:
                self.follow(chat, name)
        self.quiet(quiet, on=True)

    @rule(
        told=some_places,
        status=st.sampled_from(["claimed", "reported", "declared"]),
        hours=st.sampled_from([0, 5, 50]),
    )
    def report(self, told, status, hours):
        """One report, new or hours old when it is read: then reports are read in another order than they were written."""
        told = self.fresh(told)
        rings = {chat: len(self.newsroom.heard(chat)) for chat in CHATS}
        messages = {chat: len(self.newsroom.chats[chat]) for chat in CHATS}
        at = self.clock.now - timedelta(hours=hours)
        claims = [self.claim(place, status) for place in told]
        source = f"Outlet {self.newsroom.reports}"
        done = self.do(self.newsroom.tell(*claims, source=source, attended=not hours, published_at=at))
        self.entered(done, status, late=hours > 24)
        for chat in CHATS:
            new = self.newsroom.chats[chat][messages[chat] :]
            assert len(new) <= 1 + len(told)
            for place in told:
                if self.is_muted(chat, place):
                    assert not [m for m in new if place in named(m.text)], (place, new)
        if hours > 24:
            assert {chat: len(self.newsroom.heard(chat)) for chat in CHATS} == rings
        self.settle()

    @rule(place=places)
    def the_same_report_twice(self, place):
        if place in self.retracted:
            return
        claim = self.claim(place, "reported")
        report = Report("Twice", f"twice {place}", self.clock.now, f"twice {place}")
        done = self.do(self.newsroom.enter(report, claim))
        self.entered(done, "reported")
        self.settle()
        before = {chat: [str(m) for m in self.newsroom.chats[chat]] for chat in CHATS}
        assert self.do(self.newsroom.enter(report, claim)).known
        self.settle()
        assert {chat: [str(m) for m in self.newsroom.chats[chat]] for chat in CHATS} == before

    @rule(data=st.data())
    def deny(self, data):
        if place := self.known(data):
            says = {
                "attribution": "the Islamic State",
                "attribution_actor": "isis",
                "denied_by": "the Islamic State",
            }
            claim = self.claim(place, "denied", **says)
            done = self.do(self.newsroom.tell(claim, source="Amaq"))
            self.entered(done, "denied")
            self.settle()

    # what editors do

    @rule(data=st.data())
    def retract(self, data):
        if not (place := self.known(data)):
            return
        told = {
            chat: any(m.kind in LIVE and place in named(own(m.text)) for m in self.newsroom.chats[chat])
            for chat in set(CHATS) - self.stopped
        }
        before = {chat: len(self.newsroom.chats[chat]) for chat in CHATS}
        self.retracted[place] = self.do(self.edit(f"{self.events[place]} retract; wrong"))
        self.settle()
        for chat, shown in told.items():
            new = self.newsroom.chats[chat][before[chat] :]
            gone = [m for m in new if m.kind == "retraction" and place in named(m.text)]
            assert shown <= len(gone) <= 1, (chat, place, new)

    @precondition(lambda self: self.retracted)
    @rule(data=st.data())
    def let_it_stand_again(self, data):
        place = data.draw(st.sampled_from(sorted(self.retracted)))
        self.do(self.edit(f"undo {self.retracted.pop(place)}"))
        self.changed(place, Change.CORRECTED)
        self.settle()

    @rule(data=st.data(), toll=st.integers(1, 50))
    def correct(self, data, toll):
        if place := self.known(data):
            self.do(self.edit(f"{self.events[place]} killed {toll}"))
            self.changed(place, Change.CORRECTED)
            self.settle()

    async def edit(self, text):
        await self.newsroom.editing.desk(self.newsroom.asker(ADMIN), text)
        async with self.newsroom.storage.reading() as tx:
            found = [one for event in self.events.values() for one in await tx.corrections.of(event)]
        return max((one.id for one in found), default=0)

    # what chats do

    @rule(chat=chats, name=st.sampled_from([*PLACES, "Nineveh"]))
    def follow(self, chat, name):
        if name not in self.following[chat]:
            self.do(self.newsroom.reader(chat, name))
            self.following[chat].add(name)

    @rule(chat=chats, data=st.data())
    def follow_no_more(self, chat, data):
        """What waits for it may still come, but need not."""
        if self.following[chat]:
            name = data.draw(st.sampled_from(sorted(self.following[chat])))
            self.do(self.newsroom.unfollow(chat, name))
            self.following[chat].discard(name)
            self.owed[chat] = {place for place in self.owed[chat] if self.follows(chat, place)}

    @rule(chat=chats, how=st.sampled_from(["hour", "status", "over"]), data=st.data())
    def mute(self, chat, how, data):
        if place := self.known(data):
            self.do(self.newsroom.mutes.mute(self.newsroom.asker(chat), f"{self.events[place]}:{how}"))
            self.muted[chat, place] = (how, self.clock.now, self.status(place))
            self.settle()

    @precondition(lambda self: self.muted)
    @rule(data=st.data())
    def mute_no_more(self, data):
        chat, place = data.draw(st.sampled_from(sorted(self.muted)))
        self.do(self.newsroom.mutes.end(self.newsroom.asker(chat), str(self.events[place])))
        del self.muted[chat, place]
        self.settle()

    @rule(chat=chats)
    def stop_or_start(self, chat):
        state = ChatState.ACTIVE if chat in self.stopped else ChatState.STOPPED
        self.stopped ^= {chat}
        self.do(self.newsroom.set_state(chat, state))
        self.owed[chat].clear()
        self.settle()

    @rule(chat=chats, on=st.booleans())
    def quiet(self, chat, on):
        self.do(self.newsroom.volumes.quiet(self.newsroom.asker(chat), "22:00-07:00" if on else "off"))
        self.settle()

    # what the world does

    @rule(minutes=st.sampled_from([1, 15, 90, 600]))
    def time_passes(self, minutes):
        self.clock.pass_(timedelta(minutes=minutes))
        self.settle()

    @rule()
    def restart(self):
        self.do(self.stack.aclose())
        self.do(self.open())
        self.settle()

    @rule(told=some_places, arrived=st.booleans())
    def die(self, told, arrived):
        """The bot dies between the promise and its delivery, with messages on the wire; some had arrived."""
        self.newsroom.asleep = True
        claims = [self.claim(place, "reported") for place in self.fresh(told)]
        self.entered(self.do(self.newsroom.tell(*claims)), "reported")
        self.do(self.newsroom.die(arrived=arrived))
        self.restart()

    # what must hold

    @invariant()
    def nobody_hears_more_than_he_allows(self):
        """But for what takes back: that always rings."""
        for chat in CHATS:
            rings = [m for m in self.newsroom.heard(chat) if m.kind in ABOUT_EVENTS]
            for last in rings:
                counted = [m for m in rings if last.at - HOUR < m.at <= last.at and m.id <= last.id]
                assert last.kind == "retraction" or len(counted) <= BUDGET, counted

    @invariant()
    def nobody_hears_of_what_he_does_not_follow(self):
        for chat in CHATS:
            allowed = self.allowed[chat]
            allowed = allowed | {part for place in allowed for part in UNDER.get(place, ())}
            for message in self.newsroom.chats[chat]:
                if message.kind in ABOUT_EVENTS:
                    assert named(message.text) <= allowed, (chat, message)

    @invariant()
    def what_is_taken_back_is_struck_through(self):
        for place in self.retracted:
            for chat in set(CHATS) - self.stopped:
                for message in self.newsroom.chats[chat]:
                    if message.kind in LIVE and not message.orphan and place in named(message.text):
                        assert "RETRACTED" in message.text, (chat, message)

    @invariant()
    def one_live_message_for_each_event(self):
        for chat in CHATS:
            live = [m for m in self.newsroom.chats[chat] if m.kind in LIVE and not m.orphan]
            for place in PLACES:
                told = [m for m in live if place in named(own(m.text))]
                assert len(told) <= 1, told

    @invariant()
    def nothing_that_is_owed_is_lost(self):
        waiting = self.waiting()
        for chat in set(CHATS) - self.stopped:
            for place in self.owed[chat] - set(self.retracted):
                said = any(place in named(text) for text in self.newsroom.said(chat))
                assert said or (chat, self.events[place]) in waiting, (chat, place, waiting)

    @invariant()
    def no_event_is_surer_than_its_claims(self):
        for place in self.events:
            assert self.status(place).strength <= self.strongest[place], place


def test_whatever_happens_people_hear_what_they_were_promised(world, sqlite_template):
    Newspaper.world, Newspaper.template = world, sqlite_template
    run_state_machine_as_test(
        Newspaper,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
