"""Who does it, to whom, where: the neighbours of a trigger word by their grammatical place."""

from bot.extraction import clauses, grammar, tags
from bot.extraction.grammar import Phrase
from bot.extraction.lexicon import Lexicon, Pattern, kinds_mask
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention, Mentions
from bot.extraction.tokens import Sentence

_FAR = 40
"""Tokens to the right of a trigger that can still belong to it."""
_DEPTH = 5
"""How many verbs back a shared subject is looked for."""
_PLACE, _NAME, _ACTOR, _OTHER, _NONE = (
    kinds_mask(kind) for kind in ("place", "name", "actor", "other", "none")
)
_NUMBER, _PRONOUN, _ARMED, _CIVIL = (kinds_mask(kind) for kind in ("number", "pronoun", "armed", "civil"))
_QUANTITY = kinds_mask("quantity")
_EVENT, _AIRBORNE = kinds_mask("event"), kinds_mask("airborne")


_DESCRIBED = frozenset({
    "tasked", "allied", "linked", "loyal", "deployed", "stationed", "trapped", "aligned", "armed", "affiliated", "accused",
    "suspected", "charged", "posted", "entrenched", "holed", "equipped", "dressed", "wearing", "riding", "travelling",
    "traveling", "fighting", "operating", "living", "working", "serving", "guarding", "manning", "sheltering", "hiding",
})  # fmt: skip
"""Participles that describe those who did it ("the coalition tasked with fighting X withdrew")."""

Subject = tuple[list[Mention], int]
"""The mentions of a subject and what its head can stand for."""
NOBODY: Subject = ([], _NONE)


