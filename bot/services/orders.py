"""What an editor writes behind /place and /actor, read without knowing the world: "add Albu Saif in Mosul, village"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.actors import ActorKind
from bot.domain.edits import EditKind
from bot.domain.errors import UserError
from bot.domain.places import RegionKind
from bot.domain.subscriptions import Dimension

_VERBS = {
    "add": EditKind.ADD,
    "new": EditKind.ADD,
    "alias": EditKind.NAME,
    "name": EditKind.NAME,
    "parent": EditKind.PARENT,
    "merge": EditKind.MERGE,
    "ignore": EditKind.IGNORE,
}
_SPLIT = {
    EditKind.ADD: re.compile(r"\s+(?:in|under)\s+|\s*<\s*", re.IGNORECASE),
    EditKind.NAME: re.compile(r"\s*=\s*|\s+(?:for|of|is)\s+", re.IGNORECASE),
    EditKind.PARENT: re.compile(r"\s+(?:in|under|of)\s+|\s*<\s*", re.IGNORECASE),
    EditKind.MERGE: re.compile(r"\s+into\s+|\s*→\s*|\s*->\s*", re.IGNORECASE),
}
# A sign divides before a word does: "Army of Conquest = Jaish al-Fatah".
_SIGN = re.compile(r"\s*(?:=|<|→|->)\s*")
_SPOT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[ ,]+(-?\d{1,3}(?:\.\d+)?)")
_COUNTRIES = re.compile(r"[A-Z]{2}(?:[ /]+[A-Z]{2})*")
_PART_OF = re.compile(r"(?:part of|under|in)\s+(.+)", re.IGNORECASE)
LONGEST_NAME = 100
USAGE = {
    Dimension.REGION: (
        "/place add NAME in PLACE, village, 36.25 43.14 · /place alias NEW = PLACE · /place merge PLACE into PLACE · "
        "/place parent PLACE in PLACE · /place ignore NAME · /place undo NUMBER"
    ),
    Dimension.ACTOR: (
        "/actor add NAME, militia, IQ, part of PARTY · /actor alias NEW = PARTY · /actor merge PARTY into PARTY · "
        "/actor parent PARTY in PARTY · /actor ignore NAME · /actor undo NUMBER"
    ),
}


@dataclass(frozen=True, slots=True)
class Order:
    """An edit as it was ordered: names and references not looked up. `second` is what stands behind in, = or into."""

    kind: EditKind
    first: str
    second: str = ""
    sort: str = ""
    spot: tuple[float, float] | None = None
    countries: tuple[str, ...] = ()


def read_order(text: str, about: Dimension) -> Order | None:
    """Return the order, None where the text begins with no verb.

    Raises:
        UserError: something is missing; the sentence says how it is written.
    """
    verb, _, rest = text.strip().partition(" ")
    kind = _VERBS.get(verb.casefold())
    if kind is None:
        return None
    rest = rest.strip()
    if len(rest) > 3 * LONGEST_NAME:
        raise UserError("This is too long.")
    if kind is EditKind.IGNORE:
        return Order(kind, _named(rest, about))
    if kind is EditKind.ADD:
        return _adding(rest, about)
    parts = (_SIGN if _SIGN.search(rest) else _SPLIT[kind]).split(rest, maxsplit=1)
    if len(parts) != 2:
        raise UserError(USAGE[about])
    return Order(kind, _named(parts[0], about), _named(parts[1], about))


def _adding(rest: str, about: Dimension) -> Order:
    head, *details = [part.strip() for part in re.split(r"\s*,\s*(?![\d.\-])", rest)]
    if about is Dimension.ACTOR:
        head, *whole = re.split(r"\s+(?=part of\s)", head, maxsplit=1, flags=re.IGNORECASE)
        details += whole
        return _actor(head, details)
    parts = _SPLIT[EditKind.ADD].split(head, maxsplit=1)
    if len(parts) != 2:
        raise UserError(USAGE[about])
    sort, spot, above = RegionKind.VILLAGE.value, None, [parts[1]]
    for detail in details:
        if match := _SPOT.fullmatch(detail):
            spot = float(match[1]), float(match[2])
        elif detail.casefold() in set(RegionKind):
            sort = detail.casefold()
        else:
            above.append(detail)
    if match := re.search(r"[ ,]+" + _SPOT.pattern + "$", above[-1]):
        spot, above[-1] = (float(match[1]), float(match[2])), above[-1][: match.start()]
    if spot and (abs(spot[0]) > 90 or abs(spot[1]) > 180):
        raise UserError("Coordinates are degrees: latitude up to 90, longitude up to 180.")
    return Order(EditKind.ADD, _named(parts[0], about), _named(", ".join(above), about), sort, spot)


def _actor(head: str, details: Sequence[str]) -> Order:
    sort, above = ActorKind.NON_STATE.value, ""
    countries: tuple[str, ...] = ()
    for detail in details:
        if detail.casefold().replace(" ", "_") in set(ActorKind):
            sort = detail.casefold().replace(" ", "_")
        elif _COUNTRIES.fullmatch(detail):
            countries = tuple(re.split(r"[ /]+", detail))
        elif match := _PART_OF.fullmatch(detail):
            above = match[1]
        else:
            raise UserError(
                "I do not understand “{detail}”. {usage}", detail=detail, usage=USAGE[Dimension.ACTOR]
            )
    return Order(EditKind.ADD, _named(head, Dimension.ACTOR), above, sort, None, countries)


def _named(text: str, about: Dimension) -> str:
    name = text.strip(' ,"“”«»')
    if not name:
        raise UserError(USAGE[about])
    if len(name) > LONGEST_NAME:
        raise UserError("A name has at most {n} letters.", n=LONGEST_NAME)
    return name
