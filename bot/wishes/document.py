"""A set of requests as a JSON document that people can keep, read and hand on."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.claims import Status
from bot.domain.errors import UserError
from bot.domain.previews import STATUSES
from bot.domain.subscriptions import Cadence, Dimension, Subscription, Term

FORMAT, VERSION = "situation-bot subscriptions", 1
MOST_TERMS = 40
MOST_REQUESTS = 200
_LONGEST_KEY = 120


def dump(
    subscriptions: Sequence[Subscription], said: Sequence[str], about: Mapping[str, Any] | None = None
) -> str:
    """Return the document.

    Args:
        subscriptions: the requests.
        said: each of them as a sentence, for people who read the document.
        about: what else it says, not read back.
    """
    document = {
        "format": FORMAT,
        "version": VERSION,
        **(about or {}),
        "subscriptions": [
            {"says": sentence, **request(subscription)}
            for subscription, sentence in zip(subscriptions, said, strict=True)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def request(subscription: Subscription) -> dict[str, Any]:
    """Return one request as JSON."""
    until = subscription.paused_until
    return {
        "terms": [
            {"dimension": t.dimension.value, "key": t.key, **({"not": True} if t.negated else {})}
            for t in subscription.terms
        ],
        "min_severity": subscription.min_severity,
        "min_status": subscription.min_status.value,
        "when": subscription.cadence.value,
        "sound": subscription.sound,
        "unlocated": subscription.unlocated,
        **({"paused_until": until.isoformat()} if until else {}),
    }


def is_ours(text: str) -> bool:
    """Whether a text looks like such a document, so that it is no report."""
    return text.lstrip().startswith("{") and f'"{FORMAT}"' in text[:2000]


def load(text: str) -> list[Subscription]:
    """Return the requests of a document.

    Raises:
        UserError: it is none, or one of its requests is not what it should be; the sentence says which.
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UserError("This is no JSON document.") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UserError("This is no document of subscriptions.")
    if document.get("version") != VERSION:
        raise UserError("This document is of a version that I do not know.")
    found = document.get("subscriptions")
    if not isinstance(found, list) or len(found) > MOST_REQUESTS:
        raise UserError("This document needs a list of at most {n} subscriptions.", n=MOST_REQUESTS)
    return [_numbered(number, item) for number, item in enumerate(found, 1)]


def from_request(item: Any) -> Subscription:
    """Return the request that `request` gave.

    Raises:
        ValueError: it is none; the text says what is wrong with it.
    """
    if not isinstance(item, dict):
        raise ValueError("it is no object")  # noqa: TRY004 -- one kind of error for whatever is wrong with data
    terms = item.get("terms")
    if not isinstance(terms, list) or not 0 < len(terms) <= MOST_TERMS:
        raise ValueError(f"it needs 1 to {MOST_TERMS} terms")
    subscription = Subscription(
        tuple(dict.fromkeys(_term(term) for term in terms)),
        min_severity=_one_of(item.get("min_severity", 1), (1, 2, 3, 4), "min_severity"),
        min_status=Status(
            _one_of(item.get("min_status", "claimed"), [s.value for s in STATUSES], "min_status")
        ),
        cadence=Cadence(_one_of(item.get("when", "instant"), [c.value for c in Cadence], "when")),
        sound=_one_of(item.get("sound", True), (True, False), "sound"),
        unlocated=_one_of(item.get("unlocated", False), (True, False), "unlocated"),
        paused_until=_instant(item.get("paused_until")),
    )
    if all(term.negated for term in subscription.terms):
        raise ValueError("it follows nothing")
    keys = [(term.dimension, term.key) for term in subscription.terms]
    if len(set(keys)) < len(keys):
        raise ValueError("it asks for something and against it at once")
    return subscription


def _numbered(number: int, item: Any) -> Subscription:
    try:
        return from_request(item)
    except ValueError as error:
        raise UserError(
            "Subscription {n} of this document cannot be read: {reason}.", n=number, reason=error
        ) from error


def _term(item: Any) -> Term:
    if not isinstance(item, dict):
        raise ValueError("a term is no object")  # noqa: TRY004 -- one kind of error for whatever is wrong with data
    dimension = _one_of(item.get("dimension"), [d.value for d in Dimension], "dimension")
    key = item.get("key")
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST_KEY or "\0" in key:
        raise ValueError("a term has no usable key")
    return Term(Dimension(dimension), key, _one_of(item.get("not", False), (True, False), "not"))


def _one_of(value: Any, allowed: Sequence[Any], name: str) -> Any:
    if not any(value == one and type(value) is type(one) for one in allowed):
        raise ValueError(f"“{name}” is not one of {', '.join(str(one) for one in allowed)}")
    return value


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError("“paused_until” is no time") from error
    if found.tzinfo is None:
        raise ValueError("“paused_until” needs a time zone")
    return found
