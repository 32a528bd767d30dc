"""Digests: what happened since the last one, at a chat's own hour."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.events import Event


@dataclass(frozen=True, slots=True)
class Group:
    """The events of one region, most important first; `more` tells how many were left out."""

    region_id: str | None
    events: tuple[Event, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """What a chat has not been told in a digest yet; `since` and `until` are UTC, `day` is the chat's local date."""

    day: date
    since: datetime
    until: datetime
    groups: tuple[Group, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        return not self.groups
