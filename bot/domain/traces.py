"""Traces: what is remembered of an event so that the next claim can be compared with it, its ledger left unread."""

from dataclasses import dataclass
from datetime import date

from bot.domain.claims import EventType


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The most specific places (`at`: region ids, or `~` and the bare spelling of unknown ones) and all above them.

    `beside` are places that it is only near or "south of"; `whole` is what the last part of it stands for: with the last
    held quarter the city falls.
    """

    at: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Whether any place is named."""
        return bool(self.at or self.beside)

    def joined(self, other: "Whereabouts") -> "Whereabouts":
        """Return both together; a place that lies above another one of them is no longer the most specific."""
        above = self.above | other.above
        whole = self.whole | other.whole
        return Whereabouts((self.at | other.at) - above, above, self.beside | other.beside, whole)


@dataclass(frozen=True, slots=True)
class Sides:
    """Camps: an actor's id with all that include it, so that a brigade and its army share one.

    `doers` did it (for control: hold the place now), `harmed` it was done to (lost the place), `others` are named.
    """

    doers: frozenset[str] = frozenset()
    harmed: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Every camp that is named."""
        return self.doers | self.harmed | self.others

    def joined(self, other: "Sides") -> "Sides":
        """Return both together."""
        return Sides(self.doers | other.doers, self.harmed | other.harmed, self.others | other.others)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a story stands.

    `level` is how surely it is told: 0 alleged, 1 reported by others, 2 flatly or officially, 3 beyond its maker.
    `told` is the toll a follower has seen; `denied_by` the camps that deny it ("" where nobody is named); `corrected`
    that it was taken back in part since it was last asserted; `formal` that a head of government has asserted it since;
    `responsibility` that somebody says he did it.
    """

    level: int = 0
    told: int | None = None
    denied_by: frozenset[str] = frozenset()
    corrected: bool = False
    over: bool = False
    formal: bool = False
    responsibility: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """An event, or the claims of one report that belong together, as correlation sees it.

    `outcome` is the sub-type of its first claim; `firm_days` are days that the texts name; `figures` every count of dead; `cues` and `first_cues` the words that relate
    it to what was told before (all, and those of its first claim); `sites` the sorts of thing it happened to; `victims` whether civilians or
    fighters were hit; `parts` the sorts of thing that changed hands where a place did not ("the airport of"); `pages` where it was told, hashed; `sentences` the last ones that told of it, to recognise reprints. `version` is of the code that made it.
    """

    type: EventType
    types: frozenset[EventType]
    subtypes: frozenset[str]
    where: Whereabouts
    who: Sides
    firm_days: frozenset[date]
    first_said: date
    last_said: date
    figures: frozenset[int]
    cues: frozenset[str]
    first_cues: frozenset[str]
    sites: frozenset[str]
    parts: frozenset[str] = frozenset()
    victims: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()
    standing: Standing = Standing()
    outcome: str = ""
    version: int = 0

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which it is known or taken to have happened."""
        if self.firm_days:
            return min(self.firm_days), max(self.firm_days)
        return self.first_said, self.first_said
