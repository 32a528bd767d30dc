"""Reasons: why a chat was told of an event."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.claims import Status
from bot.domain.developments import Change
from bot.domain.subscriptions import Subscription, Term


@dataclass(frozen=True, slots=True)
class PastDevelopment:
    """One line of an event's history, as it was told then; `at` is UTC."""

    event_id: int
    change: Change
    reason: str
    note: str
    status: Status
    headline: str
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Path:
    """How a term of a request meets an event: the names from what the event names up to what is followed."""

    term: Term
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A request that an event answers, with a path for each of its dimensions.

    `narrower` is a region's id on the way up that could be followed instead.
    """

    subscription: Subscription
    paths: tuple[Path, ...]
    narrower: str | None = None
