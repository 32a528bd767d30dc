"""Changes of one request, by the short codes that buttons carry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.claims import Status
from bot.domain.errors import UserError
from bot.domain.previews import STATUSES
from bot.domain.subscriptions import FOREVER, PARTIES, Cadence, Dimension, Subscription, Term

# The part that a party has, by what it is called in codes.
ROLES = {"a": Dimension.ACTOR, "b": Dimension.BY, "o": Dimension.ON}
# How many hours a pause lasts, by what it is called in codes; 0: until somebody ends it.
PAUSES = {"1h": 1, "8h": 8, "1d": 24, "7d": 168, "on": 0}


def tuned(subscription: Subscription, code: str, now: datetime) -> Subscription:
    """Return a request with one change.

    Args:
        subscription: the request.
        code: `v3` least severity, `sde` least status, `i` at once, `d` in the digest, `q1` with and `q0` without sound,
            `u` events without a place or not, `t<type>` the type's next state (open, only, not), `p1h` pauses, `p0`
            goes on. Of a term (`term_mark`): `x<mark>` takes it out, `n<mark>:1` refuses and `n<mark>:0` asks for it,
            `y<mark>:b` by, `:o` on, `:a` any part, `w<mark>:<region>` another place instead. `+r<region>` and
            `+a<actor>` add one.
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
    return _checked(replace(subscription, terms=_turned(subscription.terms, key, Dimension.TYPE)))


def _taken_out(subscription: Subscription, mark: str, _: datetime) -> Subscription:
    kept = tuple(term for term in subscription.terms if term_mark(term) != mark)
    return _checked(replace(subscription, terms=kept))


def swapped(subscription: Subscription, mark: str, new: Callable[[Term], Term]) -> Subscription:
    """Return a request with one term, found by its mark, replaced.

    Raises:
        UserError: the term is not there any more, or it would leave nothing to follow.
    """
    if all(term_mark(term) != mark for term in subscription.terms):
        raise UserError("This is not in the request any more.")
    terms = [new(term) if term_mark(term) == mark else term for term in subscription.terms]
    once = {(term.dimension, term.key): term for term in terms}
    return _checked(replace(subscription, terms=tuple(once.values())))


def source_turned(subscription: Subscription, key: str) -> Subscription:
    """Return a request with a source moved on: from open to only, from only to not, from not to open."""
    return _checked(replace(subscription, terms=_turned(subscription.terms, key, Dimension.SOURCE)))


def _negated(subscription: Subscription, code: str, _: datetime) -> Subscription:
    mark, _colon, on = code.partition(":")
    return swapped(subscription, mark, lambda term: replace(term, negated=on == "1"))


def _role(subscription: Subscription, code: str, _: datetime) -> Subscription:
    mark, _colon, part = code.partition(":")
    dimension = ROLES.get(part, Dimension.ACTOR)
    return swapped(subscription, mark, lambda term: replace(term, dimension=dimension))


def _instead(subscription: Subscription, code: str, _: datetime) -> Subscription:
    mark, _colon, key = code.partition(":")
    return swapped(subscription, mark, lambda term: replace(term, key=key))


def _added(subscription: Subscription, code: str, _: datetime) -> Subscription:
    new = Term(Dimension.REGION if code[:1] == "r" else _common_part(subscription), code[1:])
    rest = tuple(t for t in subscription.terms if (t.dimension, t.key) != (new.dimension, new.key))
    return replace(subscription, terms=(*rest, new))


def _common_part(subscription: Subscription) -> Dimension:
    """Return the part that the parties of a request have, where it is the same for all: a new one is an alternative."""
    parts = {term.dimension for term in subscription.terms if term.dimension in PARTIES and not term.negated}
    return parts.pop() if len(parts) == 1 else Dimension.ACTOR


def _paused(subscription: Subscription, name: str, now: datetime) -> Subscription:
    return replace(subscription, paused_until=_until(name, now))


def _turned(terms: tuple[Term, ...], key: str, dimension: Dimension) -> tuple[Term, ...]:
    """Move a key on: from open to only, from only to not, from not to open."""
    this = [term for term in terms if term.dimension is dimension and term.key == key]
    rest = tuple(term for term in terms if term not in this)
    if not this:
        return (*rest, Term(dimension, key))
    return rest if this[0].negated else (*rest, Term(dimension, key, negated=True))


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
    "n": _negated,
    "y": _role,
    "w": _instead,
    "+": _added,
    "p": _paused,
}
