"""Days and instants as people read them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from markupsafe import Markup

from bot.rendering.texts import Texts


def moment(_: Texts, at: datetime, zone: str) -> Markup:
    """Return day and time in a chat's zone (an IANA name): "7 Jul 14:05"."""
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Markup("{}").format(format_datetime(local, "d MMM HH:mm", locale=_.locale))


def day(_: Texts, on: date) -> str:
    """Return a day in full: "7 July 2017"."""
    return format_date(on, "long", locale=_.locale)


def short_day(_: Texts, on: date, *, year: bool = False) -> str:
    """Return a day in brief: "7 Jul", or "7 Jul 2017"."""
    return format_date(on, "d MMM y" if year else "d MMM", locale=_.locale)


def weekday(_: Texts, on: date) -> str:
    """Return a day of the last week: "Fri 7"."""
    return format_date(on, "EEE d", locale=_.locale)
