"""What sort of speaker a phrase names: official, belligerent, medium, monitor, witness, medic, unnamed source."""

from dataclasses import dataclass
from itertools import pairwise

from bot.domain.claims import Status
from bot.extraction import tags
from bot.extraction.arguments import Analysis
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention

_LONGEST = 14
"""Words of an attribution as it is kept."""
_STATUS = {
    "official": Status.DECLARED, "party": Status.DECLARED, "person": Status.DECLARED,     "pronoun": Status.REPORTED,
    "witness": Status.REPORTED, "medic": Status.REPORTED, "media": Status.REPORTED, "monitor": Status.REPORTED,
    "unnamed": Status.REPORTED, "none": Status.REPORTED,
}  # fmt: skip
_NOT_OFFICIAL = frozenset({"witness", "medic", "media", "monitor"})
_MEDIA_ENDINGS = ("news", "post", "times", "tv", "today", "press", "24")
_SERVING = frozenset(["officer", "soldier", "fighter", "policeman", "militiaman", "serviceman"])
_REPORTERS = frozenset({"reporter", "correspondent", "journalist", "newspaper", "agency reports"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the words of the text, the sort, and the actors and last name in the phrase."""

    text: str
    sort: str
    actors: tuple[Mention, ...] = ()
    name: str = ""

    @property
    def status(self) -> Status:
        """The status of what this speaker says plainly; "he" and "it" mostly mean a spokesman or a body."""
        if self.sort == "pronoun" and self.text.lower() in {"he", "it"}:
            return Status.DECLARED
        return _STATUS[self.sort]


def speaker_of(analysis: Analysis, first: int, last: int) -> Speaker | None:
    """Read the tokens from `first` up to `last` as a speaker; None where there are none."""
    sentence = analysis.sentence
    while last > first and sentence.flags[last - 1] & (tags.STOP | tags.QUOTE):
        last -= 1
    while first < last and sentence.flags[first] & (tags.STOP | tags.QUOTE | tags.CONJUNCTION):
        first += 1
    if last <= first:
        return None
    mentions = tuple(m for m in analysis.mentions.found if first <= m.first < last)
    end = min(last, first + _LONGEST)
    cut = sentence.lows[first:end].count("(") > sentence.lows[first:end].count(")")
    text = sentence.surface(
        first, end + 1 if cut and end < sentence.size and sentence.lows[end] == ")" else end
    )
    return Speaker(text, _sort(analysis, first, last, mentions), mentions, _last_name(analysis, first, last))


def _sort(analysis: Analysis, first: int, last: int, mentions: tuple[Mention, ...]) -> str:
    """The sort of a speaker: unnamed sources first, then what the head noun says, then any word of the phrase."""
    sentence = analysis.sentence
    lows = sentence.lows[first:last]
    if len(lows) <= 2 and sentence.flags[first] & tags.PRONOUN and lows[0] not in {"those", "one"}:
        return "pronoun" if lows[0] in {"he", "she", "they", "it"} else "none"
    sorts = [hit[2] for hit in analysis.lexicon.speakers.find(lows)]
    if not sorts:
        sorts = _sorts_by_ending(analysis, lows)
    unnamed = lows[0] in {"a", "an", "another", "one"} and not _named(analysis, first, last)
    if unnamed and (not sorts or _SERVING.intersection(lows)):
        return "unnamed"
    if sorts:
        return _sort_of_words(analysis, first, last, sorts)
    if any(_acts(mention) for mention in mentions):
        return "party"
    named = any(sentence.flags[at] & tags.CAPITAL for at in range(first, last))
    if named and len(lows) <= 3 and any(mention.kind == PLACE for mention in mentions):
        return "party"
    return "person" if named else "none"


def _named(analysis: Analysis, first: int, last: int) -> bool:
    """Whether a person's name stands in the phrase: two capitalised words that name no party or place."""
    flags, at = analysis.sentence.flags, analysis.mentions.at
    names = [
        place
        for place in range(first, last)
        if flags[place] & tags.CAPITAL
        and at[place] is None
        and not flags[place] & (tags.TITLE | tags.CALENDAR)
    ]
    return any(after - before == 1 for before, after in pairwise(names))


def _sorts_by_ending(analysis: Analysis, lows: list[str]) -> list[str]:
    """What tells a speaker without any word of the table: a paper's name, a bare statement."""
    if lows[-1].endswith(_MEDIA_ENDINGS):
        return ["media"]
    stated = not analysis.lexicon.statements.isdisjoint(lows) and "report" not in lows
    return ["official"] if stated else []


def _sort_of_words(analysis: Analysis, first: int, last: int, sorts: list[str]) -> str:
    if "unnamed" in sorts:
        return "unnamed"
    head = _head_sort(analysis, first, last)
    if head in _NOT_OFFICIAL:
        return "official" if "official" in sorts and _joined_official(analysis, first, last) else head
    if "monitor" in sorts or ("media" in sorts and _reporters_of(analysis, first, last)):
        return "monitor" if "monitor" in sorts else "media"
    return next(sort for sort in ("official", "witness", "medic", "media") if sort in sorts)


def _reporters_of(analysis: Analysis, first: int, last: int) -> bool:
    return not _REPORTERS.isdisjoint(analysis.sentence.lows[first:last])


def _acts(mention: Mention) -> bool:
    if mention.kind == PARTY:
        return mention.party is not None and mention.party.kind in {"group", "state"}
    return mention.kind in {ACTOR, NATION}


def _head_sort(analysis: Analysis, first: int, last: int) -> str:
    """The sort of the head noun: the last speaker word before a preposition, comma or relative clause."""
    sentence = analysis.sentence
    head = ""
    for at in range(first, last):
        flag = sentence.flags[at]
        if (
            at > first
            and flag & (tags.PREPOSITION | tags.COMMA | tags.RELATIVE)
            and head
            and not flag & tags.DETERMINER
        ):
            break
        hit = analysis.lexicon.speakers.at(sentence.lows, at)
        if hit is not None:
            head = hit[1]
    return head


def _joined_official(analysis: Analysis, first: int, last: int) -> bool:
    """Whether an official is joined to another speaker by "and" ("an army officer and residents")."""
    sentence = analysis.sentence
    for at in range(first + 1, last - 1):
        if sentence.lows[at] == "and":
            left = [hit[2] for hit in analysis.lexicon.speakers.find(sentence.lows[first:at])]
            right = [hit[2] for hit in analysis.lexicon.speakers.find(sentence.lows[at + 1 : last])]
            if (left and left[-1] == "official") or (right and right[-1] == "official"):
                return True
    return False


def _last_name(analysis: Analysis, first: int, last: int) -> str:
    """The last capitalised word of the first name in the phrase: how the report will call the speaker later."""
    sentence = analysis.sentence
    name = ""
    for at in range(first, last):
        flag = sentence.flags[at]
        if (
            flag & tags.CAPITAL
            and not flag & (tags.TITLE | tags.CALENDAR)
            and analysis.mentions.at[at] is None
        ):
            name = sentence.lows[at]
        elif name and flag & (tags.COMMA | tags.PREPOSITION):
            break
    return name
