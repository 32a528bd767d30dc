"""One sentence into drafts: names, frames, zones, triggers, then each trigger with its parties, places, tolls and day."""

from bot.domain.actors import ActorKind
from bot.domain.claims import ActorRef, EventType, PlaceRef, Role, SubType
from bot.extraction import (
    assertion,
    background,
    completing,
    dates,
    facilities,
    grammar,
    guards,
    lasting,
    names,
    nouns,
    outcomes,
    patterns,
    placenames,
    roles,
    speech,
    tags,
    tolls,
    triggers,
    whereabouts,
)
from bot.extraction.arguments import Analysis
from bot.extraction.complements import complements
from bot.extraction.context import Context, Here
from bot.extraction.dates import Dated
from bot.extraction.drafts import VIOLENT, Draft
from bot.extraction.frames import Frame
from bot.extraction.lexicon import Form
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention
from bot.extraction.names import Known
from bot.extraction.placing import Places
from bot.extraction.tokens import Sentence
from bot.extraction.triggers import Trigger
from bot.extraction.when import Days

_POINTED_AT = frozenset(
    {"city", "town", "village", "district", "area", "base", "camp", "locality", "settlement", "outpost"}
)
"""Places by their kind alone, which an earlier sentence named."""
_NOW = frozenset({"now", "fully", "completely", "currently", "entirely", "again", "largely", "firmly"})


