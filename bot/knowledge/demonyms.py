"""Names that need no list: "Iraqi military", "Russian troops", "Israel's police", made from each country's demonym.

They are put together when they are asked for: a table of owners ("Iraqi", "Iraq") and a table of what they own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.normalise import phrase
from bot.knowledge.phrases import beginnings
from bot.knowledge.tables import DATA

_OWN = (
    "army|troops|soldiers|soldier|forces|warplanes|jets|aircraft|helicopters|artillery|fighters|tanks|units"
)
_FORCES = (
    "army|army forces|army soldiers|army units|army troops|armed forces|military|military forces|military units|"
    "military aircraft|military personnel|forces|troops|soldiers|soldier|servicemen|serviceman|commandos|paratroopers|"
    "marines|infantry|artillery|special forces|ground forces|ground troops|land forces|naval forces|border guards|"
    "border guard|border forces|border troops|air force|air forces|air defence|air defences|air defense|air defenses|navy|"
    "warplanes|warplane|jets|fighter jets|fighter jet|aircraft|helicopters|helicopter|helicopter gunships|gunships|drones|"
    "drone|missiles|tanks|airstrikes|air strikes|general staff|commanders|military police|military command|army command|"
    + "|".join(
        f"{side} {thing}"
        for side in ("government", "regime", "federal", "state")
        for thing in _OWN.split("|")
    )
)
_SECURITY = (
    "security forces|security force|security personnel|security troops|security services|security agencies|"
    "security agents|law enforcement|law enforcement agencies"
)
_COAST_GUARD = "coast guard|coastguard|coast guards|coastguards"
_GOVERNMENT = (
    "government|authorities|officials|official|regime|administration|president|prime minister|cabinet|parliament|"
    "foreign ministry|foreign minister|defence ministry|defense ministry|defence minister|defense minister|"
    "ministry of defence|ministry of defense|ministry of foreign affairs|interior ministry|interior minister|"
    "ministry of interior|health ministry|ministry of health|state media|transitional government|junta"
)
_POLICE = (
    "police|police force|police forces|policemen|policeman|police officers|police officer|riot police|gendarmes|"
    "gendarmerie|national police|federal police"
)


_MADE = ("gov", "mil", "police", "security", "coastguard")
"""What the ids of a country's institutions end with where no curated actor stands for them."""


@dataclass(frozen=True, slots=True)
class State:
    """A country as a party: its demonym and the ids of what acts for it.

    `security_forces` are soldiers and police without saying which: news that names no service means them.
    """

    country: str
    demonym: str
    name: str
    government: str
    armed_forces: str
    police: str
    security_forces: str
    coast_guard: str


def states() -> Iterator[tuple[State, tuple[str, ...]]]:
    """Read the table of demonyms: each country's state and the folded words that stand for it before a noun."""
    for line in (DATA / "words" / "demonyms.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, adjectives, name, *ids = [*line.split("\t"), *[""] * len(_MADE)][: 3 + len(_MADE)]
            made = [f"{country.lower()}-{ending}" for ending in _MADE]
            given = [key or fallback for key, fallback in zip(ids, made, strict=True)]
            owners = (*adjectives.split("|"), name)
            yield State(country, owners[0], name, *given), tuple(phrase(owner) for owner in owners)


def adjectives() -> Iterator[str]:
    """Give every folded demonym that is not also the country's name: "Iraqi" is never a place."""
    for state, owners in states():
        yield from (owner for owner in owners if owner != phrase(state.name))


class StateNames:
    """Every "‹demonym› army", "‹country›'s police" and the like, without a list of them."""

    def __init__(self) -> None:
        self.by_country: dict[str, State] = {}
        self._owners: dict[str, str] = {}
        for state, owners in states():
            self.by_country[state.country] = state
            self._owners |= dict.fromkeys(owners, state.country)
        self._things: dict[str, str] = {}
        for written, institution in (
            (_FORCES, "armed_forces"), (_GOVERNMENT, "government"), (_POLICE, "police"), (_SECURITY, "security_forces"),
            (_COAST_GUARD, "coast_guard"),
        ):  # fmt: skip
            self._things |= dict.fromkeys((phrase(thing) for thing in written.split("|")), institution)
        self._openings = frozenset(part for thing in self._things for part in beginnings(thing))
        self.starts = frozenset(owner.split(" ", maxsplit=1)[0] for owner in self._owners)
        self._owner_openings = frozenset(part for owner in self._owners for part in beginnings(owner))

    def knows(self, folded: str) -> bool:
        """Whether this is such a name or the beginning of one."""
        if folded in self._owner_openings:
            return True
        return any(thing in self._openings for _, thing in self._divisions(folded))

    def lookup(self, folded: str) -> str | None:
        """Return the id of the actor that a whole name of this kind means."""
        for owner, thing in self._divisions(folded):
            institution = self._things.get(thing)
            if institution is not None:
                found: str = getattr(self.by_country[self._owners[owner]], institution)
                return found
        return None

    def country_of(self, owner: str) -> str | None:
        """Return the country that a demonym or a country's name stands for ("Iraqi" gives IQ)."""
        return self._owners.get(phrase(owner))

    def _divisions(self, folded: str) -> Iterator[tuple[str, str]]:
        for owner in beginnings(folded):
            if owner in self._owners and len(owner) < len(folded):
                yield owner, folded[len(owner) + 1 :]
