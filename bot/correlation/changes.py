"""Changes: what one claim changes in an event it belongs to, with the named reason.

The rules are asked in the order of precedence; the first that fits decides. Each returns its reason or nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.correlation.cues import Cue
from bot.correlation.facts import Facts
from bot.correlation.kinds import VIOLENT, Kind
from bot.correlation.trace import Standing, Trace, added, begin
from bot.domain.claims import Basis, Status
from bot.domain.developments import Change

TOLL_RISE = 0.2
"""A toll is news when it rises by this share over the figure that was told last …"""
TOLL_STEP = 2
"""… and by at least so many people; a first figure always is."""
TOLL_FALL = 0.1
"""A lower figure is a correction when it falls by at least this share and says so."""
STALE_DAYS = 10
"""A flat mention so long after the last word on an event only recalls it."""

Rule = Callable[[Trace, Facts], str | None]


_TOLD = frozenset((Change.NEW, Change.FIRMER, Change.TOLL_UP, Change.CORRECTED, Change.DENIED, Change.OVER))
"""Changes that reach a follower, so that the toll at that moment counts as told."""


def told(trace: Trace | None, facts: Facts) -> tuple[Change, str, Trace]:
    """Tell one more claim of a happening: what it changes, why, and what is known from then on."""
    if trace is None:
        first = begin(facts)
        return (
            Change.NEW,
            "nothing like it is known",
            replace(first, standing=_stand(first, facts, Change.NEW)),
        )
    change, reason = change_of(trace, facts)
    if change is Change.BACKGROUND:
        return change, reason, trace
    return change, reason, replace(added(trace, facts), standing=_stand(trace, facts, change))


def change_of(trace: Trace, facts: Facts) -> tuple[Change, str]:
    """Return what a claim changes in the event that `trace` stands for, and why."""
    for change, rule in _RULES:
        reason = rule(trace, facts)
        if reason:
            return change, reason
    return Change.REPEAT, "it tells nothing that was not told before"


def _looks_back(_: Trace, facts: Facts) -> str | None:
    if Cue.HISTORY in facts.cues and not (facts.denies or _lowers(facts)):
        return "it looks back on it"
    if (
        facts.firm_day
        and facts.said_on - facts.day > timedelta(days=STALE_DAYS)
        and not facts.toll
        and not facts.denies
    ):
        return "it tells of a day long past"
    return None


def _ends(trace: Trace, facts: Facts) -> str | None:
    if trace.standing.over:
        return None
    if trace.kind is Kind.DEAL:
        return "the agreement is broken" if Cue.BROKEN in facts.cues else None
    if Cue.ENDED in facts.cues and trace.kind in _CAN_END and trace.first_said < facts.said_on:
        return "it has ended"
    return None


_CAN_END = frozenset(
    (Kind.FIGHT, Kind.MOVE, Kind.UNREST, Kind.SERVICE, Kind.DISASTER, Kind.NEED, Kind.HELD, Kind.HARM)
)


def _denies(trace: Trace, facts: Facts) -> str | None:
    if not facts.denies or _takes_back(trace, facts):
        return None
    voice = facts.said_by or frozenset(("",))
    if trace.standing.denied_by and (voice & trace.standing.denied_by or "" in voice):
        return None
    return "a party denies it"


def _takes_back(trace: Trace, facts: Facts) -> bool:
    """Whether a side says of its own gain that it is not complete, rather than the other side that it is untrue."""
    if trace.kind is not Kind.CONTROL:
        return False
    if Cue.INCOMPLETE in facts.cues:
        return facts.denies or facts.kind is Kind.CONTROL
    return facts.denies and bool(facts.said_by & trace.who.doers)


def _corrects(trace: Trace, facts: Facts) -> str | None:
    if _takes_back(trace, facts):
        return None if trace.standing.corrected else "part of it is taken back"
    told = trace.standing.told
    if told is None or facts.toll is None or facts.vague_toll or facts.toll > told * (1 - TOLL_FALL):
        return None
    if Cue.RECALLED in facts.cues and Cue.LOWERED not in facts.cues:
        return None
    if Cue.LOWERED in facts.cues:
        return "the toll is revised down"
    official = facts.status is Status.DECLARED and facts.toll <= told * (1 - TOLL_RISE)
    later = trace.last_said < facts.said_on and told - facts.toll >= TOLL_STEP
    return "an official count is lower" if official and later and facts.toll >= 10 else None


def _lowers(facts: Facts) -> bool:
    return Cue.LOWERED in facts.cues and facts.toll is not None


def _firms(trace: Trace, facts: Facts) -> str | None:
    if facts.denies:
        return None
    return next((reason for rule in _FIRMER if (reason := rule(trace, facts))), None)


def _beyond_its_maker(trace: Trace, facts: Facts) -> str | None:
    if trace.standing.level >= 3:
        return None
    if _hurts_the_speaker(trace, facts):
        return "the side that it hurts admits it"
    if level_of(facts) == 3 and not facts.said_by & trace.who.doers:
        return "somebody who did not make the claim confirms it"
    if trace.kind is Kind.DEAL and Cue.IN_FORCE in facts.cues:
        return "the agreement is in force"
    return None


def _by_somebody_of_rank(trace: Trace, facts: Facts) -> str | None:
    named = level_of(facts) >= 2 and facts.basis is not Basis.FLAT
    if named and trace.standing.level < 2 and not _counts_more(trace, facts):
        return "an official or a party to it now says so"
    return None


def _said_again_after_doubt(trace: Trace, facts: Facts) -> str | None:
    standing = trace.standing
    doubted = bool(standing.corrected or standing.denied_by) and not standing.formal
    if not doubted or facts.status is not Status.DECLARED:
        return None
    if facts.cues & {Cue.HEAD_OF_GOVERNMENT, Cue.FORMAL}:
        return "a higher authority says so again"
    return "it is admitted after all" if Cue.ADMITTED in facts.cues else None


def _owned(trace: Trace, facts: Facts) -> str | None:
    if Cue.RESPONSIBILITY in facts.cues and not trace.standing.responsibility:
        return "somebody says that he did it"
    return None


_FIRMER: tuple[Rule, ...] = (_beyond_its_maker, _by_somebody_of_rank, _said_again_after_doubt, _owned)


def _hurts_the_speaker(trace: Trace, facts: Facts) -> bool:
    if not facts.said_by or facts.status not in {Status.DECLARED, Status.CONFIRMED}:
        return False
    if trace.kind is Kind.CONTROL:
        return bool(facts.said_by & (trace.who.harmed - trace.who.doers))
    owns_up = bool(facts.said_by & trace.who.doers) or bool(trace.standing.denied_by & facts.said_by)
    return Cue.ADMITTED in facts.cues and (owns_up or trace.kind not in VIOLENT)


def _counts_more(trace: Trace, facts: Facts) -> bool:
    if trace.kind not in VIOLENT and trace.kind not in {Kind.NEED, Kind.UNREST}:
        return False
    told, toll = trace.standing.told, facts.toll
    if toll is None:
        return False
    return told is None or (toll - told >= TOLL_STEP and toll >= told * (1 + TOLL_RISE))


def _raises(trace: Trace, facts: Facts) -> str | None:
    told, toll = trace.standing.told, facts.toll
    if toll is None or facts.denies:
        return None
    if Cue.LOWERED in facts.cues or (Cue.RECALLED in facts.cues and told):
        return None
    if told is None:
        return "it is the first count of the dead"
    if toll - told >= TOLL_STEP and toll >= told * (1 + TOLL_RISE):
        return "the toll has risen by a fifth or more"
    return None


_RULES: tuple[tuple[Change, Rule], ...] = (
    (Change.BACKGROUND, _looks_back),
    (Change.OVER, _ends),
    (Change.DENIED, _denies),
    (Change.CORRECTED, _corrects),
    (Change.FIRMER, _firms),
    (Change.TOLL_UP, _raises),
)


def level_of(facts: Facts) -> int:
    """Return how surely one claim tells: 0 alleged, 1 reported by others, 2 flatly or officially, 3 beyond its maker.

    The third is an admission by the side that it hurts, or "confirmed by" somebody who did not make the claim.
    """
    if facts.denies or facts.status is Status.CLAIMED:
        return 0
    if facts.status is Status.REPORTED:
        return 1
    if facts.status is Status.CONFIRMED and facts.basis is not Basis.FLAT:
        return 3
    return 2


def _stand(trace: Trace, facts: Facts, change: Change) -> Standing:
    """Return where the story stands after one more claim, `trace` being what was known before."""
    before = trace.standing
    shown = before.told
    lower = bool(shown and facts.toll and facts.toll < shown)
    if facts.toll and change in _TOLD and (change is Change.CORRECTED or not lower):
        shown = facts.toll
    reasserted = change is Change.FIRMER and facts.status in {Status.DECLARED, Status.CONFIRMED}
    denies = change is Change.DENIED or (facts.denies and change is Change.REPEAT)
    beyond = change is Change.FIRMER and _beyond_its_maker(trace, facts) is not None
    return Standing(
        level=3 if beyond else max(before.level, min(level_of(facts), 2)),
        told=shown,
        denied_by=before.denied_by | (facts.said_by or frozenset(("",))) if denies else before.denied_by,
        corrected=change is Change.CORRECTED or (before.corrected and not reasserted),
        over=before.over or change is Change.OVER,
        formal=(before.formal and change is not Change.CORRECTED) or _formal(facts),
        responsibility=before.responsibility or Cue.RESPONSIBILITY in facts.cues,
    )


def _formal(facts: Facts) -> bool:
    return facts.status is Status.DECLARED and Cue.HEAD_OF_GOVERNMENT in facts.cues
