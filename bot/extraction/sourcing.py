"""Speech that is no plain "X said": "according to X", "reports of", "released a statement that", "accused Y of"."""

from bot.extraction import grammar, tags
from bot.extraction import speech_edges as edges
from bot.extraction.arguments import Analysis
from bot.extraction.frames import Frame
from bot.extraction.speakers import Speaker, speaker_of

_SPOKEN_FOR = frozenset({"report", "information", "word"})


def accusation(analysis: Analysis, place: int) -> Frame | None:
    """Read "X accused Y of shelling", "X blamed Y for the attack", "Y was accused of": what follows is X's claim."""
    sentence, group = analysis.sentence, grammar.verb_group(analysis.sentence, place)
    ends = range(place + 1, min(sentence.size - 1, place + 14))
    end = next(
        (at for at in ends if sentence.lows[at] in {"of", "for"} and _deed_behind(analysis, at + 1)), -1
    )
    if end < 0 or group.modal or group.infinitive:
        return None
    speaker = None
    if not group.passive:
        start = edges.speaker_start(analysis, group.start, 0)
        speaker = speaker_of(analysis, start, group.start)
    return Frame((place, place + 1), (end + 1, sentence.size), speaker, "claim", "accused")


def _deed_behind(analysis: Analysis, at: int) -> bool:
    near = range(at, min(analysis.sentence.size, at + 6))
    return bool(analysis.sentence.flags[at] & tags.ING) or any(place in analysis.events for place in near)


def stated(analysis: Analysis, place: int) -> Frame | None:
    """Read "The coalition, however, released a statement that it had killed …"."""
    verb = analysis.verb_before(place)
    if verb < 0:
        return None
    end = grammar.verb_group(analysis.sentence, verb).start
    while end > 1 and analysis.sentence.lows[end - 2] == "however":
        end -= 3
    speaker = speaker_of(analysis, edges.speaker_start(analysis, end, 0), end)
    if speaker is None or speaker.sort == "none":
        return None
    return Frame((place, place + 2), (place + 2, analysis.sentence.size), speaker, "say", "stated")


def noun(analysis: Analysis, place: int) -> Frame | None:
    """Read "reports of …", "claims that …", "reports started appearing … that …": a hedge over what follows."""
    sentence = analysis.sentence
    low = sentence.lows[place]
    colour = "claim" if low in analysis.lexicon.claim_nouns else "hedge"
    following = sentence.lows[place + 1] if place + 1 < sentence.size else ""
    if following in {"of", "by", "from"} and _says_later(analysis, place + 2):
        return None
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


def _says_later(analysis: Analysis, start: int) -> bool:
    """Whether a verb of saying follows: "a report of the channel claimed that …"."""
    sentence = analysis.sentence
    for at in range(start, min(sentence.size - 1, start + 14)):
        if sentence.flags[at] & tags.PAST and sentence.lows[at + 1] == "that":
            return analysis.lexicon.speech.at(sentence.lows, at) is not None
        if sentence.flags[at] & (tags.COMMA | tags.RELATIVE):
            return False
    return False


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


def according(analysis: Analysis, start: int, after: int, words: str, found: list[Frame]) -> Frame | None:
    """Read "according to X, …", "…, according to X", "according to X, cited by Y, …"."""
    sentence = analysis.sentence
    again = bool(found) and start - found[-1].own[1] <= 1
    leading = (
        again or start <= 1 or bool(sentence.flags[start - 1] & (tags.PUNCTUATION | tags.QUOTE) and start < 4)
    )
    end = edges.phrase_end(analysis, after, leading=leading)
    speaker = speaker_of(analysis, after, end)
    if again and words in {"cited by", "quoted by", "as reported by"}:
        return None
    if again and not found[-1].leading:
        return Frame((start, end), found[-1].scope, speaker, "say") if speaker is not None else None
    if words in {"reports", "citing", "quoting", "per"} and (speaker is None or speaker.sort == "none"):
        return None
    if speaker is None:
        return None
    colour = "claim" if "claimed" in words else "say"
    colour = "confirm" if words.startswith(("confirmed", "verified")) else colour
    scope = (end, sentence.size) if leading else (edges.left_bound(analysis, start), start)
    return Frame((start, end), scope, speaker, colour)


def cited(analysis: Analysis, place: int) -> Frame | None:
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
