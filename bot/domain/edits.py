"""What editors change in what the bot knows: one edit is one line of a list that is laid over the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.subscriptions import Dimension


class EditKind(StrEnum):
    """What an edit does; the values are stored.

    add: a new place or party. name: another name of one. parent: it lies in, or belongs to, something more. merge: it
    turned out to be another one. ignore: a name that is never taken for a place in texts.
    """

    ADD = "add"
    NAME = "name"
    PARENT = "parent"
    MERGE = "merge"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit.

    `about` is a region or an actor, `subject` its id (of an ignored name, the name). `data` says the rest: of an added
    one `name`, `kind`, `parents`, `countries`, `latitude`, `longitude`; else `name`, `parent` or `into`. Made by an
    admin (`user_id`) at an instant (UTC).
    """

    about: Dimension
    kind: EditKind
    subject: str
    data: Mapping[str, Any]
    user_id: int | None = None
    at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name in reports, or in what people ask for, that nobody knows: how often it came, and the last sentence with it.

    `parent` is the nearest known place around it, and `sort` the kind of place, where a report tells.
    """

    about: Dimension
    name: str
    folded: str
    parent: str | None = None
    quote: str = ""
    seen: int = 1
    id: int = 0
    last_at: datetime | None = None
    sort: str | None = None


QUEUE_PAGE = 8
"""Unknown names on a page of the queue."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A page (from 0) of the editors' queue: unknown names, the most frequent first, of `total`.

    `wanted` are names that chats wait for, with the number of chats; `latest` the last edits, newest first.
    """

    about: Dimension
    strangers: tuple[Stranger, ...]
    total: int
    page: int
    wanted: tuple[tuple[str, int], ...]
    latest: tuple[Edit, ...]
