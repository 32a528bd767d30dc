"""What a sentence says about its claims away from their own words: the other side, who speaks of "us", who takes the blame.

Each rule looks at what the plain reading left unused; only a visit changes its type (see `_taken`), none changes a status.
"""

from bot.domain.actors import ActorKind
from bot.domain.claims import ActorRef, EventType, Role, Status, SubType
from bot.extraction import grammar, tags, unplaced
from bot.extraction.agents import carrying_verb
from bot.extraction.arguments import Analysis
from bot.extraction.context import BYSTANDERS, Context, Here
from bot.extraction.drafts import VIOLENT, Draft
from bot.extraction.frames import Frame
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention
from bot.extraction.sides import SIDED, same_side
from bot.extraction.whereabouts import is_country, place_ref

_CHIEFS = frozenset({"commanders", "leaders", "chiefs", "members", "comrades", "number", "ranks"})
_PARTISANS = frozenset({ActorKind.NON_STATE, ActorKind.POPULATION, ActorKind.PERSON, ActorKind.NGO})
"""Kinds of parties that take to the streets rather than answer protests."""
_ON_THE_SPOT = frozenset({"witness", "medic", "unnamed", "person"})
"""Speakers who tell of the place in which they are ("activists in Palmyra said")."""
_TAKEN = frozenset({"liberated", "recaptured", "retaken"})
_THERE = Here(None, None, violent=True)
_LOSSES = frozenset({SubType.WITHDREW, SubType.LOST, SubType.SURRENDERED})
_OURS = frozenset(["we", "our", "us", "its", "their", "they", "it", "his"])
_OWN_MEN = frozenset(
    [
        "forces",
        "troops",
        "fighters",
        "soldiers",
        "positions",
        "units",
        "men",
        "members",
        "servicemen",
        "militants",
        "posts",
        "convoy",
    ]
)


def complete(
    analysis: Analysis, drafts: list[Draft], frames: list[Frame], zones: list[int], context: Context
) -> None:
    """Add to the drafts of a sentence what its other words say about them."""
    drafts[:] = [draft for draft in drafts if not _only_arrives(draft, context) or _taken(analysis, draft)]
    for draft in drafts:
        _ours(analysis, draft, frames, context)
        _ours_hit(analysis, draft, frames, context)
        _shot_down_by(draft, frames, context)
    _theirs(analysis, drafts)
    _responsible(analysis, drafts, context)
    unplaced.give_parts(analysis, drafts, zones, context)
    _protesters(analysis, drafts, context)
    _fixed_parts(drafts, context)
    for draft in drafts:
        _own_success(draft, context)
    _seat_of_speaker(analysis, drafts, frames, context)


def _only_arrives(draft: Draft, context: Context) -> bool:
    """Whether those who "arrived in" or "reached" a place are no force: officials, aid workers, refugees."""
    if draft.rule != "place entered or reached" or draft.type is not EventType.TROOP_MOVEMENT:
        return False
    doers = [actor for actor in draft.actors.values() if actor.role is Role.INITIATOR]
    known = [context.world.actors.get(actor.actor_id) for actor in doers if actor.actor_id]
    return (
        bool(known)
        and len(known) == len(doers)
        and all(a is not None and a.kind in BYSTANDERS | {ActorKind.GOVERNMENT} for a in known)
    )


def _taken(analysis: Analysis, draft: Draft) -> bool:
    """Read "arrived in the liberated city of Mosul": who visits says that it was taken."""
    behind = analysis.sentence.lows[draft.trigger.last : draft.trigger.last + 3]
    if _TAKEN.isdisjoint(behind):
        return False
    draft.type, draft.subtype = EventType.TERRITORY_CHANGE, SubType.RECAPTURED
    return True


def _ours(analysis: Analysis, draft: Draft, frames: list[Frame], context: Context) -> None:
    """Read "We lost control", "our units are advancing", "their forces had withdrawn": the speaker's own side."""
    trigger = draft.trigger
    if draft.type not in SIDED or trigger.passive:
        return
    role, before = _subject_of(analysis, draft)
    if (
        role is None
        or _OURS.isdisjoint(before)
        or any(actor.role is role and not actor.generic for actor in draft.actors.values())
    ):
        return
    for frame in frames:
        if frame.scope[0] <= trigger.first < frame.scope[1] and frame.speaker is not None:
            draft.add_actor(_side_of(frame, context, role))
            return


