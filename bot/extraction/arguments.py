"""Who does it, to whom, where: the neighbours of a trigger word by their grammatical place."""

from bot.extraction import grammar, tags
from bot.extraction.grammar import Phrase
from bot.extraction.lexicon import kinds_mask
from bot.extraction.mentions import ACTOR, PLACE, Mention
from bot.extraction.nounphrases import NounPhrases, mention_kinds

_FAR = 40
"""Tokens to the right of a trigger that can still belong to it."""
_DEPTH = 5
"""How many verbs back a shared subject is looked for."""
_ACTOR, _OTHER, _NONE = (kinds_mask(kind) for kind in ("actor", "other", "none"))
_NUMBER, _PRONOUN, _QUANTITY = (kinds_mask(kind) for kind in ("number", "pronoun", "quantity"))


_DESCRIBED = frozenset({
    "tasked", "allied", "linked", "loyal", "deployed", "stationed", "trapped", "aligned", "armed", "affiliated", "accused",
    "suspected", "charged", "posted", "entrenched", "holed", "equipped", "dressed", "wearing", "riding", "travelling",
    "traveling", "carrying", "fleeing", "waiting", "protecting", "escorting", "transporting", "seeking", "returning", "attending",
    "belonging", "backed", "supported", "based", "known", "fighting", "operating", "living", "working", "serving", "guarding", "manning", "sheltering", "hiding",
})  # fmt: skip
"""Participles that describe those who did it ("the coalition tasked with fighting X withdrew")."""

_TIMING = frozenset({"before", "after", "until", "once"})
"""Words that open a clause in which a pronoun means whom the clause before speaks of."""
Subject = tuple[list[Mention], int]
"""The mentions of a subject and what its head can stand for."""
NOBODY: Subject = ([], _NONE)


class Analysis(NounPhrases):
    """One sentence made ready for asking: its noun phrases, and the subjects of its verbs."""

    __slots__ = ()

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
            found = self._subject_in_short(self._opening_bracket(before))
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

    def _subject_in_short(self, opening: int) -> Subject:
        """The subject before a bracket; "the volunteers (VDP)" names it only inside."""
        found, kinds = self._phrase_subject(opening)
        short = self.mentions.at[opening + 1]
        named = short is not None and short.kind == ACTOR and self.sentence.lows[opening] == "("
        if not named or short is None or any(mention.kind == ACTOR for mention in found):
            return found, kinds
        return [short], kinds | mention_kinds(short)

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
        whole = self.before(end)
        nearest = self._undescribed(whole)
        chain = self._chain(self._chain_start(nearest))
        head = chain[-1]
        if self.sentence.flags[head.head] & tags.PRONOUN and head.last > head.first:
            return self._antecedent(head.first)
        found, kinds = self._named_on(chain, self.mentions_in(nearest) or self.mentions_in(whole))
        if head.first > 0 and self.sentence.flags[head.first - 1] & tags.CONJUNCTION:
            found = [*self.joined(head.first - 1), *found]
        return found, kinds

    def _undescribed(self, phrase: Phrase) -> Phrase:
        """A noun phrase without the participle that describes its head ("soldiers guarding the bridge": soldiers)."""
        for at in range(phrase.first + 1, phrase.head):
            told = self.sentence.lows[at] in _DESCRIBED and self.sentence.flags[at] & tags.ING
            if told and not self.mentions.at[at] and self.names_or_noun(at - 1):
                return Phrase(phrase.first, at, at - 1)
        return phrase

    def _chain_start(self, phrase: Phrase) -> Phrase:
        """Where the climb begins: of "X with tanks and guns" at the tanks, of "fighting between A and B" before the sides."""
        if phrase.first < 2 or not self.sentence.flags[phrase.first - 1] & tags.CONJUNCTION:
            return phrase
        carried = self.before(phrase.first - 1)
        with_it = carried.first > 1 and self.sentence.lows[carried.first - 1] == "with"
        if with_it and not self.mentions_in(phrase) and not self.mentions_in(carried):
            return carried
        opening = grammar.pair_opening(self.sentence, phrase.first - 1)
        return self.before(opening) if opening > 0 else phrase

    def _chain(self, phrase: Phrase) -> list[Phrase]:
        """The noun phrases that prepositions hang on one another, from the last to the one that governs them."""
        sentence, flags = self.sentence, self.sentence.flags
        chain = [phrase]
        while (
            phrase.first > 0
            and flags[phrase.first - 1] & tags.PREPOSITION
            and not flags[phrase.first - 1] & tags.SUBORDINATOR
            and sentence.lows[phrase.first - 1] != "than"
            and len(chain) < 8
        ):
            before = self.before(phrase.first - 1)
            described = (
                sentence.lows[phrase.first - 1] in {"by", "with"} or sentence.lows[before.head] in _DESCRIBED
            )
            if described and self.reduced(before.head):
                before = self.before(self.participle_place(before.head))
            verb = flags[before.head] & tags.VERB and not flags[before.head] & tags.NOMINAL
            if before.last <= before.first or (verb and before.head not in self.events):
                break
            phrase = before
            chain.append(phrase)
        return chain

    def _named_on(self, chain: list[Phrase], nearest: list[Mention]) -> Subject:
        """Whom a chain of phrases names: its head, or what a head such as "dozens" counts."""
        head = chain[-1]
        if len(chain) > 1:
            # "an airstrike near Damascus killed": Damascus did nothing
            nearest = [mention for mention in nearest if mention.kind != PLACE]
        own = self.mentions_in(head)
        found, kinds = own or nearest, self.kinds(head)
        if len(chain) > 1 and not own and kinds & (_OTHER | _NUMBER | _QUANTITY):
            kinds = self.kinds(chain[-2])
            named = self.mentions_in(chain[-2])
            counted = self.sentence.lows[chain[-2].first - 1] == "of"
            if counted or any(mention.kind != PLACE for mention in named):
                found = named or found
        return found, kinds

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
            return [run], _PRONOUN | mention_kinds(run)
        leading = self._subject_of_leading(pronoun)
        if leading:
            return leading, _PRONOUN | mention_kinds(leading[0])
        for mention in reversed(self.mentions.found):
            if mention.last <= pronoun and mention.kind != PLACE:
                return [mention], _PRONOUN | mention_kinds(mention)
        return [], _PRONOUN

    def _subject_of_leading(self, pronoun: int) -> list[Mention]:
        """Whom "they" means in "X did this before they withdrew": the subject of the clause that leads."""
        opener = pronoun - 1
        if (
            opener < 1
            or self.sentence.lows[opener] not in _TIMING
            or self.sentence.lows[pronoun] not in {"they", "it"}
        ):
            return []
        verb = self.verb_before(opener)
        if verb < 0 or grammar.verb_group(self.sentence, verb).passive:
            return []
        return [mention for mention in self.subject(verb, _DEPTH)[0] if mention.kind != PLACE]