class Reading:
    """What one sentence says, made step by step."""

    def __init__(self, sentence: Sentence, known: Known, context: Context, number: int) -> None:
        self.sentence, self.context, self.number = sentence, context, number
        self.lexicon = context.lexicon
        mentions = names.lay(sentence, known, context.world, self.lexicon)
        placenames.find(sentence, mentions, self.lexicon)
        self.analysis = Analysis(sentence, mentions, self.lexicon)
        patterns.note_matches(self.analysis)
        self.frames: list[Frame] = speech.frames(self.analysis)
        self.dates: list[Dated] = dates.find(sentence, context.published, self.lexicon, context.day)
        self.zones = guards.zones(self.analysis, self.dates)
        self.triggers = triggers.find(self.analysis)
        self._told_by_their_triggers()
        self.unreal: list[Trigger] = []
        self.kept: list[Draft] = []
        self.days = Days(self.analysis, self.dates, self.frames, self.zones, context.published)
        self.places = Places(self.analysis, context, self.zones, self.unreal)

    def drafts(self) -> list[Draft]:
        """Return the drafts of the sentence, in the order of the text."""
        kept = self.kept
        for trigger in self.triggers:
            trigger.zone = self._zone(trigger)
            ends_in_preposition = trigger.noun and self.sentence.flags[trigger.last - 1] & tags.PREPOSITION
            behind = (
                trigger.last - 1 if ends_in_preposition and trigger.last - trigger.first > 1 else trigger.last
            )
            trigger.complements = complements(self.analysis, behind, noun=trigger.noun)
            real = trigger.zone in {guards.REAL, guards.HEDGED} and not self._only_a_state(trigger)
            if real or self._denied(trigger):
                kept.append(self._draft(trigger))
            else:
                self.unreal.append(trigger)
        self.places.give(kept)
        for draft in kept:
            facilities.note(self.analysis, draft)
            self._give_actors(draft)
        self._give_harms(kept)
        completing.complete(self.analysis, kept, self.frames, self.zones, self.context)
        for frame in self.frames:
            if frame.speaker is not None:
                self.context.remember_speaker(frame.speaker)
        return kept

    def where(self) -> list[PlaceRef]:
        """Return the places of a sentence that tells no deed of its own."""
        return self.places.all()

    def _told_by_their_triggers(self) -> None:
        """What a trigger's own words make unreal is part of what it tells ("prevented from entering Gaza")."""
        for trigger in self.triggers:
            prevented = self.sentence.flags[trigger.last - 1] & tags.ING and not trigger.noun
            if not prevented or self.zones[trigger.first] != guards.REAL:
                continue
            for at in range(trigger.last - 1, self.sentence.size):
                if self.zones[at] != guards.UNREAL:
                    break
                self.zones[at] = guards.REAL

    def _zone(self, trigger: Trigger) -> int:
        negative = self.sentence.flags[trigger.first] & tags.NEGATION  # "not allowed into" tells of a refusal
        zone = guards.REAL if negative else self.zones[trigger.first]
        if trigger.noun:
            zone = max(zone, nouns.zone(self.analysis, trigger))
            goes_on = trigger.sense.type in VIOLENT and lasting.of_a_long_time(self.analysis, trigger)
            return max(zone, guards.PAST) if goes_on else zone
        if background.before_that(self.analysis, trigger):
            return max(zone, guards.PAST)
        zone = max(zone, self._hung_on(trigger))
        deed = trigger.sense.type in VIOLENT and trigger.sense.harm is None
        long = deed and lasting.told_over_time(self.analysis, trigger)
        long = long or (lasting.by_a_war(self.analysis, trigger) and not self._told(trigger))
        return max(zone, guards.PAST) if long else zone

    def _hung_on(self, trigger: Trigger) -> int:
        """What a participle or relative clause takes over from what it hangs on: "in 2014, when they took it, forcing …"."""
        clause = self.analysis.clauses[trigger.first]
        before = trigger.first - 1
        if trigger.form is Form.ING and before > 0 and self.sentence.flags[before] & tags.COMMA:
            verb = self.analysis.verb_before(before)
            return guards.PAST if verb >= 0 and self.zones[verb] == guards.PAST else guards.REAL
        if clause.kind != "relative" or not clause.start:
            return guards.REAL
        head = clause.start - (2 if self.sentence.flags[clause.start - 1] & tags.PREPOSITION else 1)
        nouns_before = (t.zone for t in self.triggers if t.noun and t.first <= head < t.last)
        return guards.PAST if guards.PAST in nouns_before else guards.REAL

    def _only_a_state(self, trigger: Trigger) -> bool:
        """Whether a side only holds what it held: news only where somebody says so or it is so "now"."""
        before = self.sentence.lows[trigger.first - 1] if trigger.first else ""
        if not trigger.sense.stative or (trigger.form is Form.ING and before in {"by", "after"}):
            return False
        if self.analysis.clauses[trigger.first].kind == "relative":
            return True
        told = self._told(trigger)
        near = self.sentence.lows[max(0, trigger.first - 4) : trigger.first]
        return not told and _NOW.isdisjoint(near)

    def _told(self, trigger: Trigger) -> bool:
        """Whether somebody says so."""
        return any(
            frame.speaker is not None and frame.scope[0] <= trigger.first < frame.scope[1]
            for frame in self.frames
        )

    def _denied(self, trigger: Trigger) -> bool:
        """Whether somebody denies that it happened: said to be not so, by a named voice."""
        if trigger.zone != guards.NEGATED or trigger.sense.harm or trigger.sense.speech_act:
            return False
        return self._told(trigger)

    def _draft(self, trigger: Trigger) -> Draft:
        sentence, sense = self.sentence, trigger.sense
        subtype = outcomes.outcome(self.analysis, trigger)
        draft = Draft(
            type=sense.type,
            subtype=subtype,
            trigger=trigger,
            words=[sentence.surface(trigger.first, trigger.last)],
            assertion=assertion.judge(self.analysis, trigger, self.frames, self.context),
            sentence=self.number,
            span=(sentence.starts[trigger.first], sentence.ends[trigger.last - 1]),
            quote=sentence.text[sentence.start : sentence.end].strip(),
            rule=sense.rule,
            harm_only=sense.harm is not None
            and sense.type is EventType.VIOLENCE_AGAINST_CIVILIANS
            and sense.order >= 11_000
            and sense.order < 12_000,
            weak=(sense.weak and subtype is sense.subtype) or self._descriptive(trigger),
            definite=nouns.definite(self.analysis, trigger),
            circumstance=self._circumstance(trigger),
            weapon=self._weapon(trigger),
            accidental=not self.lexicon.industrial.isdisjoint(sentence.lows)
            and self.lexicon.hostile.isdisjoint(sentence.lows),
            cumulative=self._adds_up(trigger),
            refers=self._refers(trigger),
            about=self._about(trigger),
            manner=nouns.manner(self.analysis, trigger),
            cause=nouns.cause(self.analysis, trigger),
        )
        draft.parties = roles.parties(self.analysis, trigger)
        draft.day = self.days.of(trigger, adds_up=draft.cumulative)
        return draft

    def _refers(self, trigger: Trigger) -> bool:
        """Whether what a verb says happened to is only pointed at: "captured the town", "the district fell", "took it"."""
        if trigger.group is None:
            return False
        lows = self.sentence.lows
        suffers = trigger.passive or trigger.sense.subject == "place"
        told = grammar.phrase_before(self.sentence, trigger.group.start) if suffers else trigger.object
        if not 0 <= told.first < told.last or told.head < 0:
            return False
        pointed = not {"the", "this", "that"}.isdisjoint(lows[max(told.first, told.head - 2) : told.head])
        return lows[told.head] == "it" or (pointed and lows[told.head] in _POINTED_AT)

    def _give_actors(self, draft: Draft) -> None:
        """Name the parties of a draft; "the army" is that of the country where it happened."""
        warlike = VIOLENT | {EventType.TERRITORY_CHANGE, EventType.TROOP_MOVEMENT}
        violent = draft.type in warlike or (
            draft.type is EventType.INFRASTRUCTURE_DISRUPTION
            and any(kept.type in VIOLENT for kept in self.kept)
        )
        speaker = draft.assertion.speaker
        group = self.context.group_of(speaker) if speaker is not None else None
        for mention, role in draft.parties:
            if draft.type is EventType.PROTEST_RIOT and mention.kind == NATION and role is Role.INITIATOR:
                draft.add_actor(ActorRef(mention.surface, role, "Protesters", generic=True))
                continue
            person = self._arrested(mention, role) if draft.type is EventType.ARREST_DETENTION else None
            if person is not None:
                draft.add_actor(person)
                continue
            here = Here(
                self._country_near(mention, draft), group, violent=violent, apart=self._apart(mention, role)
            )
            draft.add_actor(self._own(mention, role, draft) or self._actor(mention, role, here))

    def _about(self, trigger: Trigger) -> str | None:
        """The thing with "the" to which a passive verb says it was done."""
        if trigger.group is None or not trigger.passive:
            return None
        subject, lows = grammar.phrase_before(self.sentence, trigger.group.start), self.sentence.lows
        known = subject.head > 0 and lows[subject.head - 1] == "the"
        return lows[subject.head] if known else None

    def _apart(self, mention: Mention, role: Role) -> bool:
        """Whether "rebels" stand beside the report's group as another party: against it, or before a deed of its own."""
        before = self.sentence.lows[max(0, mention.first - 2) : mention.first]
        if mention.kind != PARTY or not {"the", "its", "their", "these", "those", "group's"}.isdisjoint(
            before
        ):
            return False
        for draft in self.kept:
            own = next((part for other, part in draft.parties if other is mention), None)
            for other, part in draft.parties:
                named = other.kind == ACTOR and self.context.group in other.ids[:1]
                if named and (part is not own if own is not None else other.first > mention.first):
                    return part is not role or own is None
        return False

    def _country_near(self, mention: Mention, draft: Draft) -> str | None:
        """The country of the claim's place; of several the one that stands nearest to the party, sooner behind it."""
        own = {place.country for place in draft.places if place.country}
        if own and len(self.places.lands) < 2:
            return next(place.country for place in draft.places if place.country)
        near = [
            (first - mention.last if first >= mention.last else 2 * (mention.first - first), country)
            for country, firsts in self.places.lands.items()
            for first in firsts
            if not self._borders(first)
        ]
        return min(near)[1] if near else next(iter(own), None)

    def _arrested(self, mention: Mention, role: Role) -> ActorRef | None:
        """The known person who is arrested, not those for whom the person speaks."""
        actor = (
            self.context.world.actors.get(mention.ids[0]) if mention.kind == ACTOR and mention.ids else None
        )
        if actor is None or actor.kind is not ActorKind.PERSON or role is not Role.TARGET:
            return None
        return ActorRef(mention.surface, role, actor.name, actor.id)

    def _borders(self, place: int) -> bool:
        """Whether a country is named only as the neighbour ("near the border with Chad")."""
        before = self.sentence.lows[max(0, place - 3) : place]
        return (
            "bordering" in before or before[-2:] == ["border", "with"] or before[-2:] == ["frontier", "with"]
        )

    def _own(self, mention: Mention, role: Role, draft: Draft) -> ActorRef | None:
        """Read "our units", "its planes" in the words of a side: that side's own forces."""
        before = self.sentence.lows[mention.first - 1] if mention.first else ""
        speaker = draft.assertion.speaker
        if mention.kind != PARTY or before not in {"our", "its"} or speaker is None:
            return None
        side = self.context.side_of(speaker)
        return ActorRef(mention.surface, role, side.name, side.id) if side is not None else None

    def _adds_up(self, trigger: Trigger) -> bool:
        """Whether a figure counts a long time: words such as "since the start of the war", or a war as the doer."""
        told = self.analysis.counts_long
        return told or lasting.adds_up(self.analysis, trigger) or lasting.by_a_war(self.analysis, trigger)

    def _weapon(self, trigger: Trigger) -> SubType | None:
        """With what it was done: a weapon inside the trigger's words or behind "with" or "using"."""
        lows = self.sentence.lows
        for at in range(max(0, trigger.first - 1 if trigger.noun else trigger.first), trigger.last):
            if lows[at] in self.lexicon.weapons:
                return SubType(self.lexicon.weapons[lows[at]])
        for at in range(trigger.last, min(self.sentence.size, trigger.last + 20)):
            if self.analysis.clauses[at] is not self.analysis.clauses[trigger.first]:
                break
            if lows[at] in {"with", "using"}:
                found = [
                    self.lexicon.weapons[low] for low in lows[at + 1 : at + 6] if low in self.lexicon.weapons
                ]
                return SubType(found[-1]) if found else None
        return None

    def _descriptive(self, trigger: Trigger) -> bool:
        """Whether the words only describe somebody: "people fleeing the city", "where thousands have sought refuge"."""
        if trigger.noun or trigger.sense.harm is not None:
            return False
        clause = self.analysis.clauses[trigger.first]
        if clause.opener in {"where", "who", "whom", "whose"} and clause.start:
            return True
        before = self.sentence.flags[trigger.first - 1] if trigger.first else 0
        named = trigger.first > 0 and self.analysis.mentions.at[trigger.first - 1] is not None
        return trigger.form is Form.ING and (named or bool(before & (tags.NOMINAL | tags.CAPITAL)))

    def _circumstance(self, trigger: Trigger) -> bool:
        clause = self.analysis.clauses[trigger.first]
        first = self.sentence.flags[clause.start + 1] if clause.start + 1 < self.sentence.size else 0
        return clause.opener in {"as", "while", "when"} and bool(first & tags.PRONOUN)

    def _actor(self, mention: Mention, role: Role, here: Here) -> ActorRef | None:
        state = mention.kind == PLACE
        if state:
            country = whereabouts.state_of(mention, self.lexicon)
            mention = Mention(mention.first, mention.last, NATION, mention.surface, country=country)
        if (
            mention.kind == NATION
            and not state
            and mention.surface.endswith("s")
            and (role is Role.TARGET or not here.violent)
        ):
            return ActorRef(mention.surface, role, "Civilians", generic=True)
        return self.context.actor(mention, role, here)

    def _give_harms(self, kept: list[Draft]) -> None:
        told: set[tuple[str, int | None, int | None]] = set()
        for draft in kept:
            draft.harms = tolls.read(self.analysis, draft.trigger)
            draft.counted = tolls.people(self.analysis, draft.trigger)
            told.update((harm.kind, harm.toll.minimum, harm.toll.maximum) for harm in draft.harms)
        if not kept:
            return
        for harm in tolls.adjectives(self.analysis):
            key = (harm.kind, harm.toll.minimum, harm.toll.maximum)
            if (
                key in told
                or self.zones[harm.place] not in {guards.REAL, guards.HEDGED}
                or self.analysis.blocked[harm.place]
            ):
                continue
            told.add(key)
            nearest = min(
                kept, key=lambda draft: (draft.type not in VIOLENT, abs(draft.trigger.first - harm.place))
            )
            nearest.harms.append(harm)
