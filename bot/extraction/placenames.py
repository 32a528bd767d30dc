"""Place names that no list holds, told by the words around them; and known names that are no places here.

"al-Nour district", "the village of Blahodatne", "in Kan Htaung Gyi", "Mazin Airfield", "A, B and C".
"""

from bot.extraction import placecues, tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.mentions import PLACE, Mention, Mentions
from bot.extraction.tokens import Sentence

_PARTICLES = frozenset(
    ["al", "el", "de", "del", "la", "las", "los", "le", "di", "da", "bin", "ibn", "ould", "wa", "ye"]
)
_FEATURES = frozenset({"base", "airport", "port", "crossing", "bridge", "dam", "feature", "camp"})
_SETTLED = frozenset({"village", "town", "city", "district", "neighbourhood"})
_KIN = frozenset({"family", "tribe", "clan", "brothers", "families", "tribes", "clans"})
_BODIES = _KIN | {
    "militias",
    "brigades",
    "battalions",
    "groups",
    "factions",
    "gangs",
    "communities",
    "parties",
}
_WORK = frozenset(
    {
        "aid",
        "rights",
        "human",
        "news",
        "militant",
        "militia",
        "rebel",
        "monitoring",
        "charity",
        "relief",
        "armed",
        "opposition",
    }
)
"""What a group does, between its name and "group"."""
_TAILS = frozenset({"local", "provincial", "regional", "central", "general"})
_DESCRIBING = (
    "-linked",
    "-backed",
    "-aligned",
    "-affiliated",
    "-led",
    "-held",
    "-controlled",
    "-allied",
    "-run",
)
_MADE_BY = (
    *_DESCRIBING, "-built", "-made", "-owned", "-occupied", "-annexed", "-administered", "-ruled", "-dominated", "-majority",
    "-speaking", "-funded", "-sponsored", "-supported", "-trained", "-supplied",
)  # fmt: skip
"""Ends of words that only say whose or by whom a place or thing is ("the Chinese-built bridge")."""
_DONE_TO_PEOPLE = frozenset({
    "killed", "killing", "kill", "arrested", "arresting", "detained", "detaining", "assassinated", "assassinating", "wounded",
    "kidnapped", "abducted", "beheaded", "executed", "murdered", "named", "identified", "nicknamed",
})  # fmt: skip
"""Verbs right before a name that make it a person's."""
_SEVERAL = frozenset({
    "fields", "oilfields", "bridges", "roads", "camps", "villages", "towns", "districts", "areas", "regions", "provinces", "states",
    "neighbourhoods", "neighborhoods", "suburbs", "farms", "communities", "counties", "cities", "islands", "mines",
})  # fmt: skip
"""Kinds in the plural, which belong to all names of a list and to none."""
_NAMED_IN_QUOTES = frozenset(
    ["division", "brigade", "battalion", "group", "operation", "unit", "regiment", "company", "newspaper"]
)
_DESCRIBED = frozenset({"country", "nation", "state", "capital", "government", "republic", "border"})
_FAITHS = frozenset(
    {"muslim", "muslims", "christian", "christians", "shia", "shiite", "sunni", "jewish", "hindu", "buddhist"}
)
_FOLLOWERS = frozenset({"sect", "faith", "religion", "minority", "movement", "order", "sects", "school"})
"""What a religion's or a people's name stands before."""
_LONGEST = 5
"""Words of the longest unknown name."""


def find(sentence: Sentence, mentions: Mentions, lexicon: Lexicon) -> None:
    """Add unknown place names to the mentions of a sentence, and take away known ones that are part of other names."""
    place = 0
    capital, at = tags.CAPITAL | tags.NUMBER, mentions.at
    while place < sentence.size:
        if at[place] is None and not sentence.flags[place] & capital:
            place += 1
            continue
        end = _run_end(sentence, mentions, place)
        if end == place:
            place += 1
            continue
        _judge(sentence, mentions, lexicon, place, end)
        place = end
    mentions.close()


def _run_end(sentence: Sentence, mentions: Mentions, start: int) -> int:
    """Where a run of capitalised tokens that begins here ends; parties and peoples end it."""
    if not _capital(sentence, mentions, start):
        return start
    at = start + 1
    while at < sentence.size:
        if _capital(sentence, mentions, at):
            at += 1
        elif (
            sentence.lows[at] in _PARTICLES | {"-"}
            and at + 1 < sentence.size
            and _capital(sentence, mentions, at + 1)
        ):
            at += 2
        else:
            break
    return at


def _capital(sentence: Sentence, mentions: Mentions, place: int) -> bool:
    mention = mentions.at[place]
    if mention is not None:
        return mention.kind == PLACE
    flag = sentence.flags[place]
    if flag & tags.CAPITAL:
        return True
    if flag & tags.NUMBER and place and sentence.lows[place - 1] in placecues.NUMBERED:
        return bool(sentence.flags[place - 1] & tags.CAPITAL)
    return (
        bool(flag & tags.NUMBER)
        and place + 1 < sentence.size
        and bool(
            sentence.flags[place + 1] & tags.CAPITAL
            and sentence.lows[place + 1] in {"brigade", "station", "base"}
        )
    )


