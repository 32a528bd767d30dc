"""How loud the bot may be in a chat: quiet hours, rings in an hour, which updates ring."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.domain.chats import Asker
from bot.domain.errors import UserError
from bot.domain.volume import EVERY_DAY, MOST_RINGS_PER_HOUR, QuietHours, Ringing, Volume
from bot.rendering import volumes as say
from bot.rendering.texts import marked
from bot.services.conversation import Conversation, Talk

_TIME = r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}(?:\s+(.+))?", re.IGNORECASE)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SETS = {"daily": EVERY_DAY, "weekdays": frozenset(range(5)), "weekends": frozenset({5, 6})}
_HOW = marked(
    "Tell me hours such as /quiet 22:00-07:00, with days if you like: /quiet 22:00-07:00 mon-fri. Or /quiet off."
)


@dataclass(frozen=True, slots=True)
class Volumes:
    """Shows and sets how loud the bot may be."""

    conversation: Conversation

    async def quiet(self, asker: Asker, text: str) -> None:
        """Show how loud the bot may be (`text` is empty), or set the quiet hours: 22:00-07:00, with weekdays or not, or off.

        Raises:
            UserError: the text is none of these.
        """
        async with self.conversation.open(asker) as talk:
            volume = await talk.tx.volumes.of(talk.chat.id)
            if text:
                volume = replace(volume, quiet=parse_hours(text))
                await talk.tx.volumes.choose(talk.chat.id, volume, talk.chat.timezone)
            talk.say(*say.volume(talk.texts, volume, talk.chat.timezone))

    async def choose(self, asker: Asker, choice: str) -> None:
        """Set one thing by its button: `off`, `rings:6`, `grave:1`, `ring:2` (turns the updates with this bit on or off).

        Raises:
            UserError: there is no such thing to set.
        """
        async with self.conversation.open(asker) as talk:
            volume = _chosen(await talk.tx.volumes.of(talk.chat.id), choice)
            await talk.tx.volumes.choose(talk.chat.id, volume, talk.chat.timezone)
            talk.replace(*say.volume(talk.texts, volume, talk.chat.timezone))

    async def rings(self, asker: Asker) -> None:
        """Offer how many rings an hour may have."""
        async with self.conversation.open(asker) as talk:
            talk.replace(*say.rings(talk.texts))


async def moved(talk: Talk, zone: str) -> None:
    """Let the quiet hours of a chat follow it into another time zone (an IANA name)."""
    volume = await talk.tx.volumes.of(talk.chat.id)
    await talk.tx.volumes.choose(talk.chat.id, volume, zone)


def parse_hours(text: str) -> QuietHours | None:
    """Read quiet hours; None for "off".

    Raises:
        UserError: they cannot be read.
    """
    if text.strip().casefold() in {"off", "none", "no", "never"}:
        return None
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise UserError(_HOW)
    start, end = time(int(match[1]), int(match[2] or 0)), time(int(match[3]), int(match[4] or 0))
    if start == end:
        raise UserError("Quiet hours need two different times. /stop makes me silent altogether.")
    return QuietHours(start, end, _days(match[5]) if match[5] else EVERY_DAY)


def _days(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in re.split(r"[,\s]+", text.casefold().strip()):
        first, dash, last = part.partition("-")
        if part in _SETS:
            found |= _SETS[part]
        elif dash:
            begin, end = _day(first), _day(last)
            found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
        else:
            found.add(_day(part))
    return frozenset(found)


def _day(word: str) -> int:
    if word[:3] not in _DAYS:
        raise UserError(_HOW)
    return _DAYS.index(word[:3])


def _chosen(volume: Volume, choice: str) -> Volume:
    what, _, value = choice.partition(":")
    match what:
        case "off":
            return replace(volume, quiet=None)
        case "rings" if value.isdecimal() and 1 <= int(value) <= MOST_RINGS_PER_HOUR:
            return replace(volume, rings_per_hour=int(value))
        case "grave" if value in {"0", "1"}:
            return replace(volume, grave_rings=value == "1")
        case "ring" if value.isdecimal() and int(value) in list(Ringing):
            return replace(volume, ringing=volume.ringing ^ Ringing(int(value)))
    raise UserError("I do not know this choice any more.")
