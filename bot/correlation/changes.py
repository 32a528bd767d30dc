"""Changes: what one claim changes in an event it belongs to, with the named reason.

The rules are asked in the order of precedence; the first that fits decides. Each returns its reason or nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.correlation.cues import Cue
from bot.correlation.facts import Facts
from bot.correlation.kinds import VIOLENT
from bot.correlation.tracing import added, begin
from bot.domain.claims import Basis, EventType, Status
from bot.domain.developments import Change
from bot.domain.traces import Standing, Trace

TOLL_RISE = 0.2
"""A toll is news when it rises by this share over the figure that was told last …"""
TOLL_STEP = 2
"""… and by at least so many people; a first figure always is."""
TOLL_FALL = 0.1
"""A lower figure is a correction when it falls by at least this share and says so."""
STALE_DAYS = 4
"""A mention of a day so long past, of which there has been word since, only recalls it …"""
FORGOTTEN_DAYS = 30
"""… and so does any mention after so long a silence, unless it counts, denies, admits or verifies."""

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


def _looks_back(trace: Trace, facts: Facts) -> str | None:
    if facts.denies or facts.toll or facts.cues & _NEWS_OF_OLD:
        return None
    if Cue.HISTORY in facts.cues:
        return "it looks back on it"
    if (
        facts.firm_day
        and facts.day < trace.last_said
        and facts.said_on - facts.day >= timedelta(days=STALE_DAYS)
    ):
        return "it tells of a day long past"
    if facts.said_on - trace.last_said >= timedelta(days=FORGOTTEN_DAYS):
        return "it recalls what was told long ago"
    return None


_NEWS_OF_OLD = frozenset(
    (Cue.IN_FORCE, Cue.LOWERED, Cue.ADMITTED, Cue.VERIFIED, Cue.DENIAL, Cue.FREED, Cue.ENDED)
)
"""Cues of sentences that bring something new about an old happening."""


def _ends(trace: Trace, facts: Facts) -> str | None:
    if trace.standing.over:
        return None
    if trace.type is EventType.AGREEMENT_CEASEFIRE:
        return "the agreement is broken" if breaks(facts) else None
    if Cue.FREED in facts.cues and "abducted" in trace.subtypes and trace.first_said < facts.said_on:
        return "the captives are free"
    if Cue.ENDED in facts.cues and trace.type in _CAN_END:
        return "it has ended"
    return None


_CAN_END = frozenset(
    (
        EventType.BATTLE,
        EventType.TROOP_MOVEMENT,
        EventType.PROTEST_RIOT,
        EventType.INFRASTRUCTURE_DISRUPTION,
        EventType.DISASTER,
        EventType.HUMANITARIAN,
        EventType.ARREST_DETENTION,
        EventType.VIOLENCE_AGAINST_CIVILIANS,
    )
)


def _denies(trace: Trace, facts: Facts) -> str | None:
    if not (facts.denies or facts.disputed) or _takes_back(trace, facts):
        return None
    voice = facts.said_by or frozenset(("",))
    if trace.standing.denied_by and (voice & trace.standing.denied_by or "" in voice):
        return None
    return "a party denies it"


def _takes_back(trace: Trace, facts: Facts) -> bool:
    """Whether a side says of its own gain that it is not complete, rather than the other side that it is untrue."""
    if trace.type is not EventType.TERRITORY_CHANGE:
        return False
    if Cue.INCOMPLETE in facts.cues:
        return True
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
    if trace.type is EventType.AGREEMENT_CEASEFIRE and Cue.IN_FORCE in facts.cues:
        return "the agreement is in force"
    return None


def _by_somebody_of_rank(trace: Trace, facts: Facts) -> str | None:
    named = level_of(facts) >= 2 and facts.basis is not Basis.FLAT
    if named and trace.standing.level < 2 and not _counts_more(trace, facts):
        return "an official or a party to it now says so"
    return None


def _said_again_after_doubt(trace: Trace, facts: Facts) -> str | None:
    standing = trace.standing
    taken_back = standing.corrected and trace.type is EventType.TERRITORY_CHANGE
    contested = taken_back or (standing.denied_by and standing.level < 3)
    doubted = bool(contested) and not standing.formal
    if doubted and Cue.ADMITTED in facts.cues and standing.denied_by:
        return "it is admitted after all"
    return "a higher authority says so again" if doubted and _of_rank(facts) else None


def _owned(trace: Trace, facts: Facts) -> str | None:
    if Cue.RESPONSIBILITY in facts.cues and not trace.standing.responsibility:
        return "somebody says that he did it"
    return None


_FIRMER: tuple[Rule, ...] = (_beyond_its_maker, _by_somebody_of_rank, _said_again_after_doubt, _owned)


def _hurts_the_speaker(trace: Trace, facts: Facts) -> bool:
    admits = Cue.ADMITTED in facts.cues
    if not (facts.said_by or admits) or facts.status not in {Status.DECLARED, Status.CONFIRMED}:
        return bool(facts.said_by and trace.who.harmed & facts.said_by and _of_control(trace))
    if _of_control(trace):
        lost = bool(facts.said_by & ((trace.who.harmed | facts.who.harmed) - trace.who.doers))
        return lost or (Cue.ADMITTED in facts.cues and not facts.said_by & trace.who.doers)
    owns_up = bool(facts.said_by & trace.who.doers) or bool(trace.standing.denied_by & facts.said_by)
    owns_up = owns_up or bool(facts.who.doers & trace.who.doers)
    return Cue.ADMITTED in facts.cues and (owns_up or trace.type not in VIOLENT)


def _of_control(trace: Trace) -> bool:
    return trace.type is EventType.TERRITORY_CHANGE or "withdrew" in trace.subtypes


def _counts_more(trace: Trace, facts: Facts) -> bool:
    if trace.type not in VIOLENT and trace.type not in {EventType.HUMANITARIAN, EventType.PROTEST_RIOT}:
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
    denies = facts.disputed or change is Change.DENIED or (facts.denies and change is Change.REPEAT)
    admits = change in {Change.NEW, Change.FIRMER} and (
        _hurts_the_speaker(trace, facts) or (change is Change.FIRMER and Cue.ADMITTED in facts.cues)
    )
    beyond = admits or (change is Change.FIRMER and _beyond_its_maker(trace, facts) is not None)
    beyond = beyond or (change is Change.NEW and level_of(facts) == 3)  # told so once is told so
    return Standing(
        level=3 if beyond else max(before.level, min(level_of(facts), 2)),
        told=shown,
        denied_by=before.denied_by | (facts.said_by or frozenset(("",))) if denies else before.denied_by,
        corrected=change is Change.CORRECTED or (before.corrected and not reasserted),
        over=before.over or change is Change.OVER or (change is Change.NEW and Cue.BROKEN in facts.cues),
        formal=(before.formal and change is not Change.CORRECTED)
        or (Cue.HEAD_OF_GOVERNMENT in facts.cues and _of_rank(facts)),
        responsibility=before.responsibility or Cue.RESPONSIBILITY in facts.cues,
    )


def breaks(facts: Facts) -> bool:
    """Whether a claim tells of an agreement that it is broken or has run out, and not that it is made."""
    if facts.type is not EventType.AGREEMENT_CEASEFIRE:
        return False
    return facts.subtype == "truce_broken" or (Cue.BROKEN in facts.cues and Cue.AGREED not in facts.cues)


def _of_rank(facts: Facts) -> bool:
    """Whether a head of government says so, or somebody formally."""
    if Cue.FORMAL in facts.cues:
        return facts.status in {Status.DECLARED, Status.CONFIRMED}
    return Cue.HEAD_OF_GOVERNMENT in facts.cues and facts.status is Status.DECLARED
