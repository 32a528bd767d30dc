"""Parties of a sentence that no trigger's own words gave a part: joint doers, the other side, those only named."""

from bot.domain.actors import ActorKind
from bot.domain.claims import EventType, Role
from bot.extraction import tags
from bot.extraction.arguments import Analysis
from bot.extraction.context import BYSTANDERS, NOT_ARMED, Context, Here
from bot.extraction.drafts import VIOLENT, Draft
from bot.extraction.guards import HEDGED, REAL
from bot.extraction.mentions import ACTOR, Mention
from bot.extraction.sides import SIDED, same_side

_NAMING = SIDED | {EventType.ARREST_DETENTION}
"""Types whose claims name every party of their sentence."""
_GROUPS = frozenset({ActorKind.NON_STATE, ActorKind.GANG, ActorKind.MILITIA})
_HOLDING = frozenset(
    {"held", "controlled", "run", "ruled", "occupied", "dominated", "administered", "seized"}
)
_POSTS = frozenset(
    [
        "post",
        "posts",
        "base",
        "bases",
        "position",
        "positions",
        "vehicle",
        "vehicles",
        "convoy",
        "patrol",
        "patrols",
        "headquarters",
        "camp",
        "checkpoint",
        "barracks",
        "peacekeepers",
    ]
)
_JOINTLY = frozenset(
    {
        "along",
        "together",
        "jointly",
        "coordination",
        "collaboration",
        "cooperation",
        "conjunction",
        "association",
    }
)
_BESIDE = 10
"""Tokens between a party and the one that acts together with it."""
_WINGS = frozenset(
    {"faction", "wing", "affiliate", "offshoot", "branch", "splinter", "breakaway", "remnants"}
)
"""What a party is called by the one that it came from, which has no part itself."""
_SAYINGS = frozenset(
    {"claims", "claim", "reports", "report", "statements", "statement", "allegations", "accusations"}
)
_SUPPORT = frozenset(
    ["backed", "supported", "joined", "aided", "assisted", "led", "allied", "support", "help", "backing"]
)
_OFFICES = (
    "official",
    "officials",
    "minister",
    "ministry",
    "president",
    "authorities",
    "parliament",
    "cabinet",
)
_THERE = Here(None, None, violent=True)


def give_parts(analysis: Analysis, drafts: list[Draft], zones: list[int], context: Context) -> None:
    """A party of the sentence without a part yet: the other side where one is missing, else only named."""
    sides = [draft for draft in drafts if draft.type in _NAMING]
    sides = [draft for draft in sides if not draft.weak] or sides
    if not sides:
        return
    told = {actor.canonical for draft in sides for actor in draft.actors.values()}
    for mention in analysis.mentions.found:
        if (
            mention.kind != ACTOR
            or analysis.blocked[mention.first]
            or zones[mention.first] not in {REAL, HEDGED}
        ):
            continue
        if _only_holds(analysis, mention):
            continue
        known = context.world.actors.get(mention.ids[0]) if mention.ids else None
        hit = mention.last < analysis.sentence.size and analysis.sentence.lows[mention.last] in _POSTS
        hit = hit or _one_of_the_dead(analysis, mention, sides)
        if known is not None and known.kind in BYSTANDERS and not hit:
            continue
        draft = min(sides, key=lambda item: abs(item.trigger.first - mention.first))
        role = _joint_part(analysis, mention, draft)
        if role is None:
            role = Role.TARGET if hit else _missing_part(analysis, mention, draft, context)
        if role is Role.MENTIONED and _in_office(analysis, mention):
            continue
        actor = context.actor(mention, role, _THERE)
        if actor is not None and actor.canonical not in told:
            told.add(actor.canonical)
            draft.add_actor(actor)


def _one_of_the_dead(analysis: Analysis, mention: Mention, sides: list[Draft]) -> bool:
    """Read "killed eight aid workers, including one from the Red Cross": the body suffers as well."""
    at = mention.first - 1
    while (
        at > 0
        and analysis.sentence.flags[at] & tags.DETERMINER
        and not analysis.sentence.flags[at] & tags.NUMBER
    ):
        at -= 1
    counted = (
        at > 0
        and analysis.sentence.lows[at] in {"from", "with"}
        and analysis.sentence.flags[at - 1] & tags.NUMBER
    )
    return bool(counted) and any(draft.type in VIOLENT and draft.trigger.sense.harm for draft in sides)


