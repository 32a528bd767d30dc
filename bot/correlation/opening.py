"""Opening: which claims that fit no known event are told as a happening of their own."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.correlation.changes import breaks
from bot.correlation.cues import Cue
from bot.correlation.facts import Facts
from bot.correlation.kinds import VIOLENT
from bot.domain.claims import EventType, Status
from bot.domain.developments import Change, Decision

OLD_NEWS = timedelta(days=7)
"""A happening first heard of so long after its day is no news but background."""
_MANY = 10
"""So many dead are news even where nobody says in which place."""
_PLACELESS = frozenset((EventType.AGREEMENT_CEASEFIRE, EventType.ARREST_DETENTION))
"""Types that are told of parties as much as of a place."""
_WEAK = frozenset(
    (
        EventType.TROOP_MOVEMENT,
        EventType.OTHER,
        EventType.HUMANITARIAN,
        EventType.INFRASTRUCTURE_DISRUPTION,
        EventType.STATEMENT,
    )
)
"""Types that sentences mention on the way while they tell of something else."""


def open_event(
    told: Sequence[Facts], positions: tuple[int, ...], others: Iterable[Sequence[Facts]]
) -> Decision:
    """Decide whether claims that fit no known event open one, and whether it rings; `others` are told beside them."""
    if all(map(_is_past, told)):
        return Decision(None, Change.BACKGROUND, "it is recalled, and nothing is known of it", positions)
    if all(facts.subtype in _OF_SOMETHING or breaks(facts) for facts in told):
        return Decision(None, Change.BACKGROUND, "it ends or denies what is not known", positions)
    if all(facts.type is EventType.STATEMENT for facts in told):
        return Decision(None, Change.BACKGROUND, "words by themselves ring for nobody", positions, keep=True)
    if all(map(has_no_place, told)) and not any(map(_stands_alone, told)):
        return Decision(None, Change.BACKGROUND, "it says too little to be a happening of its own", positions)
    if on_the_way(told, others):
        return Decision(None, Change.BACKGROUND, "it is mentioned on the way", positions)
    return Decision(None, Change.NEW, "nothing like it is known", positions)


def weight(told: Sequence[Facts]) -> int:
    """Return how much claims have to say: tolls most, then types that are news by themselves; least without a place."""
    if all(map(has_no_place, told)):
        return -1
    counts = any(facts.toll for facts in told)
    strong = any(facts.type in _STRONG and not _is_light(facts) for facts in told)
    return 4 * counts + 2 * strong + any(facts.has_party for facts in told)


def told_with(told: Sequence[Facts], others: Sequence[Sequence[Facts]]) -> int | None:
    """Return which of the others a toll without a place belongs to ("Around 30 were killed in the battles"), if any."""
    if not all(facts.toll and facts.type in VIOLENT and has_no_place(facts) for facts in told):
        return None
    for number in reversed(range(len(others))):
        if any(facts.type in VIOLENT or facts.type in _OF_WAR for facts in others[number]):
            return number
    return None


def breach_in_deed(told: Sequence[Facts], others: Iterable[Sequence[Facts]]) -> bool:
    """Whether "in violation of the truce" only says of a strike in the same sentence that it breaks a truce."""
    if not all(facts.subtype == "truce_broken" for facts in told):
        return False
    if any(Cue.MUTUAL in facts.cues for facts in told):
        return False
    quotes = {facts.quote for facts in told}
    deeds = {
        facts.quote for other in others for facts in other if facts.type in VIOLENT or facts.type in _OF_WAR
    }
    return bool(quotes & deeds)


def on_the_way(told: Sequence[Facts], others: Iterable[Sequence[Facts]]) -> bool:
    """Whether a sentence mentions it only while it tells of something else ("…, cutting off the road").

    Such claims name no place of their own, come later in the sentence than what it tells (unless that counts dead), and
    count nobody or are of a type that does not stand for itself.
    """
    if any(not _is_light(facts) or (facts.toll and facts.type not in _WEAK) for facts in told):
        return False
    quotes = {facts.quote for facts in told}
    there = frozenset[str]().union(*(facts.where.at for facts in told if not facts.borrowed))
    for other in others:
        here = frozenset[str]().union(*(facts.where.at | facts.where.above for facts in other))
        later = told[0].position > other[0].position or any(facts.toll for facts in other)
        later = later or not any(facts.has_party for facts in told)
        if not quotes & {facts.quote for facts in other}:
            continue
        if _moves_to_strike(told, other) or (later and there <= here):
            return True
    return False


def _moves_to_strike(told: Sequence[Facts], other: Sequence[Facts]) -> bool:
    """Whether it is the way to a strike that the sentence tells ("crossed the line and bombed")."""
    moves = all(facts.type is EventType.TROOP_MOVEMENT and facts.subtype != "withdrew" for facts in told)
    doers = frozenset[str]().union(*(facts.who.doers for facts in told))
    return moves and any(facts.type in VIOLENT and facts.who.doers & doers for facts in other)


def _is_light(facts: Facts) -> bool:
    """Whether it is no news where the sentence is about something else."""
    if facts.subtype in _LIGHT:
        return True
    if facts.type is EventType.PROTEST_RIOT:
        return not facts.has_party and facts.subtype == "riot"
    return facts.type in _WEAK or facts.type is EventType.BATTLE


_STRONG = frozenset(
    (
        EventType.TERRITORY_CHANGE,
        EventType.ARREST_DETENTION,
        EventType.PROTEST_RIOT,
        EventType.AGREEMENT_CEASEFIRE,
        EventType.DISASTER,
    )
)
_LIGHT = frozenset(("prisoner_swap", "agreement", "talks", "released"))
"""Outcomes of other types that are no news beside another."""
_OF_WAR = frozenset((EventType.TERRITORY_CHANGE, EventType.TROOP_MOVEMENT))
_OF_SOMETHING = frozenset(("denied", "truce_broken", "power_restored", "road_reopened"))
"""Outcomes that tell of something else: without it there is nothing to tell."""


def has_no_place(facts: Facts) -> bool:
    """Whether a claim names no place of its own."""
    return facts.borrowed or not facts.where.known


def _stands_alone(facts: Facts) -> bool:
    """Whether a claim that names no place of its own says enough to be told as a happening."""
    if facts.type in _PLACELESS:
        return bool(facts.who.all) or facts.status is Status.DECLARED
    if facts.toll and facts.toll >= _MANY:
        return True
    if facts.type in _WEAK:
        return False
    return (facts.borrowed and facts.type is not EventType.BATTLE) or bool(
        facts.who.doers and facts.who.harmed
    )


def _is_past(facts: Facts) -> bool:
    if Cue.HISTORY in facts.cues:
        return True
    return facts.firm_day and facts.said_on - facts.day > OLD_NEWS
