"""A claim in one line: place, outcome and how surely it is said, in neutral words ("Old Mosul declared captured").

The templates are headlines.toml. The line never says more than its source: a claim is "claimed", a report "reported",
an official's word "declared" or "…, the army says"; only what is confirmed stands without such a word. At most 90
characters: what does not fit is left out, first who did it, then further places, then who says so.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.claims import Claim, EventType, Status, SubType
from bot.rendering import headline_parts as parts

LONGEST = 90
_TABLE = Path(__file__).parent / "headlines.toml"
_SPACES = re.compile(r"\s+")
_PLAIN_WORD = re.compile(r"[A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much a line tells."""

    doer: bool = True
    places: int = 3
    people: bool = True
    toll: bool = True
    longest_name: int = 60


_DETAILS = (
    _Detail(),
    _Detail(doer=False),
    _Detail(doer=False, places=2),
    _Detail(doer=False, places=1),
    _Detail(doer=False, places=1, people=False),
    _Detail(doer=False, places=1, people=False, longest_name=28),
    _Detail(doer=False, places=1, people=False, longest_name=18),
    _Detail(doer=False, places=1, people=False, toll=False),
    _Detail(doer=False, places=1, people=False, toll=False, longest_name=24),
    _Detail(doer=False, places=0, people=False),
)


def headline(claim: Claim, status: Status | None = None) -> str:
    """Return the line for a claim, or for an event made of it whose status is another one."""
    shown = status or claim.shown_status
    lines = (_Line(claim, shown, detail).text() for detail in _DETAILS)
    return next(line for line in lines if len(line) <= LONGEST)


def noun(subtype: SubType) -> str:
    """Return what names an outcome ("Capture")."""
    return str(_table()["subtype"][str(subtype)]["noun"])


def names_of(subtype: SubType) -> frozenset[str]:
    """Return whom the line of an outcome names where it knows them: "by", "sides", "loser", the counted "people"."""
    words = {**_table()["default"], **_table()["subtype"][str(subtype)]}
    templates = " ".join((words["line"], words["toll"], words["people"], words.get("place", "")))
    return frozenset(part for part in ("by", "sides", "loser", "people") if f"{{{part}}}" in templates)


def nouns() -> list[str]:
    """Return what names each outcome, in the order of the table."""
    return [noun(SubType(key)) for key in _table()["subtype"]]


