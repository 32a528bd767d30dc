"""Opening: which claims that fit no known event are told as a happening of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.correlation.cues import Cue
from bot.correlation.facts import Facts
from bot.domain.claims import EventType
from bot.domain.developments import Change, Decision

OLD_NEWS = timedelta(days=7)
"""A happening first heard of so long after its day is no news but background."""
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


def open_event(told: Sequence[Facts], positions: tuple[int, ...]) -> Decision:
    """Decide whether claims that fit no known event open one, and whether it rings."""
    if all(map(_is_past, told)):
        return Decision(None, Change.BACKGROUND, "it is recalled, and nothing is known of it", positions)
    if all(facts.subtype in _OF_SOMETHING for facts in told):
        return Decision(None, Change.BACKGROUND, "it ends or denies what is not known", positions)
    if all(facts.type is EventType.STATEMENT for facts in told):
        return Decision(None, Change.BACKGROUND, "words by themselves ring for nobody", positions, keep=True)
    if all(facts.borrowed or not facts.where.known for facts in told) and not any(map(_stands_alone, told)):
        return Decision(None, Change.BACKGROUND, "it says too little to be a happening of its own", positions)
    return Decision(None, Change.NEW, "nothing like it is known", positions)


def one_per_sentence(opened: Sequence[tuple[Decision, tuple[Facts, ...]]]) -> list[Decision]:
    """Let each sentence open one event, but for happenings at a place of their own.

    The rest of the sentence ("…, cutting off the road") goes into the event of what it tells first.
    """
    kept: list[tuple[Decision, tuple[Facts, ...]]] = []
    for decision, told in opened:
        home = next(
            (number for number, other in enumerate(kept) if _on_the_way(decision, told, *other)), None
        )
        if home is None:
            kept.append((decision, told))
            continue
        first, first_told = kept[home]
        positions = tuple(sorted(first.positions + decision.positions))
        kept[home] = (replace(first, positions=positions), first_told + told)
    return [decision for decision, _ in kept]


def _on_the_way(
    decision: Decision, told: Sequence[Facts], first: Decision, first_told: Sequence[Facts]
) -> bool:
    if decision.change is not Change.NEW or first.change is not Change.NEW:
        return False
    if not {facts.quote for facts in told} & {facts.quote for facts in first_told}:
        return False
    here = frozenset[str]().union(*(facts.where.at for facts in first_told))
    there = frozenset[str]().union(*(facts.where.at for facts in told))
    return there <= here or all(facts.borrowed or facts.type in _WEAK for facts in told)


_OF_SOMETHING = frozenset(("denied", "truce_broken", "power_restored", "road_reopened"))
"""Outcomes that tell of something else: without it there is nothing to tell."""


def _stands_alone(facts: Facts) -> bool:
    """Whether a claim that names no place of its own says enough to be told as a happening."""
    if facts.type in _PLACELESS:
        return bool(facts.who.all)
    if facts.type in _WEAK:
        return False
    return (facts.borrowed and facts.type is not EventType.BATTLE) or bool(
        facts.who.doers and facts.who.harmed
    )


def _is_past(facts: Facts) -> bool:
    if Cue.HISTORY in facts.cues:
        return True
    return facts.firm_day and facts.said_on - facts.day > OLD_NEWS
