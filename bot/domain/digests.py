"""Digests: what happened since the last one, at a chat's own hour."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.claims import Status
from bot.domain.developments import Change
from bot.domain.events import Event


@dataclass(frozen=True, slots=True)
class Line:
    """One event at its latest state, and what has changed in it.

    `changes` are those since the last digest, in their order, each once; `before` is the status that it had then, None
    where it is new. `note` is what an editor said last, `parts` how many smaller events it includes.
    """

    event: Event
    changes: tuple[Change, ...]
    before: Status | None = None
    note: str = ""
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The events of one region, most important first; `more` tells how many were left out."""

    region_id: str | None
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a source has been read lately: how many reports, and when the first and the last one came (UTC)."""

    source: str
    reports: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """What a chat has not been told in a digest yet; `since` and `until` are UTC, `day` is the chat's local date.

    `taken_back` are events that were denied, disputed or retracted since; `silent` are sources that used to tell of what
    the chat follows and do so no more.
    """

    day: date
    since: datetime
    until: datetime
    groups: tuple[Group, ...]
    taken_back: tuple[Line, ...] = ()
    silent: tuple[Rhythm, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing happened; that a source is silent alone is no news."""
        return not self.groups and not self.taken_back
