"""One sentence into drafts: names, frames, zones, triggers, then each trigger with its parties, places, tolls and day."""

from datetime import date

from bot.domain.claims import ActorRef, EventType, Role, SubType
from bot.extraction import (
    assertion,
    completing,
    dates,
    guards,
    names,
    placenames,
    roles,
    speech,
    tags,
    tolls,
    triggers,
    whereabouts,
)
from bot.extraction.arguments import Analysis
from bot.extraction.context import Context
from bot.extraction.dates import Dated
from bot.extraction.drafts import VIOLENT, Draft
from bot.extraction.lexicon import Form
from bot.extraction.mentions import NATION, PLACE, Mention
from bot.extraction.names import Known
from bot.extraction.speech import Frame
from bot.extraction.tokens import Sentence
from bot.extraction.triggers import Trigger

_UNREAL_PREDICATES = frozenset(
    {
        "unlikely",
        "likely",
        "possible",
        "impossible",
        "imminent",
        "inevitable",
        "expected",
        "feared",
        "planned",
        "needed",
    }
)
_NOW = frozenset({"now", "fully", "completely", "currently", "entirely", "again", "largely", "firmly"})


class Reading:
    """What one sentence says, made step by step."""

    def __init__(self, sentence: Sentence, known: Known, context: Context, number: int) -> None:
        self.sentence, self.context, self.number = sentence, context, number
        self.lexicon = context.lexicon
        mentions = names.lay(sentence, known, context.world, self.lexicon)
        placenames.find(sentence, mentions, self.lexicon)
        self.analysis = Analysis(sentence, mentions, self.lexicon)
        triggers.note_events(self.analysis)
        self.frames: list[Frame] = speech.frames(self.analysis)
        self.dates: list[Dated] = dates.find(sentence, context.published, self.lexicon)
        self.zones = guards.zones(self.analysis, self.dates)
        self.triggers = triggers.find(self.analysis)
        self.unreal: list[Trigger] = []
        self._only_speech = False

    def drafts(self) -> list[Draft]:
        """Return the drafts of the sentence, in the order of the text."""
        kept = []
        for trigger in self.triggers:
            trigger.zone = self._zone(trigger)
            trigger.complements = self.analysis.complements(trigger.last, noun=trigger.noun)
            real = trigger.zone in {guards.REAL, guards.HEDGED} and not self._only_a_state(trigger)
            if real or self._denied(trigger):
                kept.append(self._draft(trigger))
            else:
                self.unreal.append(trigger)
        self._give_places(kept)
        self._give_harms(kept)
        completing.complete(self.analysis, kept, self.frames, self.zones, self.context)
        for frame in self.frames:
            if frame.speaker is not None:
                self.context.remember_speaker(frame.speaker)
        return kept

    def _zone(self, trigger: Trigger) -> int:
        zone = self.zones[trigger.first]
        if trigger.noun:
            zone = max(zone, self._noun_zone(trigger))
        return zone

    def _noun_zone(self, trigger: Trigger) -> int:
        """A noun is unreal after "possible" and "no", as the object of "prevent", behind "fears are growing of"."""
        if self._called_unreal(trigger.last):
            return guards.UNREAL
        for at in range(trigger.first - 1, max(-1, trigger.first - 6), -1):
            zone = self._zone_by_word(at, trigger)
            if zone != guards.REAL:
                return zone
            if self.sentence.flags[at] & (tags.STOP | tags.CONJUNCTION | tags.FINITE | tags.ING):
                break
        return guards.REAL

    def _zone_by_word(self, at: int, trigger: Trigger) -> int:
        """What a word before a noun makes of it."""
        lexicon, lows = self.lexicon, self.sentence.lows
        low = lows[at]
        if low in {"no", "zero"}:
            return guards.NEGATED
        long_ago = low in {"months", "years", "decades"} and self.sentence.next_to(at + 1, "of")
        if long_ago or low.endswith(("-month", "-year", "-months", "-years", "-long")):
            return guards.PAST
        governed = (
            low in lexicon.unreal
            and low not in lexicon.light_verbs
            and not self.sentence.flags[at] & tags.STOP
        )
        feared = low == "of" and not lexicon.unreal.isdisjoint(lows[max(0, at - 4) : at])
        expected = low == "with" and self._only_expected(trigger)
        if governed or feared or expected or low in lexicon.unreal_modifiers:
            return guards.UNREAL
        return guards.REAL

    def _called_unreal(self, last: int) -> bool:
        """Read "a rapid withdrawal is unlikely", "an attack is imminent"."""
        for at in range(last, min(self.sentence.size - 1, last + 8)):
            if self.sentence.flags[at] & tags.BE:
                return self.sentence.lows[at + 1] in _UNREAL_PREDICATES
            if self.sentence.flags[at] & (tags.STOP | tags.PAST | tags.MODAL):
                return False
        return False

    def _only_expected(self, trigger: Trigger) -> bool:
        """Read "With the liberation of X, Y will …": the noun only sets the scene for what is expected."""
        return any(self.sentence.flags[at] & tags.MODAL for at in range(trigger.last, self.sentence.size))

    def _only_a_state(self, trigger: Trigger) -> bool:
        """Whether a side only holds what it held: news only where somebody says so or it is so "now"."""
        before = self.sentence.lows[trigger.first - 1] if trigger.first else ""
        if not trigger.sense.stative or (trigger.form is Form.ING and before in {"by", "after"}):
            return False
        told = any(
            frame.speaker and frame.scope[0] <= trigger.first < frame.scope[1] for frame in self.frames
        )
        near = self.sentence.lows[max(0, trigger.first - 4) : trigger.first]
        return not told and _NOW.isdisjoint(near)

    def _denied(self, trigger: Trigger) -> bool:
        """Whether somebody denies that it happened: said to be not so, by a named voice."""
        if trigger.zone != guards.NEGATED or trigger.sense.harm or trigger.sense.speech_act:
            return False
        return any(
            frame.speaker is not None and frame.scope[0] <= trigger.first < frame.scope[1]
            for frame in self.frames
        )

    def _draft(self, trigger: Trigger) -> Draft:
        sentence, sense = self.sentence, trigger.sense
        draft = Draft(
            type=sense.type,
            subtype=sense.subtype,
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
            weak=sense.weak or self._descriptive(trigger),
            definite=self._definite(trigger),
            circumstance=self._circumstance(trigger),
            weapon=self._weapon(trigger),
            accidental=not self.lexicon.industrial.isdisjoint(sentence.lows)
            and self.lexicon.hostile.isdisjoint(sentence.lows),
            cumulative=bool(self.lexicon.cumulative.find(sentence.lows)),
        )
        violent = sense.type in VIOLENT or sense.type in {
            EventType.TERRITORY_CHANGE,
            EventType.TROOP_MOVEMENT,
        }
        for mention, role in roles.parties(self.analysis, trigger):
            draft.add_actor(self._actor(mention, role, violent=violent))
        draft.day = self._day(trigger)
        return draft

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
        return trigger.form is Form.ING and bool(before & (tags.NOMINAL | tags.CAPITAL))

    def _circumstance(self, trigger: Trigger) -> bool:
        clause = self.analysis.clauses[trigger.first]
        first = self.sentence.flags[clause.start + 1] if clause.start + 1 < self.sentence.size else 0
        return clause.opener in {"as", "while", "when"} and bool(first & tags.PRONOUN)

    def _actor(self, mention: Mention, role: Role, *, violent: bool) -> ActorRef | None:
        if mention.kind == PLACE:
            country = whereabouts.state_of(mention, self.lexicon)
            mention = Mention(mention.first, mention.last, NATION, mention.surface, country=country)
        if mention.kind == NATION and role is Role.TARGET and mention.surface.endswith("s"):
            return ActorRef(mention.surface, role, "Civilians", generic=True)
        return self.context.actor(mention, role, violent=violent)

    def _definite(self, trigger: Trigger) -> bool:
        if not trigger.noun:
            return False
        for at in range(trigger.first - 1, max(-1, trigger.first - 4), -1):
            if self.sentence.lows[at] in {"the", "this", "that", "these", "those", "same"}:
                return True
            if self.sentence.flags[at] & (tags.STOP | tags.PREPOSITION):
                return False
        return False

    def _day(self, trigger: Trigger) -> date | None:
        """The day named nearest to the trigger, in its own clause first; not that of the speech about it."""
        clause = self.analysis.clauses[trigger.first]
        fitting = [
            dated
            for dated in self.dates
            if dated.day is not None and not dated.old and not self.analysis.blocked[dated.first]
        ]
        if not fitting:
            return None
        nearest = min(
            fitting,
            key=lambda d: (self.analysis.clauses[d.first] is not clause, abs(d.first - trigger.first)),
        )
        return nearest.day

    def _give_places(self, kept: list[Draft]) -> None:
        """Give each place of the sentence to the trigger that it stands nearest to, by clause and distance."""
        rivals = [*(draft.trigger for draft in kept), *self.unreal]
        if not kept:
            return
        self._only_speech = all(draft.trigger.sense.speech_act for draft in kept)
        used_as_party = {
            id(m) for draft in kept for m, _ in roles.parties(self.analysis, draft.trigger) if m.kind == PLACE
        }
        mentions = [
            m
            for m in self.analysis.mentions.found
            if whereabouts.usable(self.analysis, m) and id(m) not in used_as_party and self._place_zone(m)
        ]
        beside = [key for m in mentions for key in m.ids[:1] if len(m.ids) == 1]
        owner, before = rivals[0], None
        for mention in mentions:
            if before is None or not self._listed(before, mention):
                owner = min(rivals, key=lambda trigger: self._distance(trigger, mention))
            before = mention
            for draft in kept:
                if draft.trigger is owner:
                    draft.place_mentions.append(mention)
                    draft.add_places([whereabouts.place_ref(self.analysis, mention, self.context, beside)])

    def _listed(self, before: Mention, mention: Mention) -> bool:
        """Whether two places stand in one list: only commas and "and" between them."""
        flags = self.sentence.flags
        between = range(before.last, mention.first)
        return all(flags[at] & (tags.COMMA | tags.CONJUNCTION | tags.DETERMINER) for at in between) and bool(
            between
        )

    def _place_zone(self, mention: Mention) -> bool:
        return self.zones[mention.first] in {guards.REAL, guards.HEDGED, guards.NEGATED} or self._only_speech

    def _distance(self, trigger: Trigger, mention: Mention) -> float:
        analysis = self.analysis
        apart = analysis.clauses[trigger.first] is not analysis.clauses[mention.first]
        linked = any(c.mention is mention for c in trigger.complements)
        gap = (
            mention.first - trigger.last
            if mention.first >= trigger.last
            else 2 * (trigger.first - mention.last)
        )
        return gap + (30 if apart else 0) - (25 if linked else 0) + (8 if trigger.sense.harm else 0)

    def _give_harms(self, kept: list[Draft]) -> None:
        told: set[tuple[str, int | None, int | None]] = set()
        for draft in kept:
            draft.harms = tolls.read(self.analysis, draft.trigger)
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