def _subject_of(analysis: Analysis, draft: Draft) -> tuple[Role | None, list[str]]:
    """The part that the subject of a deed plays, and its words; of a noun, the subject of the verb that carries it."""
    trigger, parts = draft.trigger, {"initiator": Role.INITIATOR, "target": Role.TARGET}
    if trigger.group is not None:
        return parts.get(trigger.sense.subject), _own_subject(analysis, trigger.group.start)
    verb = carrying_verb(analysis, trigger)
    if verb < 0:
        return None, []
    role = parts.get(analysis.lexicon.light_verbs.get(analysis.sentence.lows[verb], ""))
    return role, _own_subject(analysis, grammar.verb_group(analysis.sentence, verb).start)


def _own_subject(analysis: Analysis, end: int) -> list[str]:
    """The words of the subject that ends before a verb group."""
    flags, lows = analysis.sentence.flags, analysis.sentence.lows
    at = end
    while at and end - at < 5 and not flags[at - 1] & (tags.STOP | tags.CONJUNCTION | tags.PAST):
        at -= 1
    return lows[at:end]


def _ours_hit(analysis: Analysis, draft: Draft, frames: list[Frame], context: Context) -> None:
    """Read "attacked their forces", "killing two of its fighters" in a side's own words: that side suffers."""
    trigger = draft.trigger
    if draft.type not in SIDED or any(a.role is Role.TARGET and not a.generic for a in draft.actors.values()):
        return
    lows = analysis.sentence.lows
    behind = range(trigger.last, min(len(lows) - 1, trigger.last + 8))
    own = any(lows[at] in {"our", "their", "its"} and lows[at + 1] in _OWN_MEN for at in behind)
    if not own:
        return
    for frame in frames:
        if frame.scope[0] <= trigger.first < frame.scope[1] and frame.speaker is not None:
            draft.add_actor(_side_of(frame, context, Role.TARGET))
            return


def _shot_down_by(draft: Draft, frames: list[Frame], context: Context) -> None:
    """Read "Armenia said that two Azerbaijani helicopters were shot down": the other side in its own account did it."""
    if draft.subtype is not SubType.INTERCEPTED or draft.has_role(Role.INITIATOR):
        return
    for frame in frames:
        if frame.scope[0] <= draft.trigger.first < frame.scope[1] and frame.speaker is not None:
            side = _side_of(frame, context, Role.INITIATOR)
            hit = [actor.actor_id or "" for actor in draft.actors.values() if actor.role is Role.TARGET]
            if side is not None and not any(same_side(side.actor_id or "", key, context) for key in hit):
                draft.add_actor(side)
            return


def _theirs(analysis: Analysis, drafts: list[Draft]) -> None:
    """Read "raided hideouts of X, arresting three of their commanders": those whom the deed before hit suffer again."""
    lows, hit = analysis.sentence.lows, None
    for draft in drafts:
        named = [actor for actor in draft.actors.values() if actor.role is Role.TARGET and not actor.generic]
        behind = range(draft.trigger.last, min(len(lows) - 1, draft.trigger.last + 6))
        theirs = any(lows[at] in {"their", "its"} and lows[at + 1] in _OWN_MEN | _CHIEFS for at in behind)
        if theirs and not named and hit is not None and draft.type in SIDED | {EventType.ARREST_DETENTION}:
            draft.add_actor(hit)
        hit = named[0] if len(named) == 1 else hit


def _side_of(frame: Frame, context: Context, role: Role) -> ActorRef | None:
    """The armed side that a speaker speaks for, in the part that the words give it."""
    actor = context.side_of(frame.speaker) if frame.speaker is not None else None
    return ActorRef(frame.speaker.text, role, actor.name, actor.id) if actor and frame.speaker else None


def _responsible(analysis: Analysis, drafts: list[Draft], context: Context) -> None:
    """Read "X claimed responsibility for …", "… claimed by X": X did it; who says so stays as it is."""
    for mention in claimants(analysis):
        for draft in drafts:
            if draft.type in VIOLENT:
                draft.add_actor(context.actor(mention, Role.INITIATOR, _THERE))


def claimants(analysis: Analysis) -> list[Mention]:
    """Name those who take a deed upon themselves: "X claimed responsibility", "… was claimed by X"."""
    sentence, claiming = analysis.sentence, []
    for place, low in enumerate(sentence.lows):
        found: list[Mention] = []
        if low == "responsibility" and place and sentence.lows[place - 1].startswith("claim"):
            found = analysis.subject(place - 1)[0] or _just_before(analysis, place - 1)
        elif low in {"claimed", "claims"} and any(
            at in analysis.events for at in range(place + 1, place + 4)
        ):
            found = [m for m in analysis.subject(place)[0] if m.kind == ACTOR]
        elif low == "claimed" and sentence.next_to(place + 1, "by") and place + 2 < sentence.size:
            found = [m for m in analysis.mentions.found if place + 2 <= m.first <= place + 5]
        if not _denies(analysis, place):
            claiming += [mention for mention in found if mention.kind != PLACE]
    return claiming


