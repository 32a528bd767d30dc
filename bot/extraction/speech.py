"""Who says so: frames of reported speech ("X said that …", "…, said X", "according to X"), nested ones too."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.extraction import grammar, tags, triggers
from bot.extraction import speech_edges as edges
from bot.extraction.arguments import Analysis
from bot.extraction.grammar import VerbGroup
from bot.extraction.lexicon import Form
from bot.extraction.speakers import Speaker, speaker_of

_CLASSES_THAT_SEE = frozenset({"witness", "media", "medic", "monitor"})
_NO_SPEECH_BEFORE = frozenset({"responsibility", "lives", "victory"})
_HEDGING_PASSIVES = frozenset(
    [
        "reported",
        "said",
        "believed",
        "claimed",
        "alleged",
        "rumoured",
        "rumored",
        "thought",
        "recorded",
        "documented",
    ]
)
_SPOKEN_FOR = frozenset({"report", "information", "word"})


@dataclass(slots=True)
class Frame:
    """One act of saying: which tokens it covers, which tokens it reports, and who speaks with which colour of verb.

    `colour` is say, claim, deny, dismiss, admit, confirm or hedge; `own` are the tokens of speaker and verb, which are
    no part of what is told.
    """

    own: tuple[int, int]
    scope: tuple[int, int]
    speaker: Speaker | None
    colour: str
    verb: str = ""

    @property
    def leading(self) -> bool:
        """Whether what is told stands behind the speaker."""
        return self.scope[0] >= self.own[1]


class _Verb(NamedTuple):
    """A verb of saying at a token, `length` tokens long."""

    place: int
    length: int
    colour: str
    form: Form
    group: VerbGroup


def frames(analysis: Analysis) -> list[Frame]:
    """Find the frames of a sentence, in the order of the text, and block their own tokens for other readings."""
    found: list[Frame] = []
    place = 0
    while place < analysis.sentence.size:
        frame = _at(analysis, place, found)
        if frame is None:
            place += 1
            continue
        found.append(frame)
        for at in range(*frame.own):
            analysis.blocked[at] = True
        place = max(frame.own[1], place + 1)
    _limit(found)
    return found


def _at(analysis: Analysis, place: int, found: list[Frame]) -> Frame | None:
    lexicon, lows = analysis.lexicon, analysis.sentence.lows
    according = lexicon.according.at(lows, place)
    if according is not None:
        return _according(analysis, place, place + according[0], according[1], found)
    frame = None
    if (
        analysis.mentions.at[place] is None
        and not _phrase_here(analysis, place)
        and (spoken := lexicon.speech.at(lows, place))
    ):
        length, (colour, form) = spoken
        verb = _Verb(place, length, colour, form, grammar.verb_group(analysis.sentence, place))
        frame = _cited(analysis, place) or _spoken(analysis, verb, found)
    if frame is None and (lows[place] in lexicon.hedged_nouns or lows[place] in lexicon.claim_nouns):
        frame = _noun(analysis, place)
    return frame


def _phrase_here(analysis: Analysis, place: int) -> bool:
    """Whether a longer trigger phrase begins with the verb ("claimed the lives of", "declared a ceasefire")."""
    return any(
        pattern.rest and triggers.match(analysis, place, pattern)
        for pattern in analysis.lexicon.patterns.get(analysis.sentence.lows[place], ())
    )


def _limit(found: list[Frame]) -> None:
    """A leading frame reports up to the next leading one; a trailing one back to the frame before it."""
    for frame, following in pairwise(found):
        if not frame.leading or frame.speaker is None:
            continue
        if following.leading and following.colour != "hedge" and following.speaker is not None:
            frame.scope = (frame.scope[0], min(frame.scope[1], following.own[0]))
        elif following.scope[1] <= following.own[0]:
            following.scope = (max(following.scope[0], frame.own[0]), following.scope[1])


def _according(analysis: Analysis, start: int, after: int, words: str, found: list[Frame]) -> Frame | None:
    """Read "according to X, …", "…, according to X", "according to X, cited by Y, …"."""
    sentence = analysis.sentence
    again = bool(found) and found[-1].leading and start - found[-1].own[1] <= 1
    leading = (
        again or start <= 1 or bool(sentence.flags[start - 1] & (tags.PUNCTUATION | tags.QUOTE) and start < 4)
    )
    end = edges.phrase_end(analysis, after, leading=leading)
    speaker = speaker_of(analysis, after, end)
    if words in {"reports", "citing", "quoting", "per"} and (speaker is None or speaker.sort == "none"):
        return None
    if speaker is None:
        return None
    colour = "claim" if "claimed" in words else "say"
    colour = "confirm" if words.startswith(("confirmed", "verified")) else colour
    scope = (end, sentence.size) if leading else (edges.left_bound(analysis, start), start)
    return Frame((start, end), scope, speaker, colour)


def _cited(analysis: Analysis, place: int) -> Frame | None:
    """Read "…, Reuters cited police sources as saying": the speaker stands behind the verb."""
    sentence = analysis.sentence
    if not sentence.lows[place].startswith(("cit", "quot")):
        return None
    ends = range(place + 1, min(sentence.size, place + 14))
    end = next((at for at in ends if sentence.next_to(at, "as", "saying")), -1)
    if end < 0:
        return None
    speaker = speaker_of(analysis, place + 1, end)
    start = edges.speaker_start(analysis, place, 0)
    if start > 2 and sentence.flags[start - 1] & tags.COMMA:
        scope = (edges.left_bound(analysis, start), start - 1)
        return Frame((start - 1, end + 2), scope, speaker, "say", "said")
    return Frame((start, end + 2), (end + 2, sentence.size), speaker, "say", "said")


def _spoken(analysis: Analysis, verb: _Verb, earlier: list[Frame]) -> Frame | None:
    """Read a verb of saying by what stands around it: passive, participle, inverted, trailing or leading."""
    group, sentence = verb.group, analysis.sentence
    following = sentence.lows[verb.place + 1] if verb.place + 1 < sentence.size else ""
    if group.infinitive or group.modal or (group.negated and verb.colour == "say"):
        return None
    if grammar.adjectival(sentence, verb.place):
        return None
    if following in _NO_SPEECH_BEFORE or (
        verb.form is Form.BASE and not edges.plural_before(analysis, group.start)
    ):
        return None
    if group.passive and verb.form in {Form.PAST, Form.PARTICIPLE}:
        return _passive(analysis, verb)
    if verb.form is Form.ING and not group.passive:
        return _participle(analysis, verb, earlier)
    return _inverted(analysis, verb) or _with_subject(analysis, verb, earlier)


def _inverted(analysis: Analysis, verb: _Verb) -> Frame | None:
    """Read "…," said X: the verb right behind a comma or quotation mark, its subject behind it."""
    sentence, before = analysis.sentence, verb.group.start - 1
    word = sentence.lows[verb.place]
    if word == "told" or verb.colour == "perceive" or (verb.form is not Form.PAST and word != "says"):
        return None
    if before < 0 or not sentence.flags[before] & (tags.COMMA | tags.QUOTE) or verb.group.start != verb.place:
        return None
    if not edges.names_speaker(analysis, verb.place + 1):
        return None
    end = edges.inverted_end(analysis, verb.place + 1)
    speaker = speaker_of(analysis, verb.place + 1, end)
    if speaker is None or speaker.sort == "none":
        return None
    scope = (edges.left_bound(analysis, before), before)
    return Frame((before, end), scope, speaker, verb.colour, sentence.lows[verb.place])


def _with_subject(analysis: Analysis, verb: _Verb, earlier: list[Frame]) -> Frame | None:
    """Read "X said …" (leading) and "…, X said" (trailing)."""
    sentence, word = analysis.sentence, analysis.sentence.lows[verb.place]
    start = edges.speaker_start(analysis, verb.group.start, earlier[-1].own[1] if earlier else 0)
    speaker = speaker_of(analysis, start, verb.group.start) or _shared(analysis, verb, earlier)
    if speaker is not None and speaker.sort == "none":
        speaker = _shared(analysis, verb, earlier) or speaker
    if speaker is None:
        return None
    start = min(start, verb.group.start)
    told = verb.place + verb.length
    after = edges.after_verb(analysis, told)
    opening = start - 1
    if opening >= 3 and sentence.flags[opening] & (tags.COMMA | tags.QUOTE) and edges.closes(analysis, after):
        scope = (edges.left_bound(analysis, opening), opening)
        return Frame((opening, after), scope, speaker, verb.colour, word)
    unsure = word in analysis.lexicon.guarded_speech or speaker.sort == "none"
    if unsure and not edges.reports_clause(analysis, told, after):
        return None
    if verb.colour == "perceive" and speaker.sort not in _CLASSES_THAT_SEE:
        return None
    if verb.colour == "perceive":
        start = verb.group.start  # what witnesses saw happened where they are
    return Frame((start, after), (after, sentence.size), speaker, verb.colour, word)


def _shared(analysis: Analysis, verb: _Verb, earlier: list[Frame]) -> Speaker | None:
    """Read "X could not confirm … and denied …": the speaker of the verb before "and"."""
    before = verb.group.start - 1
    if before < 1 or not analysis.sentence.flags[before] & tags.CONJUNCTION:
        return None
    main = analysis.verb_before(before)
    if main < 0:
        return earlier[-1].speaker if earlier else None
    end = grammar.verb_group(analysis.sentence, main).start
    return speaker_of(analysis, edges.speaker_start(analysis, end, 0), end)


def _passive(analysis: Analysis, verb: _Verb) -> Frame | None:
    """Read "was reported by X", "is said to have", "clashes were reported in": the deed stands on both sides."""
    sentence, place, start = analysis.sentence, verb.place, verb.group.start
    if sentence.next_to(place + 1, "by"):
        end = edges.phrase_end(analysis, place + 2)
        speaker = speaker_of(analysis, place + 2, end)
        if speaker is not None and speaker.sort != "none":
            return Frame((start, end), (0, sentence.size), speaker, verb.colour, sentence.lows[place])
    if sentence.lows[place] in _HEDGING_PASSIVES:
        kind = "claim" if verb.colour == "claim" else "hedge"
        return Frame((start, place + 1), (0, sentence.size), None, kind, sentence.lows[place])
    return None


def _participle(analysis: Analysis, verb: _Verb, earlier: list[Frame]) -> Frame | None:
    """Read ", adding that …", ", saying …": the speaker before goes on, or the subject of the clause speaks."""
    sentence, place = analysis.sentence, verb.place
    joins = tags.COMMA | tags.CONJUNCTION | tags.ADVERB | tags.NOMINAL
    if place and sentence.lows[place - 1] in analysis.lexicon.statements:
        joins = -1
    after = edges.after_verb(analysis, place + verb.length)
    if not place or not sentence.flags[place - 1] & joins:
        return None
    if not edges.reports_clause(analysis, place + verb.length, after):
        return None
    speaker = earlier[-1].speaker if earlier else None
    if sentence.lows[place - 1] in analysis.lexicon.statements:
        main = analysis.verb_before(place)
        end = grammar.verb_group(sentence, main).start if main >= 0 else 0
        named = speaker_of(analysis, edges.speaker_start(analysis, end, 0), end) if end else None
        if named is not None:
            return Frame(
                (min(place, end), after), (after, sentence.size), named, verb.colour, sentence.lows[place]
            )
    if sentence.flags[place - 1] & tags.NOMINAL:
        before = grammar.phrase_before(sentence, place)
        named = speaker_of(analysis, before.first, before.last)
        if named is not None and named.sort not in {"none", "pronoun", "person", "party"}:
            return Frame(
                (before.first, after), (after, sentence.size), named, verb.colour, sentence.lows[place]
            )
    if speaker is None:
        mentions, _ = analysis.subject(place)
        speaker = speaker_of(analysis, mentions[0].first, mentions[-1].last) if mentions else None
    if speaker is None:
        return None
    return Frame((place, after), (after, sentence.size), speaker, verb.colour, sentence.lows[place])


def _noun(analysis: Analysis, place: int) -> Frame | None:
    """Read "reports of …", "claims that …", "reports started appearing … that …": a hedge over what follows."""
    sentence = analysis.sentence
    low = sentence.lows[place]
    colour = "claim" if low in analysis.lexicon.claim_nouns else "hedge"
    following = sentence.lows[place + 1] if place + 1 < sentence.size else ""
    if following in {"that", "of"} and low not in _SPOKEN_FOR:
        return Frame((place, place + 2), (place + 2, _end_of_rumour(analysis, place + 2)), None, colour, low)
    if colour == "claim":
        return None
    for at in range(place + 1, min(sentence.size, place + 14)):
        if sentence.lows[at] == "that":
            carrier = _carrier(analysis, place + 1, at)
            return Frame((place, at + 1), (at + 1, _end_of_rumour(analysis, at + 1)), carrier, colour, low)
        if sentence.flags[at] & tags.STOP:
            return None
    return None


def _carrier(analysis: Analysis, start: int, end: int) -> Speaker | None:
    """Where the rumour was told: "in social media and pro-government outlets"."""
    lows = analysis.sentence.lows
    opening = next((at for at in range(start, end) if lows[at] in {"in", "on", "from", "by"}), -1)
    if opening < 0 or not analysis.lexicon.speakers.find(lows[opening + 1 : end]):
        return None
    return speaker_of(analysis, opening + 1, end)


def _end_of_rumour(analysis: Analysis, start: int) -> int:
    """What reports tell of ends at a comma with a verb behind it ("rumours that …, have sparked an exodus")."""
    flags = analysis.sentence.flags
    for at in range(start, analysis.sentence.size - 1):
        if flags[at] & tags.COMMA and flags[at + 1] & (tags.HAVE | tags.BE | tags.PAST):
            return at
    return analysis.sentence.size
