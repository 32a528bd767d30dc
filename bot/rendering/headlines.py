"""A claim in one line: place, outcome and how surely it is said, in neutral words ("Old Mosul declared captured").

The line never says more than its source: a claim is "claimed", a report "reported", an official's word "declared" or
"…, the army says"; only what is confirmed stands without such a word. At most 90 characters; what does not fit is left
out from its end (who, then further places).
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.claims import ActorRef, Basis, Claim, PlaceRef, Role, Status, SubType, Toll

LONGEST = 90
_NAMED_PLACES = 3
_TABLE = Path(__file__).parent / "headlines.toml"
_PLAIN_TYPE = re.compile(r"(?<=\S)\s+(?:city|town|village|hamlet|area)$")
_SPACES = re.compile(r"\s+")
_SHORT_SPEAKER = 40


def headline(claim: Claim, status: Status | None = None) -> str:
    """Return the line for a claim, or for an event made of it whose status is another one."""
    shown = status or claim.shown_status
    for line in _lines(claim, shown):
        if len(line) <= LONGEST:
            return line
    return _cut(_without_places(claim, shown))


def noun(subtype: SubType) -> str:
    """Return what names an outcome ("Capture")."""
    return _words(subtype)["noun"]


def nouns() -> list[str]:
    """Return what names each outcome, in the order of the table."""
    return [noun(SubType(key)) for key in _table()["subtype"]]


def _lines(claim: Claim, status: Status) -> Iterable[str]:
    """The line in ever shorter versions."""
    for doer in (True, False):
        for places in (_NAMED_PLACES, 2, 1):
            yield _line(claim, status, _where(claim, places), doer=doer)


def _line(claim: Claim, status: Status, where: str, *, doer: bool) -> str:
    words = _words(claim.subtype)
    if status is Status.DENIED:
        return _denied(claim, words, where)
    if words["form"] == "place" and where and not _aside(claim) and not _only_around(claim):
        return _first_large(_joined(where, _table()["status"][status.value], words["word"]))
    toll = _toll(claim)
    if toll:
        return _with_toll(claim, words, where, toll, status)
    return _event(claim, words, where, status, doer=doer)


def _event(claim: Claim, words: dict[str, str], where: str, status: Status, *, doer: bool) -> str:
    by = f"by {name}" if doer and (name := _actor(claim, Role.INITIATOR)) else ""
    place = _placed("in" if _only_around(claim) else words["at"], where, aside=_aside(claim))
    said = "" if status is Status.DECLARED else _table()["status"][status.value]
    return _joined(words["noun"], by, said, place) + _says(claim, status)


def _with_toll(claim: Claim, words: dict[str, str], where: str, toll: str, status: Status) -> str:
    said = "" if status is Status.DECLARED else _table()["status"][status.value]
    harm = "killed" if claim.killed else "injured"
    if claim.subtype in {SubType.KILLED, SubType.TOLL, SubType.INJURED}:
        deed = ""
    else:
        noun = words["noun"]
        deed = f"in {noun if noun.isupper() else noun[0].lower() + noun[1:]}"
    place = _placed("in", where, aside=_aside(claim))
    return _first_large(_joined(toll, said, harm, deed, place) + _says(claim, status))


def _denied(claim: Claim, words: dict[str, str], where: str) -> str:
    denier = _short(claim.denied_by or claim.attribution or "")
    by = f"by {denier}" if denier else ""
    return _joined(words["noun"], _placed(words["at"], where, aside=_aside(claim)), "denied", by)


def _without_places(claim: Claim, status: Status) -> str:
    return _line(claim, status, "", doer=False)


def _where(claim: Claim, most: int) -> str:
    """The places in words; those that only say where another one lies are left out."""
    own = _own_places(claim)
    names = list(dict.fromkeys(_place(place) for place in own))
    if len(names) > most:
        rest = len(names) - most
        return f"{', '.join(names[:most])} and {rest} more {'place' if rest == 1 else 'places'}"
    return _listed(names)


def _place(place: PlaceRef) -> str:
    name = _PLAIN_TYPE.sub("", _SPACES.sub(" ", place.surface).strip(" \"'“”‘’"))
    if _related(place):
        return f"{place.relation} {name}"
    return name


def _placed(preposition: str, where: str, *, aside: bool) -> str:
    if not where:
        return ""
    return where if aside else f"{preposition} {where}"


def _own_places(claim: Claim) -> list[PlaceRef]:
    own = [place for place in claim.places if not place.around]
    return own or [place for place in claim.places if not _related(place)] or list(claim.places)


def _aside(claim: Claim) -> bool:
    """Whether the first place is told with a relation ("near", "12 km south of") that takes the preposition's place."""
    own = _own_places(claim)
    return bool(own) and _related(own[0])


def _only_around(claim: Claim) -> bool:
    """Whether no place itself is named, only the country or province that it lies in."""
    return all(place.around for place in claim.places)


def _related(place: PlaceRef) -> bool:
    return bool(place.relation) and place.relation not in {"in", "between"}


def _toll(claim: Claim) -> str:
    """Read "35+ IS fighters", "12": the deaths, else the injuries; nothing where no number is told."""
    tolls = claim.killed or claim.injured
    counted = [toll for toll in tolls if toll.minimum and not toll.vague]
    if not counted:
        return ""
    number = max(counted, key=lambda toll: toll.minimum or 0)
    return _joined(_bounds(number), _victims(claim))


def _bounds(toll: Toll) -> str:
    if toll.maximum is None:
        return f"{toll.minimum:,}+"
    if toll.maximum != toll.minimum:
        return f"{toll.minimum:,}–{toll.maximum:,}"
    return f"{toll.minimum:,}"


def _victims(claim: Claim) -> str:
    targets = [actor for actor in claim.actors if actor.role is Role.TARGET]
    if len({actor.canonical for actor in targets}) != 1 or not claim.killed:
        return ""
    target = targets[0]
    if target.canonical == "Civilians":
        return ""
    return target.canonical.lower() if target.generic else f"{target.canonical} members"


def _actor(claim: Claim, role: Role) -> str:
    named: list[ActorRef] = [actor for actor in claim.actors if actor.role is role and not actor.generic]
    return named[0].canonical if len(named) == 1 else ""


def _says(claim: Claim, status: Status) -> str:
    if status is not Status.DECLARED:
        return ""
    speaker = _short(claim.attribution or "") if claim.basis is not Basis.FLAT else ""
    return f", {speaker} says" if speaker and not speaker.lower().endswith("s") else ", officials say"


def _short(speaker: str) -> str:
    """A speaker in few words: without what follows a comma, and nothing where only a pronoun is told."""
    name = _SPACES.sub(" ", speaker.split(",", maxsplit=1)[0]).strip(" \"'“”‘’")
    if len(name) > _SHORT_SPEAKER or name.lower() in {"he", "she", "they", "it", ""}:
        return ""
    return name


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _first_large(line: str) -> str:
    return line[:1].upper() + line[1:] if line[:1].islower() and not line.startswith(("al-", "el-")) else line


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _words(subtype: SubType) -> dict[str, str]:
    words: dict[str, str] = _table()["subtype"][str(subtype)]
    return words


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text("utf-8"))
