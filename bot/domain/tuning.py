"""Changes of one request, by the short codes that buttons carry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.claims import Status
from bot.domain.errors import UserError
from bot.domain.previews import STATUSES
from bot.domain.subscriptions import FOREVER, Cadence, Dimension, Subscription, Term

# How many hours a pause lasts, by what it is called in codes; 0: until somebody ends it.
PAUSES = {"1h": 1, "8h": 8, "1d": 24, "7d": 168, "on": 0}


def tuned(subscription: Subscription, code: str, now: datetime) -> Subscription:
    """Return a request with one change.

    Args:
        subscription: the request.
        code: `v3` least severity, `sde` least status, `i` at once, `d` in the digest, `q1` with and `q0` without sound,
            `u` events without a place or not, `t<type>` the type's next state (open, only, not), `x<mark>` takes a term
            out, `p1h` pauses, `p0` goes on.
        now: the present instant.

    Raises:
        UserError: there is no such change any more, or it would leave nothing to follow.
    """
    change = _CHANGES.get(code[:1])
    if change is None:
        raise UserError("This button is of an older version. Please open /subscriptions again.")
    return change(subscription, code[1:], now)


def status_code(status: Status) -> str:
    """Return the code of a least status."""
    return f"s{status.value[:2]}"


def term_mark(term: Term) -> str:
    """Return a short name of a term: the same term always has the same one."""
    total = 0
    for letter in f"{term.dimension}:{term.key}":
        total = (total * 131 + ord(letter)) % 16_777_213
    return f"{total:06x}"


def _severity(subscription: Subscription, level: str, _: datetime) -> Subscription:
    return replace(subscription, min_severity=int(level) if level in {"1", "2", "3", "4"} else 1)


def _status(subscription: Subscription, name: str, _: datetime) -> Subscription:
    least = next((status for status in STATUSES if status_code(status) == f"s{name}"), Status.CLAIMED)
    return replace(subscription, min_status=least)


def _type(subscription: Subscription, key: str, _: datetime) -> Subscription:
    return _checked(replace(subscription, terms=_turned(subscription.terms, key)))


def _taken_out(subscription: Subscription, mark: str, _: datetime) -> Subscription:
    kept = tuple(term for term in subscription.terms if term_mark(term) != mark)
    return _checked(replace(subscription, terms=kept))


def _paused(subscription: Subscription, name: str, now: datetime) -> Subscription:
    return replace(subscription, paused_until=_until(name, now))


def _turned(terms: tuple[Term, ...], key: str) -> tuple[Term, ...]:
    """Move a type on: from open to only, from only to not, from not to open."""
    this = [term for term in terms if term.dimension is Dimension.TYPE and term.key == key]
    rest = tuple(term for term in terms if term not in this)
    if not this:
        return (*rest, Term(Dimension.TYPE, key))
    return rest if this[0].negated else (*rest, Term(Dimension.TYPE, key, negated=True))


def _until(name: str, now: datetime) -> datetime | None:
    if name == "0":
        return None
    hours = PAUSES.get(name, 1)
    return now + timedelta(hours=hours) if hours else FOREVER


def _checked(subscription: Subscription) -> Subscription:
    if all(term.negated for term in subscription.terms):
        raise UserError("Then nothing would be left to follow. End it instead.")
    return subscription


_CHANGES: dict[str, Callable[[Subscription, str, datetime], Subscription]] = {
    "v": _severity,
    "s": _status,
    "i": lambda subscription, *_: replace(subscription, cadence=Cadence.INSTANT),
    "d": lambda subscription, *_: replace(subscription, cadence=Cadence.DIGEST),
    "q": lambda subscription, on, _: replace(subscription, sound=on == "1"),
    "u": lambda subscription, *_: replace(subscription, unlocated=not subscription.unlocated),
    "t": _type,
    "x": _taken_out,
    "p": _paused,
}
