"""Instants as people read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup


def moment(at: datetime, zone: str) -> Markup:
    """Return day and time in a chat's zone (an IANA name)."""
    local = at.astimezone(ZoneInfo(zone))
    return Markup("{} {:%b %H:%M}").format(local.day, local)
