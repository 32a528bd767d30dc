"""Who says so: frames of reported speech ("X said that …", "…, said X", "according to X"), nested ones too."""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bot.extraction import grammar, sourcing, tags
from bot.extraction import speech_edges as edges
from bot.extraction import speech_told as told
from bot.extraction.arguments import Analysis
from bot.extraction.frames import Frame
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
_REBUTTING = frozenset({"deny", "dismiss"})
_ARTICLES = frozenset({"a", "an", "the", "this", "that", "these", "those", "such", "all"})
_CLAIMS = frozenset({
    "claim", "claims", "charge", "charges", "accusation", "accusations", "allegation", "allegations", "assertion",
    "assertions", "report", "reports",
})  # fmt: skip
_PRESS_VERBS = frozenset({"reports", "writes"})


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
    starts, beyond = analysis.lexicon.speech_starts, 0
    for place, low in enumerate(analysis.sentence.lows):
        if place < beyond or low not in starts:
            continue
        frame = _at(analysis, place, found)
        if frame is None:
            continue
        frame = _named(frame, found)
        found.append(frame)
        for at in range(*frame.own):
            analysis.blocked[at] = True
        beyond = max(frame.own[1], place + 1)
    _limit(found)
    return found


def _named(frame: Frame, earlier: list[Frame]) -> Frame:
    """Read "according to the military, which said": the speaker named just before speaks on."""
    speaker = frame.speaker
    if speaker is None or speaker.text.lower() not in {"which", "who"} or not earlier:
        return frame
    before = earlier[-1]
    if before.speaker is not None and frame.own[0] - before.own[1] <= 1:
        frame.speaker = before.speaker
    return frame


def _at(analysis: Analysis, place: int, found: list[Frame]) -> Frame | None:
    lexicon, lows = analysis.lexicon, analysis.sentence.lows
    according = lexicon.according.at(lows, place)
    if according is not None:
        return sourcing.according(analysis, place, place + according[0], according[1], found)
    if lows[place] in lexicon.accusing and analysis.mentions.at[place] is None:
        return sourcing.accusation(analysis, place)
    if lows[place] in lexicon.statements and analysis.sentence.next_to(place + 1, "that"):
        return sourcing.stated(analysis, place)
    frame = None
    if (
        analysis.mentions.at[place] is None
        and not _phrase_here(analysis, place)
        and (spoken := lexicon.speech.at(lows, place))
    ):
        length, (colour, form) = spoken
        verb = _Verb(place, length, colour, form, grammar.verb_group(analysis.sentence, place))
        frame = sourcing.cited(analysis, place) or _spoken(analysis, verb, found)
    if frame is None and (lows[place] in lexicon.hedged_nouns or lows[place] in lexicon.claim_nouns):
        frame = sourcing.noun(analysis, place)
    return frame


def _phrase_here(analysis: Analysis, place: int) -> bool:
    """Whether a longer trigger phrase begins with the verb ("claimed the lives of", "declared a ceasefire")."""
    return any(pattern.rest for pattern, _ in analysis.matches.get(place, ()))


def _limit(found: list[Frame]) -> None:
    """A leading frame reports up to the next leading one; a trailing one back to the frame before it."""
    for frame, following in pairwise(found):
        if not frame.leading or frame.speaker is None:
            continue
        if following.leading and following.colour != "hedge" and following.speaker is not None:
            frame.scope = (frame.scope[0], min(frame.scope[1], following.own[0]))
        elif following.scope[1] <= following.own[0]:
            following.scope = (max(following.scope[0], frame.own[0]), following.scope[1])


