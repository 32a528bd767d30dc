"""What a noun phrase can stand for, and whom it names."""

from bot.extraction import clauses, grammar, tags
from bot.extraction.grammar import Phrase
from bot.extraction.lexicon import Lexicon, Pattern, kinds_mask
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention, Mentions
from bot.extraction.tokens import Sentence

_PLACE, _NAME, _ACTOR, _OTHER, _NONE = (
    kinds_mask(kind) for kind in ("place", "name", "actor", "other", "none")
)
_NUMBER, _PRONOUN, _ARMED, _CIVIL = (kinds_mask(kind) for kind in ("number", "pronoun", "armed", "civil"))
_QUANTITY = kinds_mask("quantity")
_EVENT, _AIRBORNE = kinds_mask("event"), kinds_mask("airborne")


class NounPhrases:
    """The noun phrases of one sentence: tokens, mentions, clauses, and where noun triggers stand."""

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
                mention_kinds(mention)
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

    def before(self, end: int) -> Phrase:
        """The noun phrase that ends before a token, without the words of who says so."""
        phrase = grammar.phrase_before(self.sentence, end)
        first = phrase.last
        while first > phrase.first and not self.blocked[first - 1]:
            first -= 1
        return phrase._replace(first=first) if first < phrase.last else phrase

    def participle_place(self, place: int) -> int:
        """Where the participle stands that ends before or at a token."""
        return place if self.sentence.flags[place] & tags.VERB else place - 1

    def reduced(self, place: int) -> bool:
        """Whether a participle describes the noun before it ("drones shot down by …")."""
        flags, verb = self.sentence.flags, self.participle_place(place)
        return (
            verb > 0
            and bool(flags[verb] & (tags.PAST | tags.PARTICIPLE | tags.ING))
            and not flags[verb - 1] & tags.AUXILIARY
        )

    def names_or_noun(self, place: int) -> bool:
        """Whether a token is a noun or the end of a name."""
        return self.mentions.at[place] is not None or bool(
            self.sentence.flags[place] & (tags.NOMINAL | tags.CAPITAL)
        )

    def joined(self, conjunction: int) -> list[Mention]:
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

    def mentions_in(self, phrase: Phrase) -> list[Mention]:
        """The mentions that a phrase holds, in the order of the text."""
        found = dict.fromkeys(
            id(m) for at in range(max(0, phrase.first), phrase.last) if (m := self.mentions.at[at])
        )
        return [m for m in self.mentions.found if id(m) in found]


def mention_kinds(mention: Mention) -> int:
    """What a mention can stand for, as bits of `lexicon.KINDS`."""
    if mention.kind == PLACE:
        return _PLACE
    if mention.kind == ACTOR:
        return _ACTOR
    if mention.kind == NATION:
        return _ACTOR
    assert mention.kind == PARTY
    return 0 if mention.party is None else (_ARMED if mention.party.kind != "people" else _CIVIL)
