"""Which deed of a sentence each of its places belongs to, by clause, by preposition and by distance."""

from dataclasses import replace

from bot.domain.claims import EventType, PlaceRef
from bot.extraction import guards, tags, whereabouts
from bot.extraction.arguments import Analysis
from bot.extraction.context import Context
from bot.extraction.drafts import Draft
from bot.extraction.lexicon import Form, kinds_mask
from bot.extraction.mentions import PLACE, Mention
from bot.extraction.triggers import Trigger

_PLACE_KIND = kinds_mask("place")
_TRYING = frozenset({"tried", "trying", "attempted", "attempting", "attempt", "attempts", "try"})


class Places:
    """The places of a sentence, given to its drafts; `lands` says where each country is named by one."""

    def __init__(self, analysis: Analysis, context: Context, zones: list[int], unreal: list[Trigger]) -> None:
        self.analysis, self.sentence, self.context = analysis, analysis.sentence, context
        self.zones, self.unreal = zones, unreal
        self.lands: dict[str, list[int]] = {}
        self._only_speech = False

    def give(self, kept: list[Draft]) -> None:
        """Give each place of the sentence to the trigger that it stands nearest to, by clause and distance."""
        rivals = [*(draft.trigger for draft in kept), *self.unreal]
        if not kept:
            return
        self._only_speech = all(draft.trigger.sense.speech_act for draft in kept)
        used_as_party = {id(m) for draft in kept for m, _ in draft.parties if m.kind == PLACE}
        mentions = [
            m
            for m in self.analysis.mentions.found
            if whereabouts.usable(self.analysis, m) and id(m) not in used_as_party
        ]
        real = [m for m in mentions if self._place_zone(m)]
        mentions = real or [m for m in mentions if self._tried(m)]
        beside = [key for m in mentions for key in m.ids[:1] if len(m.ids) == 1]
        owner, before = rivals[0], None
        for mention in mentions:
            for country in whereabouts.countries_of(self.context, mention):
                self.lands.setdefault(country, []).append(mention.first)
            if before is None or not self._listed(before, mention):
                owner = min(rivals, key=lambda trigger: self._distance(trigger, mention))
            before = mention
            for draft in kept:
                if draft.trigger is owner:
                    draft.place_mentions.append(mention)
                    place = whereabouts.place_ref(self.analysis, mention, self.context, beside)
                    if self._only_around(draft, mention, place) or self._owner(mention):
                        place = replace(place, around=True)
                    draft.add_places([place])

    def all(self) -> list[PlaceRef]:
        """Return every place of the sentence where something can have happened."""
        found = [
            m
            for m in self.analysis.mentions.found
            if whereabouts.usable(self.analysis, m) and self._place_zone(m)
        ]
        beside = [key for m in found for key in m.ids[:1] if len(m.ids) == 1]
        return [whereabouts.place_ref(self.analysis, m, self.context, beside) for m in found]

    def _owner(self, mention: Mention) -> bool:
        """Whether a place only says where the next one lies ("Tal Afar's al-Ayadiyah")."""
        behind = mention.last
        if behind + 1 >= self.sentence.size or not self.sentence.flags[behind] & tags.POSSESSIVE:
            return False
        following = self.analysis.mentions.at[behind + 1]
        return following is not None and following.kind == PLACE

    def _tried(self, mention: Mention) -> bool:
        """Whether a place stands in what somebody tried while it happened ("killed as they tried to flee Mosul")."""
        before = self.sentence.lows[max(0, mention.first - 12) : mention.first]
        return self.zones[mention.first] == guards.UNREAL and not _TRYING.isdisjoint(before)

    def _only_around(self, draft: Draft, mention: Mention, place: PlaceRef) -> bool:
        """Whether a country is only where the thing lies that changed hands ("a town in Somalia")."""
        if draft.type is not EventType.TERRITORY_CHANGE or not whereabouts.is_wide(self.context, place):
            return False
        trigger = draft.trigger
        inside = trigger.object.first <= mention.first < max(trigger.object.last, trigger.last)
        linked = any(
            c.mention is mention and c.preposition in {"", "of", "over"} for c in trigger.complements
        )
        return not (
            inside or mention in trigger.subject or (linked and not trigger.object_kinds & _PLACE_KIND)
        )

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
        added = trigger.form is Form.ING and trigger.first > 0 and self._comma(trigger.first - 1)
        return (
            gap
            + (30 if apart or (added and mention.last < trigger.first) else 0)
            - (25 if linked else 0)
            + (8 if trigger.sense.harm else 0)
            + (20 if trigger.sense.speech_act else 0)
        )

    def _comma(self, at: int) -> bool:
        return bool(self.sentence.flags[at] & tags.COMMA)
