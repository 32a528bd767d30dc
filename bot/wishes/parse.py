"""Words → wish. Forgiving: separators, order and joining words hardly matter, and what is no word of ours is a name."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.domain.circles import LARGEST_KM
from bot.domain.claims import Status
from bot.domain.subscriptions import Cadence, Dimension, Term
from bot.wishes.vocabulary import Vocabulary, fold, vocabulary_for
from bot.wishes.wish import NEAR, Name, Wish

KM_IN_A_MILE = 1.609
MOST_NAMES = 20
_LONGEST_NAME = 8
_TOKEN = re.compile(r'"[^"]+"|“[^”]+”|«[^»]+»|>=|[,;:،؛、\n+&≥>]|[^\s,;:،؛、+&≥>"“”«»]+')
_SEPARATORS = frozenset(",;:،؛、\n")
_QUOTES = '"“”«»'
# "syria -damascus", as people write for search engines.
_MINUS = re.compile(r"[-−–][^\W\d]")
_DISTANCE = re.compile(r"(\d{1,4})(\D*)")
# Words that say what part the names behind them have, and words that say something by themselves.
_MARKS = {
    "not": Name(""),
    "by": Name("", dimension=Dimension.BY),
    "on": Name("", dimension=Dimension.ON),
    "in": Name("", dimension=Dimension.REGION),
    "from": Name("", dimension=Dimension.SOURCE),
    "near": Name("", dimension=Dimension.REGION, km=NEAR),
}
_SAYINGS = ("or", "drop", "polite", "here", "manner", "people", "types", "groups")


def parse(text: str, known: Callable[[str], bool], language: str = "en") -> Wish:
    """Return what somebody asks for.

    Args:
        text: the words.
        known: whether a phrase is the name of a place or a party: names that hold words of ours ("Bosnia and
            Herzegovina") are left whole.
        language: the chat's (an IETF tag).
    """
    words = _TOKEN.findall(text.strip().rstrip(".!?؟。"))
    return _Reader(words, vocabulary_for(text, language.partition("-")[0]), known).read()


@dataclass(slots=True)
class _Reader:
    """Goes through the words once; `_state` is the part that the next name has."""

    words: list[str]
    vocabulary: Vocabulary
    known: Callable[[str], bool]
    _folded: list[str] = field(init=False)
    _at: int = 0
    _name: list[str] = field(default_factory=list)
    _state: Name = field(default_factory=lambda: Name(""))
    _marked: bool = False
    _wish: Wish = field(default_factory=Wish)

    def __post_init__(self) -> None:
        self._folded = [fold(word) for word in self.words]

    def read(self) -> Wish:
        while self._at < len(self.words):
            self._step()
        self._end_name()
        return self._wish

    def _step(self) -> None:
        word = self.words[self._at]
        if _MINUS.match(word):
            self._mark(replace(_MARKS["not"], negated=True))
            self.words[self._at], self._folded[self._at] = word[1:], fold(word[1:])
        elif word in _SEPARATORS:
            self._end_name()
            self._state, self._marked = Name("", after=","), False
            self._at += 1
        elif word[0] in _QUOTES:
            self._end_name()
            self._add_name(word.strip(_QUOTES))
            self._at += 1
        elif length := self._whole_name():
            self._end_name()
            self._add_name(" ".join(self.words[self._at : self._at + length]))
            self._at += length
        elif not (self._distance() or self._severity() or self._status() or self._phrase()):
            self._name.append(word)
            self._at += 1

    def _whole_name(self) -> int:
        """Return how many words from here are one known name although one of them is a word of ours; 0 if none are."""
        for length in range(_LONGEST_NAME, 1, -1):
            span = range(self._at, self._at + length)
            if span.stop > len(self.words) or not all(self.words[i][0].isalpha() for i in span):
                continue
            ours = [self.vocabulary.find(self._folded[: span.stop], i) is not None for i in span]
            if any(ours) and not all(ours) and self.known(" ".join(self.words[span.start : span.stop])):
                return length
        return 0

    def _distance(self) -> bool:
        """Read "within 50 km of"."""
        at = self._skip(self._at, "within")
        match = _DISTANCE.fullmatch(self._folded[at]) if at < len(self._folded) else None
        if match is None:
            return False
        number, unit = match.groups()
        folded = [*self._folded[: at + 1], unit, *self._folded[at + 1 :]] if unit else self._folded
        found = self.vocabulary.find(folded, at + 1, "km", "miles")
        if found is None:
            return False
        end = at + 1 if unit else at + 1 + found.length
        km = int(number) * (KM_IN_A_MILE if found.sort == "miles" else 1)
        self._mark(replace(self._state, dimension=Dimension.REGION, km=max(1, min(LARGEST_KM, round(km)))))
        self._at = self._skip(end, "of")
        return True

    def _severity(self) -> bool:
        """Read "severity 3+", "at least severity 3", "3+"."""
        start = self._skip(self._at, "least")
        named = self._skip(start, "severity")
        at = self._skip(named, "least")
        if at >= len(self._folded) or self._folded[at] not in {"1", "2", "3", "4"}:
            return self._graveness(start)
        end = self._skip(at + 1, "more")
        if named == start and (end == at + 1 or self._folded[at + 1] != "+"):
            return False
        self._bound(int(self._folded[at]), end)
        return True

    def _graveness(self, at: int) -> bool:
        found = self.vocabulary.find(self._folded, at, "graveness")
        if found is None or self._name:
            return False
        self._bound(int(found.value), self._skip(at + found.length, "more"))
        return True

    def _bound(self, severity: int, end: int) -> None:
        self._end_name()
        self._wish = replace(self._wish, min_severity=severity)
        self._at = end

    def _status(self) -> bool:
        """Read "declared+", "at least reported", "confirmed only"."""
        at = self._skip(self._at, "least")
        found = self.vocabulary.find(self._folded, at, "status")
        if found is None:
            return False
        self._end_name()
        self._wish = replace(self._wish, min_status=Status(found.value))
        self._at = self._skip(at + found.length, "more")
        return True

    def _phrase(self) -> bool:
        """Read any other phrase of ours."""
        found = self.vocabulary.find(self._folded, self._at, *_MARKS, *_SAYINGS)
        if found is None or (found.sort == "drop" and self._name):
            return False
        self._end_name()
        if found.sort in _MARKS:
            self._mark(replace(_MARKS[found.sort], negated=found.sort == "not" or self._negated_here()))
        elif found.sort == "or":
            self._state = replace(self._state, after="or")
        elif found.sort == "manner":
            self._say(found.value)
        elif found.sort == "here":
            self._wish = replace(self._wish, here=True)
        elif found.sort == "people":
            part = self._state.dimension if self._state.dimension in {Dimension.BY, Dimension.ON} else None
            self._add_term(part or Dimension.ACTOR, found.value)
        elif found.sort not in {"drop", "polite"}:
            for key in found.value.split():
                self._add_term(Dimension.TYPE, key)
        self._at += found.length
        return True

    def _say(self, manner: str) -> None:
        """Set what is not about the events but about how to be told."""
        match manner:
            case "digest" | "instant":
                self._wish = replace(self._wish, cadence=Cadence(manner))
            case "silent" | "sound":
                self._wish = replace(self._wish, sound=manner == "sound")
            case _:
                self._wish = replace(self._wish, unlocated=True)

    def _skip(self, at: int, sort: str) -> int:
        """Return where the reading goes on behind a phrase of a sort, or the same place where there is none."""
        found = self.vocabulary.find(self._folded, at, sort) if at < len(self._folded) else None
        return at + found.length if found else at

    def _negated_here(self) -> bool:
        """Whether a "not" stands directly before."""
        return self._state.negated and self._marked

    def _mark(self, state: Name) -> None:
        self._end_name()
        self._state, self._marked = replace(state, after="or"), True

    def _end_name(self) -> None:
        if self._name:
            self._add_name(" ".join(self._name))
            self._name = []

    def _add_name(self, text: str) -> None:
        sensible = any(letter.isalpha() for letter in text) or self.known(text)
        if len(self._wish.names) < MOST_NAMES and sensible:
            named = replace(self._state, text=text)
            self._wish = replace(self._wish, names=(*self._wish.names, named))
        self._state, self._marked = replace(self._state, after=""), False

    def _add_term(self, dimension: Dimension, key: str) -> None:
        term = Term(dimension, key, self._state.negated)
        if not any((known.dimension, known.key) == (dimension, key) for known in self._wish.terms):
            self._wish = replace(self._wish, terms=(*self._wish.terms, term))
        self._marked = False