def _in_office(analysis: Analysis, mention: Mention) -> bool:
    """Whether a party is named only by those who talk for it ("talks between Turkish and Russian officials")."""
    lows, at = analysis.sentence.lows, mention.last + 1
    joined = at < len(lows) and lows[at - 1] == "and" and analysis.mentions.at[at]
    named = joined or mention
    return named.surface.lower().endswith(_OFFICES)


def _joint_part(analysis: Analysis, mention: Mention, draft: Draft) -> Role | None:
    """Read "X together with Y", "X, alongside Y,", "X in coordination with Y": Y plays the part of X."""
    lows = analysis.sentence.lows
    behind = lows[mention.last : mention.last + 3]
    if "alongside" in behind or ("with" in behind and not _JOINTLY.isdisjoint(behind)):
        ahead = [(other, role) for other, role in draft.parties if 0 < other.first - mention.last < _BESIDE]
        if ahead:
            return min(ahead, key=lambda found: found[0].first)[1]
    before = lows[max(0, mention.first - 6) : mention.first]
    at = next(
        (place for place in range(len(before) - 1, -1, -1) if before[place] in {"with", "alongside"}), -1
    )
    if at < 0 or (before[at] == "with" and _JOINTLY.isdisjoint(before[max(0, at - 1) : at])):
        return None
    parties = [(other, role) for other, role in draft.parties if other.last < mention.first]
    near = max(parties, key=lambda found: found[0].last, default=None)
    return near[1] if near is not None and mention.first - near[0].last < _BESIDE else None


def _only_holds(analysis: Analysis, mention: Mention) -> bool:
    """Whether a party is named only as the holder of a place, or as another name of one ("also known as")."""
    lows, first = analysis.sentence.lows, mention.first
    named = analysis.mentions.at[first - 2] if first > 1 and lows[first - 1] == "(" else None
    first = named.first if named is not None else first  # "the X (Y)": what stands before X
    before = lows[max(0, first - 4) : first]
    if mention.last < len(lows) and lows[mention.last] in {"control", "territory", "stronghold", "rule"}:
        return True
    wing = len(before) > 1 and "of" in before and not _WINGS.isdisjoint(before)
    said = before[-1:] == ["by"] and len(before) > 1 and before[-2] in _SAYINGS
    accuses = mention.last < len(lows) and not analysis.lexicon.accusing.isdisjoint(
        lows[mention.last : mention.last + 3]
    )
    if accuses:
        return True
    return bool(("by" in before and not _HOLDING.isdisjoint(before)) or "known" in before or wing or said)


def _missing_part(analysis: Analysis, mention: Mention, draft: Draft, context: Context) -> Role:
    before = analysis.sentence.lows[max(0, mention.first - 4) : mention.first]
    actor = context.world.actors.get(mention.ids[0]) if mention.ids else None
    if draft.type is EventType.ARREST_DETENTION and actor is not None and actor.kind in _GROUPS:
        return Role.TARGET if draft.trigger.last <= mention.first else Role.MENTIONED
    if not _SUPPORT.isdisjoint(before) or actor is None or actor.kind in NOT_ARMED:
        return Role.MENTIONED
    sufferers = [other for other in draft.actors.values() if other.role is Role.TARGET and other.actor_id]
    if sufferers and not draft.has_role(Role.INITIATOR) and mention.last <= draft.trigger.first:
        foe = not any(same_side(actor.id, other.actor_id or "", context) for other in sufferers)
        return Role.INITIATOR if foe else Role.MENTIONED
    initiators = [other for other in draft.actors.values() if other.role is Role.INITIATOR and other.actor_id]
    if not initiators or draft.has_role(Role.TARGET):
        return Role.MENTIONED
    if any(same_side(actor.id, other.actor_id or "", context) for other in initiators):
        return Role.MENTIONED
    return Role.TARGET