def _judge(sentence: Sentence, mentions: Mentions, lexicon: Lexicon, start: int, end: int) -> None:
    """Decide about one run of capitalised tokens."""
    start = _trim_openers(sentence, mentions, lexicon, start, end)
    while end - start > 1 and mentions.at[end - 1] is None and _is_tail(sentence, end - 1):
        end -= 1
    if start >= end:
        return
    known = list({id(m): m for at in range(start, end) if (m := mentions.at[at])}.values())
    if not _of_a_kind(sentence, lexicon, start) and _is_person_or_body(
        sentence, lexicon, start, end, known=bool(known)
    ):
        kin = end < sentence.size and sentence.lows[end] in _KIN
        for mention in known:
            if (
                kin
                or _acronym(sentence, start, end)
                or not _stands_alone(mention, start, end)
                or mention.weak
            ):
                mentions.remove(mention)
        return
    if known:
        _judge_known(sentence, mentions, lexicon, start, end, known)
        return
    if _no_name(sentence, lexicon, start, end):
        return
    cue = placecues.cue(sentence, mentions, lexicon, start, end)
    if cue:
        last = end + 1 if cue == "typed" and sentence.lows[end] not in _SEVERAL else end
        owner = mentions.at[start - 2] if cue == "owned" else None
        mentions.add(Mention(start, last, PLACE, sentence.surface(start, last), inside=owner))


def _is_tail(sentence: Sentence, place: int) -> bool:
    """Whether a last word with a capital belongs to no name: "the Golan Heights Saturday", "Kharkiv Regional"."""
    return sentence.lows[place] in _TAILS or bool(sentence.flags[place] & tags.CALENDAR)


def _of_a_kind(sentence: Sentence, lexicon: Lexicon, start: int) -> bool:
    """Whether "the village of" or "settlements of" stands before, so that even a title is part of a place's name."""
    if start < 2 or sentence.lows[start - 1] != "of":
        return False
    return (
        lexicon.place_types.get(sentence.lows[start - 2], "") in _SETTLED
        or sentence.lows[start - 2] in placecues.SETTLEMENTS
    )


def _no_name(sentence: Sentence, lexicon: Lexicon, start: int, end: int) -> bool:
    """Whether an unknown run cannot name a place: too long, a common word, a paper, a unit's nickname, an adjective."""
    lows = sentence.lows
    common = lows[start] in lexicon.never_places or (end - start == 1 and lows[start] in lexicon.place_types)
    quoted = start > 1 and sentence.flags[start - 1] & tags.QUOTE and lows[start - 2] in _NAMED_IN_QUOTES
    describes = _adjective(sentence, start, end)
    describes = describes or all(flag & tags.COMPASS for flag in sentence.flags[start:end])
    describes = describes or lows[end - 1].endswith(_DESCRIBING) or _of_a_people(sentence, end)
    describes = describes or lows[end - 1] in _FAITHS or (end < sentence.size and lows[end] in _FOLLOWERS)
    return bool(
        common or quoted or describes or end - start > _LONGEST or lows[start:end] == ["russia", "today"]
    )


def _judge_known(
    sentence: Sentence, mentions: Mentions, lexicon: Lexicon, start: int, end: int, known: list[Mention]
) -> None:
    """A run that holds known places: keep them, let them go, or read the run as a longer name around them."""
    first, last = known[0], known[-1]
    if _describing(sentence, mentions, start, end, first):
        _let_go(mentions, known)
        return
    for mention in known:
        compass = all(sentence.flags[at] & tags.COMPASS for at in range(mention.first, mention.last))
        opener = compass or (mention.first == 0 and mention.last == 1 and sentence.lows[0] in lexicon.openers)
        if opener or (
            mention.weak and not placecues.cue(sentence, mentions, lexicon, mention.first, mention.last)
        ):
            mentions.remove(mention)
    kind = lexicon.place_types.get(sentence.lows[end]) if end < sentence.size else None
    if kind in _FEATURES and mentions.at[end] is None and last.last == end and last in mentions.found:
        longer = Mention(last.first, end + 1, PLACE, sentence.surface(last.first, end + 1), inside=last)
        mentions.remove(last)
        mentions.add(longer)
        return
    extra = [
        at for at in range(start, end) if mentions.at[at] is None and not sentence.flags[at] & tags.COMPASS
    ]
    if not extra or len(known) > 1 or end - start > _LONGEST:
        return
    typed = sentence.lows[end - 1] in lexicon.place_types and mentions.at[end - 1] is None
    if typed or placecues.cue(sentence, mentions, lexicon, start, end):
        longer = Mention(start, end, PLACE, sentence.surface(start, end), inside=first)
        mentions.remove(last)
        mentions.add(longer)
    elif extra[0] == first.last and _between_commas(sentence, start, end):
        mentions.remove(first)
    elif extra[0] == first.last and not sentence.flags[extra[0]] & (
        tags.TITLE | tags.CALENDAR | tags.NOMINAL
    ):
        longer = Mention(first.first, end, PLACE, sentence.surface(first.first, end), inside=first)
        mentions.remove(first)
        mentions.add(longer)
    elif extra[0] < first.first and sentence.flags[start] & tags.CAPITAL and start > 0:
        mentions.remove(first)


