"""Muting one story in a chat, for a while or until something happens to it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.chats import Asker
from bot.domain.errors import UserError
from bot.domain.events import Event, EventState
from bot.domain.mutes import UNDO_WITHIN, Mute, MuteKind
from bot.domain.volume import first_instant
from bot.rendering import mutes as say
from bot.services.conversation import Conversation, Talk
from bot.services.stories import event_of, refuse_channels
from storage import Transaction

HOUR = timedelta(hours=1)
MORNING = time(7)
# Before this hour "tomorrow morning" is the coming one.
NIGHT_ENDS = time(4)
OFFERED = 8


@dataclass(frozen=True, slots=True)
class Mutes:
    """Mutes stories and lets them be heard again."""

    conversation: Conversation

    async def ask(self, asker: Asker, key: str) -> None:
        """Ask for how long a story shall be muted."""
        refuse_channels(asker)
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            _refuse_retracted(event)
            talk.reply(*say.ask(talk.texts, event, await talk.tx.mutes.find(talk.chat.id, event.id)))

    async def command(self, asker: Asker) -> None:
        """Ask the same for the alert that /mute answers; without one, ask which story is meant."""
        async with self.conversation.open(asker) as talk:
            told = asker.reply_to and await talk.tx.alerts.event_at(talk.chat.id, asker.reply_to)
            if told:
                event = await event_of(talk.tx, str(told))
                _refuse_retracted(event)
                talk.say(*say.ask(talk.texts, event, await talk.tx.mutes.find(talk.chat.id, event.id)))
            else:
                latest = await talk.tx.alerts.latest(talk.chat.id, OFFERED)
                events = [e for e in await talk.tx.events.find(latest) if e.state is EventState.OPEN]
                talk.say(*say.which(talk.texts, events))

    async def mute(self, asker: Asker, choice: str) -> None:
        """Mute a story: `choice` is the event's id and one of the words of `say.CHOICES`.

        Raises:
            UserError: there is no such story or choice.
        """
        key, _, how = choice.partition(":")
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            _refuse_retracted(event)
            mute = self._mute(talk, event, how)
            await talk.tx.mutes.add(mute)
            talk.replace(*say.muted(talk.texts, event, mute, talk.chat.timezone))

    async def undo(self, asker: Asker, key: str) -> None:
        """Take a mute back, within five minutes.

        Raises:
            UserError: it is too late for that.
        """
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            mute = await talk.tx.mutes.find(talk.chat.id, event.id)
            if mute is not None and self.conversation.now() - mute.created_at > UNDO_WITHIN:
                raise UserError("The five minutes are over. /mutes shows what is muted, and ends it.")
            await talk.tx.mutes.end(talk.chat.id, event.id)
            talk.replace(say.heard(talk.texts, event))

    async def end(self, asker: Asker, key: str) -> None:
        """Let a story be heard again, whenever."""
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            await talk.tx.mutes.end(talk.chat.id, event.id)
            talk.replace(*await self._listing(talk.tx, talk))

    async def show(self, asker: Asker) -> None:
        """Show what is muted, until when, with a button each to end it."""
        async with self.conversation.open(asker) as talk:
            talk.say(*await self._listing(talk.tx, talk))

    async def _listing(self, tx: Transaction, talk: Talk) -> say.Said:
        mutes = await tx.mutes.of(talk.chat.id)
        events = {event.id: event for event in await tx.events.find(mute.event_id for mute in mutes)}
        return say.listing(talk.texts, [(mute, events[mute.event_id]) for mute in mutes], talk.chat.timezone)

    def _mute(self, talk: Talk, event: Event, how: str) -> Mute:
        now = self.conversation.now()
        until: datetime | None = None
        match how:
            case "hour":
                kind, until = MuteKind.TIME, now + HOUR
            case "morning":
                kind, until = MuteKind.TIME, _next_morning(now, talk.chat.timezone)
            case "status":
                kind = MuteKind.STATUS
            case "over":
                kind = MuteKind.OVER
            case _:
                raise UserError("I do not know this choice any more.")
        return Mute(talk.chat.id, event.id, kind, event.status, now, until)


def _next_morning(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=int(local.time() >= NIGHT_ENDS))
    return first_instant(day, MORNING, zone)


def _refuse_retracted(event: Event) -> None:
    if event.state is not EventState.OPEN:
        raise UserError("This story was taken back; nothing more comes of it.")