class Analysis:
    """One sentence made ready for asking: tokens, mentions, clauses, and where noun triggers stand."""

    __slots__ = (
        "blocked",
        "clauses",
        "counts_long",
        "events",
        "hedges",
        "lexicon",
        "matches",
        "mentions",
        "sentence",
    )

    def __init__(self, sentence: Sentence, mentions: Mentions, lexicon: Lexicon) -> None:
        self.sentence, self.mentions, self.lexicon = sentence, mentions, lexicon
        self.clauses = clauses.clauses(sentence)
        self.events: set[int] = set()
        self.matches: dict[int, list[tuple[Pattern, int]]] = {}
        self.blocked = [False] * sentence.size
        self.hedges = lexicon.hedges.find(sentence.lows)
        self.counts_long = bool(lexicon.cumulative.find(sentence.lows))

    def phrase_after(self, place: int) -> Phrase:
        """The noun phrase that follows a token."""
        return grammar.phrase_after(self.sentence, place, self.lexicon)

    def kinds(self, phrase: Phrase) -> int:
        """What a noun phrase can stand for, as bits of `lexicon.KINDS`."""
        if phrase.head < 0 or phrase.last <= phrase.first:
            return _NONE
        head, sentence = self._head(phrase), self.sentence
        if sentence.flags[head] & tags.PRONOUN:
            return _PRONOUN | (_PLACE | _NAME if sentence.lows[head] == "it" else 0)
        found = self._noun_kinds(phrase, head) | (_NUMBER if sentence.flags[head] & tags.NUMBER else 0)
        if head in self.events:
            found |= _EVENT
        mention = self.mentions.at[head]
        if mention is not None:
            found |= (
                _mention_kinds(mention)
                | self.lexicon.kinds.get(sentence.lows[mention.last - 1], 0) & _AIRBORNE
            )
        elif not found:
            if sentence.flags[head] & tags.NUMBER:
                return _NUMBER
            named = next(
                (self.mentions.at[at] for at in range(phrase.first, phrase.last) if self.mentions.at[at]),
                None,
            )
            if named is not None and named.kind == PLACE and sentence.flags[head] & tags.CAPITAL:
                return _PLACE
            return _NAME if sentence.flags[head] & tags.CAPITAL else _OTHER
        return found

    def _head(self, phrase: Phrase) -> int:
        """The head of a phrase; a place that somebody holds stays a place ("a media center of ISIS")."""
        lows = self.sentence.lows
        for at in range(phrase.first + 1, phrase.head):
            if (
                lows[at] == "of"
                and lows[at - 1] in self.lexicon.of_words
                and lows[at - 1] not in self.lexicon.quantities
            ):
                holder = self.mentions.at[phrase.head]
                if holder is not None and holder.kind != PLACE:
                    return at - 1
        return phrase.head

    def _noun_kinds(self, phrase: Phrase, head: int) -> int:
        lows, kinds = self.sentence.lows, self.lexicon.kinds
        for size in (3, 2, 1):
            if head - size + 1 >= phrase.first:
                found = kinds.get(" ".join(lows[head - size + 1 : head + 1]))
                if found:
                    return found
        if "-" in lows[head]:
            return kinds.get(lows[head].rsplit("-", maxsplit=1)[-1], 0)
        return 0

    def subject(self, place: int, depth: int = 0) -> Subject:
        """The mentions in the subject of the verb at a token, and what its head can stand for."""
        group = grammar.verb_group(self.sentence, place)
        if group.infinitive:
            return self._controller(group.governor, depth)
        return self._subject_before(group.start, place, depth)

    def _controller(self, governor: int, depth: int) -> Subject:
        """The subject of an infinitive: the object before "to", else the subject of the verb that governs it."""
        if governor < 0 or depth > _DEPTH:
            return [], _NONE
        if self.sentence.flags[governor] & tags.VERB and not self.mentions.at[governor]:
            return self.subject(governor, depth + 1)
        mention = self.mentions.at[governor]
        if mention is not None and mention.kind != PLACE:
            return [mention], self.kinds(grammar.phrase_before(self.sentence, governor + 1))
        verb = self.verb_before(governor)
        return self.subject(verb, depth + 1) if verb >= 0 else NOBODY

    def _subject_before(self, start: int, verb: int, depth: int) -> Subject:
        """The subject of a verb whose group begins at a token, by what stands just before the group."""
        sentence, flags = self.sentence, self.sentence.flags
        before = start - 1
        if depth > _DEPTH or before < 0:
            return (
                self._subject_of_main(verb, depth) if flags[verb] & tags.ING and depth <= _DEPTH else NOBODY
            )
        flag = flags[before]
        participle = self._participle(verb)
        accused = self._accused(before) if participle and sentence.lows[before] in {"of", "for"} else []
        if accused:
            return accused, _ACTOR
        if flag & tags.RELATIVE and sentence.lows[before] != "where":
            found = self._phrase_subject(before - 1 if before and flags[before - 1] & tags.COMMA else before)
        elif flag & tags.CONJUNCTION or (flag & tags.PREPOSITION and participle):
            earlier = self.verb_before(before)
            found = self.subject(earlier, depth + 1) if earlier >= 0 else NOBODY
            if earlier < 0 and participle:
                found = self._subject_of_main(verb, depth)
        elif flag & tags.COMMA:
            found = self._across_comma(before, verb, depth)
        elif sentence.lows[before] == ")":
            found = self._phrase_subject(self._opening_bracket(before))
        else:
            found = self._phrase_subject(start)
        return found

    def _accused(self, before: int) -> list[Mention]:
        """Whom somebody accuses ("accused Azerbaijan of shelling"): they did it."""
        verb = next(
            (
                at
                for at in range(before - 1, max(-1, before - 10), -1)
                if self.sentence.lows[at] in self.lexicon.accusing
            ),
            -1,
        )
        if verb < 0:
            return []
        if grammar.verb_group(self.sentence, verb).passive:
            return self.subject(verb, _DEPTH)[0]
        return [mention for mention in self.mentions.found if verb < mention.first < before]

    def _participle(self, verb: int) -> bool:
        """Whether a form in -ing hangs on another verb ("…, killing nine"), not on "be" ("are advancing")."""
        return (
            bool(self.sentence.flags[verb] & tags.ING) and not grammar.verb_group(self.sentence, verb).passive
        )

    def _opening_bracket(self, closing: int) -> int:
        lows = self.sentence.lows
        return next((at for at in range(closing, max(-1, closing - 12), -1) if lows[at] == "("), 0)

    def _across_comma(self, comma: int, verb: int, depth: int) -> Subject:
        """A verb behind a comma: after an insertion, or a participle or list of verbs that shares a subject."""
        flags = self.sentence.flags
        if self._participle(verb):
            earlier = self.verb_before(comma)
            return self.subject(earlier, depth + 1) if earlier >= 0 else NOBODY
        opened = next((at for at in range(comma - 1, max(-1, comma - 30), -1) if flags[at] & tags.COMMA), -1)
        if opened > 0:
            return self._subject_before(opened, verb, depth + 1)
        earlier = self.verb_before(comma)
        return self.subject(earlier, depth + 1) if earlier >= 0 else self._phrase_subject(comma)

    def _subject_of_main(self, verb: int, depth: int) -> Subject:
        """An opening participle ("Extending its hold, the M23 took …") shares the subject of the verb that follows."""
        flags = self.sentence.flags
        comma = next(
            (at for at in range(verb, min(self.sentence.size, verb + 30)) if flags[at] & tags.COMMA), -1
        )
        if comma < 0:
            return [], _NONE
        main = next(
            (
                at
                for at in range(comma + 1, min(self.sentence.size, comma + 25))
                if flags[at] & tags.PAST and not self.mentions.at[at]
            ),
            -1,
        )
        return self.subject(main, depth + 1) if main > 0 else NOBODY

    def verb_before(self, place: int) -> int:
        """The nearest verb to the left that can carry a subject."""
        flags = self.sentence.flags
        for at in range(place - 1, max(-1, place - _FAR), -1):
            flag = flags[at]
            if flag & tags.PUNCTUATION and self.sentence.lows[at] in {";", ":"}:
                return -1
            if (
                self.mentions.at[at] is not None
                or self.blocked[at]
                or (at in self.events and not flag & tags.PAST)
            ):
                continue
            if flag & (tags.PAST | tags.PARTICIPLE) and not grammar.adjectival(self.sentence, at):
                return at
            if (
                flag & tags.BASE
                and at
                and flags[at - 1] & (tags.NOMINAL | tags.CAPITAL | tags.MODAL | tags.PRONOUN)
            ):
                return at
            if flag & tags.ING and at and flags[at - 1] & tags.BE:
                return at
            if (
                flag & tags.BE
                and at
                and not flag & tags.ADVERB
                and self.sentence.lows[at] not in {"be", "been", "being"}
            ):
                return at
        return -1

    def _phrase_subject(self, end: int) -> Subject:
        """The noun phrase before a token, climbing over "of …" and "in …" to its head, with what is joined by "and"."""
        sentence, flags = self.sentence, self.sentence.flags
        phrase = self._before(end)
        tail: list[Mention] = self._mentions_in(phrase)
        if phrase.first > 1 and flags[phrase.first - 1] & tags.CONJUNCTION:
            opening = grammar.pair_opening(sentence, phrase.first - 1)
            phrase = self._before(opening) if opening > 0 else phrase
        chain = [phrase]
        while (
            phrase.first > 0
            and flags[phrase.first - 1] & tags.PREPOSITION
            and not flags[phrase.first - 1] & tags.SUBORDINATOR
            and sentence.lows[phrase.first - 1] != "than"
            and len(chain) < 8
        ):
            before = self._before(phrase.first - 1)
            described = (
                sentence.lows[phrase.first - 1] in {"by", "with"} or sentence.lows[before.head] in _DESCRIBED
            )
            if described and self._reduced(before.head):
                before = self._before(self._participle_place(before.head))
            verb = flags[before.head] & tags.VERB and not flags[before.head] & tags.NOMINAL
            if before.last <= before.first or (verb and before.head not in self.events):
                break
            phrase = before
            chain.append(phrase)
        head = chain[-1]
        if flags[head.head] & tags.PRONOUN and head.last > head.first:
            return self._antecedent(head.first)
        if len(chain) > 1:
            tail = [
                m for m in tail if m.kind != PLACE
            ]  # "an airstrike near Damascus killed": Damascus did nothing
        found = self._mentions_in(head) or tail
        kinds = self.kinds(head)
        if len(chain) > 1 and not self._mentions_in(head) and kinds & (_OTHER | _NUMBER | _QUANTITY):
            kinds = self.kinds(chain[-2])
            named = self._mentions_in(chain[-2])
            if sentence.lows[chain[-2].first - 1] == "of" or any(mention.kind != PLACE for mention in named):
                found = named or found
        if head.first > 0 and flags[head.first - 1] & tags.CONJUNCTION:
            found = [*self._joined(head.first - 1), *found]
        return found, kinds

    def _before(self, end: int) -> Phrase:
        """The noun phrase that ends before a token, without the words of who says so."""
        phrase = grammar.phrase_before(self.sentence, end)
        first = phrase.last
        while first > phrase.first and not self.blocked[first - 1]:
            first -= 1
        return phrase._replace(first=first) if first < phrase.last else phrase

    def _participle_place(self, place: int) -> int:
        return place if self.sentence.flags[place] & tags.VERB else place - 1

    def _reduced(self, place: int) -> bool:
        """Whether a participle describes the noun before it ("drones shot down by …")."""
        flags, verb = self.sentence.flags, self._participle_place(place)
        return (
            verb > 0
            and bool(flags[verb] & (tags.PAST | tags.PARTICIPLE))
            and not flags[verb - 1] & tags.AUXILIARY
        )

    def _antecedent(self, pronoun: int) -> Subject:
        """Whom "they" or "it" means: the nearest party named before it in the sentence."""
        spoken = [
            m for m in self.mentions.found if m.last <= pronoun and self.blocked[m.first] and m.kind != PLACE
        ]
        if spoken and self.sentence.lows[pronoun] in {"it", "he", "she"} and pronoun - spoken[-1].last < 10:
            run = spoken[-1]
            for mention in reversed(spoken):
                if all(self.blocked[at] for at in range(mention.first, run.first)):
                    run = mention
            return [run], _PRONOUN | _mention_kinds(run)
        for mention in reversed(self.mentions.found):
            if mention.last <= pronoun and mention.kind != PLACE:
                return [mention], _PRONOUN | _mention_kinds(mention)
        return [], _PRONOUN

    def _joined(self, conjunction: int) -> list[Mention]:
        """What stands before "and" in a list of subjects."""
        found: list[Mention] = []
        at, flags = conjunction - 1, self.sentence.flags
        while at >= 0 and conjunction - at < 20:
            mention = self.mentions.at[at]
            if mention is not None:
                if mention.kind != PLACE or (mention.ids[:1] and mention.ids[0].startswith("cc:")):
                    found.insert(0, mention)
                at = mention.first - 1
            elif (
                flags[at] & (tags.COMMA | tags.DETERMINER | tags.NOMINAL | tags.CONJUNCTION)
                or self.sentence.lows[at] == "of"
            ):
                at -= 1
            else:
                break
        return found

    def _mentions_in(self, phrase: Phrase) -> list[Mention]:
        found = dict.fromkeys(
            id(m) for at in range(max(0, phrase.first), phrase.last) if (m := self.mentions.at[at])
        )
        return [m for m in self.mentions.found if id(m) in found]


def _mention_kinds(mention: Mention) -> int:
    if mention.kind == PLACE:
        return _PLACE
    if mention.kind == ACTOR:
        return _ACTOR
    if mention.kind == NATION:
        return _ACTOR
    assert mention.kind == PARTY
    return 0 if mention.party is None else (_ARMED if mention.party.kind != "people" else _CIVIL)