def _let_go(mentions: Mentions, known: list[Mention]) -> None:
    for mention in known:
        mentions.remove(mention)


def _describing(sentence: Sentence, mentions: Mentions, start: int, end: int, first: Mention) -> bool:
    """Whether a known name is only part of an adjective ("the West African nation", "the Gazan city of Khan Younis")."""
    if mentions.at[end - 1] is None and _of_a_people(sentence, end):
        return True
    town = bool(first.ids) and not first.ids[0].startswith("cc:")
    return town and _adjective(sentence, start, end)


def _between_commas(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a name only says who somebody is ("the spokesman, Oleh Hordiyenko, …")."""
    return start > 0 and end < sentence.size and sentence.lows[start - 1] == sentence.lows[end] == ","


def _adjective(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word only says where a named town lies ("the Gazan city of Khan Younis")."""
    if end - start > 1 or end + 1 >= sentence.size:
        return False
    describes = sentence.lows[start].endswith(("an", "ese", "ish"))
    return describes and sentence.lows[end] in _SETTLED and sentence.lows[end + 1] == "of"


def _of_a_people(sentence: Sentence, end: int) -> bool:
    """Whether the run only describes a country or town ("the West African country")."""
    describes = sentence.lows[end - 1].endswith(("an", "ese", "ish", "ern"))
    return describes and end < sentence.size and sentence.lows[end] in _DESCRIBED


def _trim_openers(sentence: Sentence, mentions: Mentions, lexicon: Lexicon, start: int, end: int) -> int:
    while start < end and mentions.at[start] is None:
        low = sentence.lows[start]
        opening = start == 0 or sentence.flags[start - 1] & (tags.QUOTE | tags.PUNCTUATION)
        if (
            low in lexicon.never_places
            or (opening and low in lexicon.openers)
            or sentence.flags[start] & tags.CALENDAR
            or low.endswith(_MADE_BY)
        ):
            start += 1
        else:
            break
    return start


def _is_person_or_body(sentence: Sentence, lexicon: Lexicon, start: int, end: int, *, known: bool) -> bool:
    """Whether the run is a person (a title before, a verb of saying behind) or an organisation by its last word."""
    lows, flags = sentence.lows, sentence.flags
    centre = lows[end - 1] in {"centre", "center"} and sentence.next_to(end, "for")
    if centre or lows[end - 1] in lexicon.organisation_words or _acronym(sentence, start, end):
        return True
    if end < sentence.size and flags[end] & tags.NOMINAL and lows[end] in lexicon.organisation_words:
        return True
    if end + 1 < sentence.size and lows[end] in _WORK and lows[end + 1] in lexicon.organisation_words:
        return True
    if _one_of_two_bodies(sentence, end):
        return True
    return _has_title(sentence, start, end, known=known) or (
        not known and _speaks(sentence, lexicon, start, end)
    )


def _one_of_two_bodies(sentence: Sentence, end: int) -> bool:
    """Read "the Bakara and al Halbous militias": both names are those of armed groups or kin."""
    if not sentence.next_to(end, "and"):
        return False
    at = end + 1
    while at < sentence.size and (sentence.flags[at] & tags.CAPITAL or sentence.lows[at] in _PARTICLES):
        at += 1
    return end + 1 < at < sentence.size and sentence.lows[at] in _BODIES


def _acronym(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the run only repeats a name in short, in brackets: "… Agency (NEMA)"."""
    if end - start > 1 or not start or end >= sentence.size or not sentence.words[start].isupper():
        return False
    return sentence.lows[start - 1] == "(" and sentence.lows[end] == ")"


def _has_title(sentence: Sentence, start: int, end: int, *, known: bool) -> bool:
    flags = sentence.flags
    at = start - 1
    while at >= 0 and sentence.lows[at] == ".":
        at -= 1
    if at >= 0 and flags[at] & tags.TITLE and not flags[at] & tags.PREPOSITION:
        return True
    if at >= 0 and at == start - 1 and sentence.lows[at] in _DONE_TO_PEOPLE and not known:
        return True
    inside = any(flags[place] & tags.TITLE for place in range(start + 1, end - 1))
    return inside or (bool(flags[start] & tags.TITLE) and end - start > (2 if known else 1))


def _speaks(sentence: Sentence, lexicon: Lexicon, start: int, end: int) -> bool:
    lows = sentence.lows
    behind = end + (1 if end < sentence.size and lows[end] == "," else 0)
    if behind >= sentence.size or lows[behind] not in lexicon.person_verbs:
        return False
    return not start or lows[start - 1] not in lexicon.strong_prepositions


def _stands_alone(mention: Mention, start: int, end: int) -> bool:
    return mention.first == start and mention.last == end