def _just_before(analysis: Analysis, verb: int) -> list[Mention]:
    """The party that ends right before a verb and its auxiliaries."""
    near = (analysis.mentions.at[at] for at in range(verb - 1, max(-1, verb - 4), -1))
    return [mention for mention in near if mention is not None][:1]


def _denies(analysis: Analysis, place: int) -> bool:
    lows = analysis.sentence.lows
    return any(low in {"no", "nobody", "not", "denied", "yet"} for low in lows[max(0, place - 8) : place])


def _own_success(draft: Draft, context: Context) -> None:
    """A side that confirms its own success only declares it; what the other side or a third one confirms is confirmed."""
    found = draft.assertion
    if found.status is not Status.CONFIRMED or found.speaker is None or draft.subtype in _LOSSES:
        return
    actors = context.world.actors
    own = {
        above
        for mention in found.speaker.actors
        for key in mention.ids[:1]
        for above in actors.ancestors(actors.speaks_for(key) or key)
    }
    doers = (
        actor.actor_id for actor in draft.actors.values() if actor.role is Role.INITIATOR and actor.actor_id
    )
    if any(not own.isdisjoint(actors.ancestors(doer)) for doer in doers):
        draft.assertion = found._replace(status=Status.DECLARED)


def _protesters(analysis: Analysis, drafts: list[Draft], context: Context) -> None:
    """Protesters act in every protest of their sentence, though other words govern them ("to disperse protesters")."""
    for mention in analysis.mentions.found:
        if mention.kind == PARTY and mention.party is not None and mention.party.canonical == "Protesters":
            for draft in drafts:
                if draft.type is EventType.PROTEST_RIOT and not draft.has_role(Role.INITIATOR):
                    draft.add_actor(context.actor(mention, Role.INITIATOR, _THERE))


def _fixed_parts(drafts: list[Draft], context: Context) -> None:
    """Protesters act and the state answers, whoever is the subject; all sides of an agreement act."""
    for draft in drafts:
        if draft.type is EventType.PROTEST_RIOT and not draft.tolls("killed"):
            for key, actor in list(draft.actors.items()):
                known = context.world.actors.get(actor.actor_id) if actor.actor_id else None
                people = actor.canonical in {"Protesters", "Civilians"} or (
                    known is not None and known.kind in _PARTISANS
                )
                part = Role.INITIATOR if people else Role.TARGET
                if actor.canonical == "Civilians" and draft.subtype is SubType.PROTEST:
                    del draft.actors[key]
                    draft.add_actor(ActorRef(actor.surface, part, "Protesters", generic=True))
                    continue
                if actor.role is not Role.MENTIONED and actor.role is not part:
                    del draft.actors[key]
                    draft.add_actor(actor.with_role(part))
        elif draft.subtype is SubType.DISPLACED:
            _only_displaced(draft, drafts)
        elif draft.type is EventType.AGREEMENT_CEASEFIRE:
            for key, actor in list(draft.actors.items()):
                if actor.role is Role.TARGET and not actor.generic:
                    del draft.actors[key]
                    draft.add_actor(actor.with_role(Role.INITIATOR))


def _only_displaced(draft: Draft, drafts: list[Draft]) -> None:
    """Who drove people out acts in the deed that did it; in the flight itself such a party is at most named."""
    for key, actor in list(draft.actors.items()):
        if actor.role is Role.INITIATOR and not actor.generic:
            del draft.actors[key]
            others = (other for other in drafts if other is not draft)
            if not any(actor.canonical == name for other in others for name, _ in other.actors):
                draft.add_actor(actor.with_role(Role.MENTIONED))


def _seat_of_speaker(analysis: Analysis, drafts: list[Draft], frames: list[Frame], context: Context) -> None:
    """Where nothing says where it happened, the speaker's own province or town does ("the Kunduz police chief said")."""
    if any(draft.places for draft in drafts) or context.places:
        return
    for frame in frames:
        speaker = frame.speaker
        if speaker is None or speaker.sort in {"media", "monitor", "belligerent", "pronoun", "none"}:
            continue
        there = analysis.mentions.found if speaker.sort in _ON_THE_SPOT else ()
        own = [mention for mention in there if frame.own[0] <= mention.first < frame.own[1]]
        for mention in (*speaker.actors, *own):
            if mention.kind == PLACE and not is_country(mention):
                for draft in drafts:
                    if draft.type is not EventType.STATEMENT:
                        draft.add_places([place_ref(analysis, mention, context, [])])
                return


__all__ = ["NATION", "PARTY", "complete", "tags"]
