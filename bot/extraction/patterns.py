"""Where the words and phrases of the trigger tables stand in a sentence."""

from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.lexicon import Form, Pattern
from bot.extraction.lexicon.senses import GAP

_GAP_WORDS = 5


_NOT_IN_GAP = tags.PUNCTUATION | tags.SUBORDINATOR | tags.RELATIVE | tags.BE | tags.MODAL


def note_matches(analysis: Analysis) -> None:
    """Note which trigger words stand where, and the nouns among them, which other words ask for ("repelled an attack")."""
    patterns = analysis.lexicon.patterns
    for place in [place for place, low in enumerate(analysis.sentence.lows) if low in patterns]:
        found = [
            (pattern, end)
            for pattern in _likely(analysis, place)
            if (end := match(analysis, place, pattern) if pattern.rest else place + 1)
        ]
        if found:
            analysis.matches[place] = found
            noun = next((end for pattern, end in found if pattern.form is Form.NOUN), 0)
            while noun > place + 1 and analysis.sentence.flags[noun - 1] & tags.PREPOSITION:
                noun -= 1
            if noun:
                analysis.events.add(noun - 1)


def _likely(analysis: Analysis, place: int) -> tuple[Pattern, ...]:
    """The patterns that begin with a word and may go on with what stands behind it."""
    sentence, lexicon, at = analysis.sentence, analysis.lexicon, place + 1
    if at >= sentence.size:
        return lexicon.patterns_before(sentence.lows[place], "")
    if sentence.flags[at] & tags.QUOTE or grammar.moment_end(sentence, at):
        return lexicon.patterns[sentence.lows[place]]
    return lexicon.patterns_before(sentence.lows[place], sentence.lows[at])


def match(analysis: Analysis, place: int, pattern: Pattern) -> int:
    """Return the token behind the phrase that begins here, 0 where it does not."""
    rest = pattern.rest
    sentence, at = analysis.sentence, place + 1
    if rest[0] != GAP:
        quoted = at < sentence.size and sentence.flags[at] & tags.QUOTE
        if at < sentence.size and sentence.lows[at] != rest[0] and not quoted:
            at = grammar.moment_end(sentence, at) or sentence.size  # "moved in the last few days to"
        if at >= sentence.size or (sentence.lows[at] != rest[0] and not quoted):
            return 0
    return _match_rest(analysis, at, rest, 0)


def _match_rest(analysis: Analysis, at: int, rest: tuple[str, ...], index: int) -> int:
    lows, size = analysis.sentence.lows, analysis.sentence.size
    while index < len(rest):
        word = rest[index]
        if word == GAP:
            wanted = rest[index + 1]
            for skip in range(_GAP_WORDS + 1):
                if at + skip >= size:
                    return 0
                if lows[at + skip] == wanted:
                    end = _match_rest(analysis, at + skip, rest, index + 1)
                    if end:
                        return end
                flag = analysis.sentence.flags[at + skip]
                if flag & _NOT_IN_GAP and lows[at + skip] != "of" and not flag & tags.QUOTE:
                    return 0
            return 0
        while at < size and analysis.sentence.flags[at] & tags.QUOTE:
            at += 1  # gained "full control" of
        if at >= size or lows[at] != word:
            return 0
        at += 1
        index += 1
    return at