class _Line:
    """One version of a claim's line."""

    def __init__(self, claim: Claim, status: Status, detail: _Detail) -> None:
        self.claim, self.status, self.detail = claim, status, detail
        self.words = {**_table()["default"], **_table()["subtype"][str(claim.subtype)]}
        self.places = parts.named_places(claim) if detail.places else []
        self.names = self._names()

    def text(self) -> str:
        """Return the line."""
        if self.status in {Status.DENIED, Status.DISPUTED, Status.RETRACTED}:
            of_thing = (
                f"of {_inside(self._subject())}" if self.claim.thing and "place" in self.words else None
            )
            return self._filled(self.words[self.status.value], said="", where=of_thing)
        if (self.places or self.claim.thing) and "place" in self.words:
            return self._filled(self.words["place"], said=_table()["status"][self.status.value])
        template = self.words[self._told()]
        return self._filled(template, said=self._said()) + self._speaker()

    def _told(self) -> str:
        """Which template fits: with a toll (where it speaks of the dead alone, there must be some), with people, or neither."""
        template = self.words["toll"]
        fits = self.claim.killed or "{harm}" in template
        if self.detail.toll and template and fits and parts.number(self.claim):
            return "toll"
        return (
            "people"
            if self.detail.toll and parts.counted_people(self.claim) and self.words["people"]
            else "line"
        )

    def _filled(self, template: str, *, said: str, where: str | None = None) -> str:
        deed = self._deed()
        values = {
            "deed": deed if template.startswith("{deed}") else _inside(deed),
            "said": said,
            "where": where or self._where(),
            "place": self._subject(),
            "of_place": _behind("of", _inside(self._subject()) if self._is_thing() else self._subject()),
            "cut": "closed" if self.names and parts.is_gate(self.names[0]) else "cut",
            "toll": parts.with_victims(self.claim) if self.detail.people else parts.number(self.claim),
            "number": parts.number(self.claim),
            "people": parts.counted_people(self.claim),
            "bodies": parts.bodies(self.claim),
            "harm": parts.harm(self.claim),
            **self._parties(),
        }
        return _first_large(_SPACES.sub(" ", template.format_map(values)).strip())

    def _parties(self) -> dict[str, str]:
        told = self.detail.doer
        between = parts.sides(self.claim) if told else None
        denier = parts.short_name(self.claim.denied_by or self.claim.attribution or "")
        return {
            "by": _behind("by", parts.doer(self.claim) if told else ""),
            "against": _behind("against", parts.sufferer(self.claim) if told else ""),
            "loser": _behind("by", parts.sufferer(self.claim) if told else ""),
            "sides": f"between {between[0]} and {between[1]}" if between else "",
            "denier": _behind("by", denier if self.detail.people else ""),
        }

    def _deed(self) -> str:
        if self.claim.subtype is SubType.OTHER:
            trigger = self.claim.trigger.lower()
            told = (name for word, name in _table()["incident"].items() if word in trigger)
            return next(told, str(self.words["noun"]))
        return str(self.words.get("deed", self.words["noun"]))

    def _said(self) -> str:
        if self.status is Status.DECLARED and (self._speaker() or self._speaks_itself()):
            return ""
        return str(_table()["status"][self.status.value])

    def _speaker(self) -> str:
        if self.status is not Status.DECLARED or not self.detail.people or self._speaks_itself():
            return ""
        said = parts.speaker(self.claim)
        return f", {said}" if said else ""

    def _speaks_itself(self) -> bool:
        """Whether the event is the word itself, which nobody else needs to vouch for."""
        return self.claim.type is EventType.STATEMENT

    def _names(self) -> list[str]:
        names = (self._name(place) for place in self.places)
        return list(dict.fromkeys(names))

    def _name(self, place: Any) -> str:
        name = parts.place_name(place, self.detail.longest_name)
        return f"{place.relation} {name}" if parts.related(place) else name

    def _where(self) -> str:
        """The places behind their preposition or relation."""
        if not self.places:
            return ""
        if parts.is_between(self.places):
            return f"between {' and '.join(self.names)}"
        listed = parts.listed(self.names, self.detail.places)
        if parts.related(self.places[0]):
            return listed
        at = self.words["at"]
        if at in {"of", "on"} and self._only_around():
            at = "in"
        return f"{'on' if at == 'in' and parts.is_road(self.names[0]) else at} {listed}"

    def _subject(self) -> str:
        """The places as what a line is about."""
        if not self.places:
            return _first_large(self.claim.thing or "")
        if not self._is_thing():
            return parts.listed(self.names, self.detail.places)
        if self.claim.thing and parts.is_between(self.places):
            return self.claim.thing  # a road is named by its two ends
        where = self._where()
        return f"{_first_large(self.claim.thing or self.words['thing'])} {'in' + where[2:] if where.startswith('of ') else where}"

    def _is_thing(self) -> bool:
        """Whether the line is about something without a name in, near or between places."""
        if not self.places:
            return False
        nameless = self.words["thing"] == "Route" and not parts.is_route(self.names[0])
        told = parts.related(self.places[0]) or parts.is_between(self.places) or self._only_around()
        return nameless or told

    def _only_around(self) -> bool:
        """Whether no place itself is named, only the country or province that it lies in."""
        return all(place.around for place in self.claim.places)


def _behind(word: str, name: str) -> str:
    return f"{word} {name}" if name else ""


def _inside(deed: str) -> str:
    """A noun inside a line: small, but for acronyms."""
    return deed[:1].lower() + deed[1:] if _PLAIN_WORD.match(deed) else deed


def _first_large(line: str) -> str:
    return line[:1].upper() + line[1:]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text("utf-8"))
