"""A whole report into claims: paragraph by paragraph, sentence by sentence, with what was told before in mind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.claims import Claim, PlaceRef, Toll
from bot.domain.places import RegionKind
from bot.extraction import (
    afterwards,
    documents,
    merging,
    names,
    report_day,
    scenes,
    settling,
    sides,
    tags,
)
from bot.extraction.context import Context, new_context
from bot.extraction.drafts import Draft
from bot.extraction.lexicon import Lexicon, load
from bot.extraction.reading import Reading
from bot.extraction.scenes import Read
from bot.extraction.severity import severity
from bot.extraction.tokens import Sentence
from bot.knowledge import World

_REMEMBERED = 12
"""Drafts that later sentences can refer to."""
_TOLD_ENOUGH = 20
"""Times that the same words are read in one report; what stands there again after that tells nothing new."""
_NARROW = frozenset({
    RegionKind.VILLAGE, RegionKind.NEIGHBOURHOOD, RegionKind.DISTRICT, RegionKind.PART, RegionKind.CAMP, RegionKind.BASE,
    RegionKind.ROAD, RegionKind.BRIDGE, RegionKind.CROSSING, RegionKind.FEATURE, RegionKind.TOWN,
})  # fmt: skip


def read(
    text: str,
    world: World,
    *,
    published_at: datetime | None = None,
    source: str | None = None,
    title: str | None = None,
) -> Iterator[list[Claim]]:
    """Read a report paragraph by paragraph and give the claims of each (see `bot.extraction.extract`)."""
    del source
    text = documents.without_monotony(text)
    lexicon = load()
    known = names.scan(text, world)
    published = report_day.of(text, published_at.date() if published_at else None, lexicon)
    context = new_context(known, world, lexicon, published)
    if title:
        context.countries.update(names.scan(title, world).countries)
    yield from _Report(text, lexicon, known, context).paragraphs()


class _Report:
    """The state of reading one report."""

    def __init__(self, text: str, lexicon: Lexicon, known: names.Known, context: Context) -> None:
        self.text, self.lexicon, self.known, self.context = text, lexicon, known, context
        self.number = 0
        self.games = 0
        self.earlier: list[Draft] = []
        self.told: Counter[int] = Counter()

    def paragraphs(self) -> Iterator[list[Claim]]:
        for line in documents.paragraphs(self.text):
            self.context.places = ()
            paragraph: list[Read] = []
            before: Read | None = None
            for span in documents.sentences(self.text, line, self.lexicon, first=True):
                read = self._sentence(span)
                if read is not None:
                    if before is not None:
                        afterwards.attribute_backwards(read, before, self.context)
                    scenes.join(read, paragraph, self.context)
                    afterwards.take_blame(read, paragraph, self.context)
                    paragraph.append(read)
                before = read
            afterwards.attribute_quotations(paragraph, self.context)
            drafts = [draft for read in paragraph for draft in read.drafts]
            sides.share(drafts, self.context)
            settling.settle(drafts, self.context)
            for draft in drafts:
                draft.given = True
            self.earlier = self.earlier[-_REMEMBERED:]
            yield [self._claim(draft) for draft in drafts]

    def _sentence(self, span: documents.Span) -> Read | None:
        self.number += 1
        if self._told_enough(span):
            return None
        sentence = Sentence(self.text, span.body, span.end, self.lexicon)
        words = set(sentence.lows)
        if sentence.size < 2 or self.lexicon.noise.find(sentence.lows):
            return None
        self.games += len(self.lexicon.sport & words)
        if self.games > 1 or self._tells_nothing(sentence, words):
            return None
        reading = Reading(sentence, self.known, self.context, self.number)
        drafts = merging.within_sentence(reading.drafts())
        drafts = [draft for draft in drafts if not afterwards.takes_back(draft, self.earlier)]
        fresh = [
            draft for draft in merging.across_sentences(drafts, self.earlier) if not merging.empty(draft)
        ]
        told = next((draft.places for draft in drafts if draft.places), None)
        for draft in fresh:
            if not draft.places:
                draft.places = list(told or self.context.places)
            self.context.remember_places(draft.places)
        self.earlier += fresh
        return Read(reading, fresh)

    def _told_enough(self, span: documents.Span) -> bool:
        """Whether the same words stood in the report again and again: forms, boilerplate, hostile text."""
        words = hash(self.text[span.body : span.end])
        self.told[words] += 1
        return self.told[words] > _TOLD_ENOUGH

    def _tells_nothing(self, sentence: Sentence, words: set[str]) -> bool:
        """Whether no word can begin a claim, name a speaker or open a quotation, so that nothing need be worked out."""
        silent = self.lexicon.telling.isdisjoint(words) and self.lexicon.pointing.isdisjoint(words)
        return silent and not any(flag & tags.QUOTE for flag in sentence.flags)

    def _claim(self, draft: Draft) -> Claim:
        killed = _tolls(draft, "killed")
        injured = _tolls(draft, "injured")
        assertion = draft.assertion
        places = self._marked(draft.places)
        speaker = assertion.speaker
        return Claim(
            type=draft.type,
            subtype=draft.subtype,
            trigger=draft.words[0],
            span=draft.span,
            quote=draft.quote,
            status=assertion.status,
            basis=assertion.basis,
            attribution=assertion.attribution,
            attribution_actor=self._speaking_actor(draft) if speaker else None,
            places=places,
            actors=tuple(draft.actors.values()),
            killed=killed,
            injured=injured,
            captured=_tolls(draft, "captured"),
            displaced=_tolls(draft, "displaced"),
            denied_by=assertion.denied_by,
            on=draft.day,
            severity=severity(draft.type, draft.subtype, killed, injured, wide=self._wide(places)),
            rule=draft.rule,
            also=tuple(draft.words[1:]),
            cumulative=draft.cumulative,
            thing=draft.thing,
        )

    def _speaking_actor(self, draft: Draft) -> str | None:
        speaker = draft.assertion.speaker
        for mention in speaker.actors if speaker else ():
            if mention.kind == "actor" and mention.ids:
                return mention.ids[0]
        return None

    def _marked(self, places: list[PlaceRef]) -> tuple[PlaceRef, ...]:
        """Mark the places that only say where others of the claim lie."""
        regions = self.context.world.regions
        above = {
            key
            for place in places
            for key in (
                regions.ancestors(place.region_id)[1:]
                if place.region_id and not place.relation
                else regions.ancestors(place.parent_id or "")
            )
        }
        narrow = [place for place in places if not place.around and place.region_id not in above]
        own = [place for place in narrow if not place.relation] or narrow
        return tuple(
            replace(place, around=True) if place.around or (own and place not in own) else place
            for place in places
        )

    def _wide(self, places: tuple[PlaceRef, ...]) -> bool:
        for place in places:
            region = self.context.world.regions.get(place.region_id) if place.region_id else None
            if region is not None and region.kind not in _NARROW and not (place.relation or place.around):
                return True
        return False


def _tolls(draft: Draft, kind: str) -> tuple[Toll, ...]:
    told = (*draft.harms, *draft.counted)
    return tuple(dict.fromkeys(harm.toll for harm in told if harm.kind == kind))