def _spoken(analysis: Analysis, verb: _Verb, earlier: list[Frame]) -> Frame | None:
    """Read a verb of saying by what stands around it: passive, participle, inverted, trailing or leading."""
    group, sentence = verb.group, analysis.sentence
    if group.infinitive and group.passive and sentence.lows[verb.place] in _HEDGING_PASSIVES:
        return _passive(analysis, verb)
    if _reported_deed(analysis, verb):
        return Frame(
            (verb.place, verb.place + 1), (0, sentence.size), None, "hedge", sentence.lows[verb.place]
        )
    if not _can_be_speech(analysis, verb):
        return None
    if group.passive and verb.form in {Form.PAST, Form.PARTICIPLE}:
        return _passive(analysis, verb)
    if verb.form is Form.ING and not group.passive:
        return _participle(analysis, verb, earlier)
    return _inverted(analysis, verb) or _with_subject(analysis, verb, earlier)


def _reported_deed(analysis: Analysis, verb: _Verb) -> bool:
    """Read "Explosion reported in Kabul": what is reported stands before, and nobody says who reports it."""
    place = verb.place
    bare = verb.group.start == place and verb.form in {Form.PAST, Form.PARTICIPLE}
    following = analysis.sentence.flags[place + 1] if place + 1 < analysis.sentence.size else tags.STOP
    leads_on = bool(following & (tags.PREPOSITION | tags.STOP)) and not following & tags.QUOTE
    return (
        bare
        and place - 1 in analysis.events
        and analysis.sentence.lows[place] in _HEDGING_PASSIVES
        and leads_on
        and not analysis.sentence.next_to(place + 1, "by")
    )


def _can_be_speech(analysis: Analysis, verb: _Verb) -> bool:
    """Whether a verb of saying says something here: no wish, no adjective, no noun, no other meaning."""
    group, sentence = verb.group, analysis.sentence
    following = sentence.lows[verb.place + 1] if verb.place + 1 < sentence.size else ""
    if group.infinitive or group.modal or (group.negated and verb.colour == "say"):
        return False
    believed = verb.form is Form.PAST and following == "to" and not group.passive and verb.colour == "say"
    noun = verb.form is Form.BASE and not edges.plural_before(analysis, group.start)
    other = following in _NO_SPEECH_BEFORE or following in {"'", "’", "'s", "’s"}
    return not (believed or noun or other or grammar.adjectival(sentence, verb.place))


def _inverted(analysis: Analysis, verb: _Verb) -> Frame | None:
    """Read "…," said X: the verb right behind a comma or quotation mark, its subject behind it."""
    sentence, before = analysis.sentence, verb.group.start - 1
    word = sentence.lows[verb.place]
    if (
        word == "told"
        or verb.colour in {"perceive", "deny", "dismiss"}
        or (verb.form is not Form.PAST and word != "says")
    ):
        return None
    if before < 0 or not sentence.flags[before] & (tags.COMMA | tags.QUOTE) or verb.group.start != verb.place:
        return None
    if not edges.names_speaker(analysis, verb.place + 1):
        return None
    end = edges.inverted_end(analysis, verb.place + 1)
    speaker = speaker_of(analysis, verb.place + 1, end)
    if speaker is None or speaker.sort == "none":
        return None
    scope = _both_sides(analysis, before, end)
    return Frame((before, end), scope, speaker, verb.colour, sentence.lows[verb.place])


def _both_sides(analysis: Analysis, opening: int, after: int) -> tuple[int, int]:
    """What an inserted "he said" reports: what stands before, and the quotation that goes on behind."""
    end = analysis.sentence.size if told.quote_follows(analysis, after) else opening
    return edges.left_bound(analysis, opening), end


def _with_subject(analysis: Analysis, verb: _Verb, earlier: list[Frame]) -> Frame | None:
    """Read "X said …" (leading) and "…, X said" (trailing)."""
    rebuttal = _rebuttal(analysis, verb) if verb.colour in _REBUTTING else None
    if rebuttal is not None:
        return rebuttal
    start = edges.speaker_start(analysis, verb.group.start, earlier[-1].own[1] if earlier else 0)
    speaker = speaker_of(analysis, start, verb.group.start) or _shared(analysis, verb, earlier)
    if speaker is not None and speaker.sort == "none":
        speaker = _shared(analysis, verb, earlier) or speaker
    if speaker is None:
        return None
    if analysis.sentence.lows[verb.place] == "states" and speaker.sort in {"none", "person"}:
        return None
    start = min(start, verb.group.start)
    return _trailing(analysis, verb, start, speaker) or _leading(analysis, verb, start, speaker)


