"""Likeness: how much speaks for two accounts being of one happening, each point with its reason.

Structured evidence only: place, sides, kind, day, sequence, figures, and the sort of thing it happened to. Words are
never compared. The points are documented in docs/correlation.md; `SAME` of them make one happening.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.correlation.cues import Cue
from bot.correlation.evidence import FAR, NOTHING, Evidence
from bot.correlation.kinds import by_kind
from bot.correlation.placing import by_place
from bot.correlation.siding import SIEGE, by_sides
from bot.correlation.timing import by_mention, by_sequence, by_time
from bot.domain.claims import EventType
from bot.domain.traces import Trace
from bot.knowledge import World

SAME = 4.0
"""Points from which two accounts are of one happening."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The points for two accounts being of one happening, and what they rest on."""

    points: float
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The reasons as one phrase."""
        return ", ".join(self.reasons)


def likeness(new: Trace, known: Trace, world: World) -> Likeness:
    """Weigh whether `new`, told later, is the happening that `known` stands for."""
    points, reasons = 0.0, []
    for rule in EVIDENCE:
        weight, reason = rule(new, known, world)
        points += weight
        if weight > 0 and reason:
            reasons.append(reason)
        if points <= FAR:
            return Likeness(points, (reason,))
    return Likeness(points, tuple(reasons))


_PHASES = {
    EventType.BATTLE: (("repelled",),),
    EventType.EXPLOSION_REMOTE_VIOLENCE: (("intercepted",),),
    EventType.TROOP_MOVEMENT: (("withdrew",), ("encircled",), ("siege_broken",), ("deployed",)),
    EventType.AGREEMENT_CEASEFIRE: (("prisoner_swap",),),
    EventType.DISASTER: (("quake",), ("flood",), ("fire",), ("storm",), ("epidemic",)),
    EventType.INFRASTRUCTURE_DISRUPTION: (
        ("water_cut",),
        ("internet_cut",),
        ("road_cut", "road_reopened"),
        ("bridge_destroyed",),
    ),
    EventType.HUMANITARIAN: (("displaced", "evacuated"),),
    EventType.ARREST_DETENTION: (("released", "freed"),),
}
"""Outcomes that are happenings of their own beside others of their type."""
_AFTER_ANY = frozenset(("power_restored",))
"""Outcomes that end whichever of them there was."""


def _phase(new: Trace, known: Trace, _: World) -> Evidence:
    if new.type is not known.type:
        return NOTHING
    if new.subtypes & _AFTER_ANY:
        return NOTHING
    if new.outcome == "siege_broken" and known.subtypes & SIEGE:
        return 0.5, "the siege is at its end"
    for phase in _PHASES.get(known.type, ()):
        begun = new.outcome in phase and known.subtypes.isdisjoint(phase)
        left = known.outcome in phase and new.subtypes.isdisjoint(phase)
        if begun or left:
            return -4.0, "another phase"
    return (0.5, "") if new.subtypes & known.subtypes else NOTHING


def _figures(new: Trace, known: Trace, _: World) -> Evidence:
    shared = {figure for figure in new.figures & known.figures if figure >= 3}
    if shared:
        return 2.0, "the same figure"
    if Cue.TOLL_STORY not in new.cues or not known.figures:
        return NOTHING
    told = known.standing.told or 0
    fewer = new.figures and _SURE_COUNT <= max(new.figures) < _FAR_FEWER * told
    if fewer and not new.cues & {Cue.LOWERED, Cue.RECALLED}:
        return -1.5, ""
    return 1.0, "it goes on counting"


_SURE_COUNT = 10
"""Smaller numbers are too easily misread to say that something else is counted."""
_FAR_FEWER = 0.3
"""A count below this share of the toll told last is of something else."""


def _victims(new: Trace, known: Trace, _: World) -> Evidence:
    apart = new.victims and known.victims and not new.victims & known.victims
    return (-1.5, "") if apart else NOTHING


_OF_A_SITE = frozenset(
    (
        EventType.EXPLOSION_REMOTE_VIOLENCE,
        EventType.VIOLENCE_AGAINST_CIVILIANS,
        EventType.DISASTER,
        EventType.ARREST_DETENTION,
        EventType.INFRASTRUCTURE_DISRUPTION,
        EventType.BATTLE,
    )
)


def _sites(new: Trace, known: Trace, _: World) -> Evidence:
    if known.type not in _OF_A_SITE or not new.sites or not known.sites:
        return NOTHING
    return (1.5, "the same sort of target") if new.sites & known.sites else (-1.0, "")


EVIDENCE: tuple[Callable[[Trace, Trace, World], Evidence], ...] = (
    by_kind,
    by_place,
    by_sides,
    by_time,
    by_sequence,
    _phase,
    by_mention,
    _figures,
    _victims,
    _sites,
)
