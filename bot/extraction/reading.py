"""One sentence into drafts: names, frames, zones, triggers, then each trigger with its parties, places, tolls and day."""

from datetime import date

from bot.domain.claims import ActorRef, EventType, Role
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
from bot.extraction.mentions import NATION, PLACE, Mention
from bot.extraction.names import Known
from bot.extraction.speech import Frame
from bot.extraction.tokens import Sentence
from bot.extraction.triggers import Trigger

_FAR_DATE = 40


class Reading:
    """What one sentence says, made step by step."""

    def __init__(self, sentence: Sentence, known: Known, context: Context, number: int) -> None:
        self.sentence, self.context, self.number = sentence, context, number
        self.lexicon = context.lexicon
        mentions = names.lay(sentence, known, context.world, self.lexicon)
        placenames.find(sentence, mentions, self.lexicon)
        self.analysis = Analysis(sentence, mentions, self.lexicon)
        self.frames: list[Frame] = speech.frames(self.analysis)
        self.dates: list[Dated] = dates.find(sentence, context.published, self.lexicon)
        self.zones = guards.zones(self.analysis, self.dates)
        self.triggers = triggers.find(self.analysis)
        self.unreal: list[Trigger] = []

    def drafts(self) -> list[Draft]:
        """Return the drafts of the sentence, in the order of the text."""
        kept = []
        for trigger in self.triggers:
            trigger.zone = self._zone(trigger)
            trigger.complements = self.analysis.complements(trigger.last, noun=trigger.noun)
            if trigger.zone in {guards.REAL, guards.HEDGED} or self._denied(trigger):
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
        sentence, lexicon = self.sentence, self.lexicon
        for at in range(trigger.first - 1, max(-1, trigger.first - 6), -1):
            low, flag = sentence.lows[at], sentence.flags[at]
            if low in {"no", "zero"}:
                return guards.NEGATED
            if low in lexicon.unreal_modifiers or (low == "with" and self._only_expected(trigger)):
                return guards.UNREAL
            if low in lexicon.unreal and low not in lexicon.light_verbs and not flag & tags.STOP:
                return guards.UNREAL
            if low == "of" and not lexicon.unreal.isdisjoint(sentence.lows[max(0, at - 4) : at]):
                return guards.UNREAL
            if flag & (tags.STOP | tags.CONJUNCTION | tags.FINITE | tags.ING):
                break
        return guards.REAL

    def _only_expected(self, trigger: Trigger) -> bool:
        """Read "With the liberation of X, Y will …": the noun only sets the scene for what is expected."""
        return any(self.sentence.flags[at] & tags.MODAL for at in range(trigger.last, self.sentence.size))

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
            weak=sense.weak,
            definite=self._definite(trigger),
            circumstance=self._circumstance(trigger),
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

    def _circumstance(self, trigger: Trigger) -> bool:
        clause = self.analysis.clauses[trigger.first]
        first = self.sentence.flags[clause.start + 1] if clause.start + 1 < self.sentence.size else 0
        return clause.opener in {"as", "while", "when"} and bool(first & tags.PRONOUN)

    def _actor(self, mention: Mention, role: Role, *, violent: bool) -> ActorRef | None:
        if mention.kind == PLACE:
            country = mention.ids[0].removeprefix("cc:")
            mention = Mention(mention.first, mention.last, NATION, mention.surface, country=country)
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
        used_as_party = {
            id(m) for draft in kept for m, _ in roles.parties(self.analysis, draft.trigger) if m.kind == PLACE
        }
        mentions = [
            m
            for m in self.analysis.mentions.found
            if whereabouts.usable(self.analysis, m) and id(m) not in used_as_party and self._place_zone(m)
        ]
        beside = [key for m in mentions for key in m.ids[:1] if len(m.ids) == 1]
        for mention in mentions:
            owner = min(rivals, key=lambda trigger: self._distance(trigger, mention))
            for draft in kept:
                if draft.trigger is owner:
                    draft.place_mentions.append(mention)
                    draft.add_places([whereabouts.place_ref(self.analysis, mention, self.context, beside)])

    def _place_zone(self, mention: Mention) -> bool:
        return self.zones[mention.first] in {guards.REAL, guards.HEDGED, guards.NEGATED}

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