def _rebuttal(analysis: Analysis, verb: _Verb) -> Frame | None:
    """Read "…, a claim X dismissed" and "…; X denied the accusation": what stands before is denied by X."""
    sentence = analysis.sentence
    start = edges.speaker_start(analysis, verb.group.start, 0)
    behind = verb.place + verb.length
    after = told.after_verb(analysis, behind)
    named = sentence.lows[start : start + 2]
    if start and len(named) == 2 and named[0] in _ARTICLES and named[1] in _CLAIMS:
        first = start + 2 + (sentence.lows[start + 2] in {"that", "which"})
        opening = start - 1
    elif start > 3 and _of_a_claim(analysis, behind):
        first = start
        opening = start - 1
    else:
        return None
    speaker = speaker_of(analysis, first, verb.group.start)
    if speaker is None or speaker.sort == "none":
        return None
    return Frame((start, after), (0, opening), speaker, "rebut", sentence.lows[verb.place])


def _of_a_claim(analysis: Analysis, at: int) -> bool:
    """Whether the object is only "the accusation", "those claims" or "it", and the clause ends there."""
    sentence = analysis.sentence
    if at < sentence.size and sentence.lows[at] in _ARTICLES:
        at += 1
    if at >= sentence.size or sentence.lows[at] not in _CLAIMS:
        return False
    return at + 1 >= sentence.size or bool(sentence.flags[at + 1] & tags.STOP)


def _trailing(analysis: Analysis, verb: _Verb, start: int, speaker: Speaker) -> Frame | None:
    """Read "…, X said", also with a quotation that goes on, and ", which X denies"."""
    sentence, word = analysis.sentence, analysis.sentence.lows[verb.place]
    after = told.after_verb(analysis, verb.place + verb.length)
    opening = start - 1
    if verb.colour in _REBUTTING and opening > 1 and sentence.lows[opening] == "which":
        scope = (edges.left_bound(analysis, opening), opening)
        return Frame((opening, after), scope, speaker, "rebut", word)
    ends = told.closes(analysis, after) or (
        opening > 0 and sentence.flags[opening] & tags.QUOTE and sentence.flags[opening - 1] & tags.STOP
    )
    if opening < 3 or not sentence.flags[opening] & (tags.COMMA | tags.QUOTE) or not ends:
        return None
    if word in _PRESS_VERBS and speaker.sort == "person":
        speaker = replace(speaker, sort="media")
    if told.quote_follows(analysis, after) and not told.tells(analysis, opening):
        return None
    return Frame((opening, after), _both_sides(analysis, opening, after), speaker, verb.colour, word)


def _leading(analysis: Analysis, verb: _Verb, start: int, speaker: Speaker) -> Frame | None:
    """Read "X said that …"; verbs that mean other things too need a clause or a deed behind them."""
    sentence, word = analysis.sentence, analysis.sentence.lows[verb.place]
    behind = verb.place + verb.length
    after = told.after_verb(analysis, behind)
    unsure = word in analysis.lexicon.guarded_speech or speaker.sort == "none"
    if unsure and not told.reports_clause(analysis, behind, after):
        return None
    if word in analysis.lexicon.counting and not told.counts(analysis, behind):
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
    after = told.after_verb(analysis, place + verb.length)
    stated = bool(place) and sentence.lows[place - 1] in analysis.lexicon.statements
    if not place or not (stated or sentence.flags[place - 1] & joins):
        return None
    if not told.reports_clause(analysis, place + verb.length, after):
        return None
    speaker = earlier[-1].speaker if earlier else None
    if stated:
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
