"""A people's name before the force it names: "Malian special units", "Thai and Cambodian soldiers", "the X (Y) group"."""

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.mentions import ACTOR, NATION, PLACE, Mention, Mentions
from bot.extraction.tokens import Sentence
from bot.knowledge import World

_FAR = 4
"""Words between a people's name and the force that is its own ("Yemeni internationally recognised government")."""
_ENDS = (
    tags.STOP | tags.PREPOSITION | tags.CONJUNCTION | tags.SUBORDINATOR | tags.RELATIVE | tags.AUXILIARY | tags.POSSESSIVE
    | tags.NUMBER | tags.PRONOUN | tags.DETERMINER
)  # fmt: skip
_JOINED = frozenset({"and", "or", "&", ","})


def add(sentence: Sentence, mentions: Mentions, world: World, lexicon: Lexicon) -> None:
    """Read peoples' names that stand before a state's own force as that force, from the right to the left."""
    shared: dict[int, str] = {}
    for mention in sorted(mentions.found, key=lambda found: -found.first):
        if mention.kind == ACTOR:
            shared[mention.first] = _thing(mention.surface, world)
            _with_short_name(sentence, mentions, mention, lexicon)
        elif mention.kind in {NATION, PLACE}:
            _own_force(sentence, mentions, mention, world, lexicon, shared)


def _own_force(
    sentence: Sentence,
    mentions: Mentions,
    mention: Mention,
    world: World,
    lexicon: Lexicon,
    shared: dict[int, str],
) -> None:
    """Read one people's name with the head behind it, or with the one that it shares with the name behind "and"."""
    end = _head_end(sentence, mentions, mention.last, lexicon) if mention.kind == NATION else 0
    if end:
        ids = _named(mention.surface, sentence, mention.last, end, world, lexicon)
        thing = sentence.surface(mention.last, end)
    else:
        thing = _shared_thing(sentence, mention, shared)
        ids = world.actors.named(f"{mention.surface} {thing}") if thing else ()
        end = mention.last
    if not ids and mention.kind == NATION and _before_gear(sentence, mention, lexicon):
        state = world.actors.state(mention.country or "")
        army = world.actors.get(state.armed_forces) if state is not None else None
        own = mention.country not in lexicon.stand_in
        ids, end = ((army.id,) if army is not None and own else ()), mention.last
    if not ids:
        return
    mentions.remove(mention)
    mentions.add(Mention(mention.first, end, ACTOR, sentence.surface(mention.first, end), ids[:1]))
    shared[mention.first] = thing


def _before_gear(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a people's name stands before what its army holds or moves ("Azerbaijani positions")."""
    return any(
        at < sentence.size and lexicon.nation_gear.at(sentence.lows, at) is not None
        for at in (mention.last, mention.last + 1)
    )


def _named(
    nation: str, sentence: Sentence, first: int, end: int, world: World, lexicon: Lexicon
) -> tuple[str, ...]:
    """The force of a nation by all the words, then by its head alone ("special units" are units)."""
    for at in range(end, first, -1):
        found = world.actors.named(f"{nation} {sentence.surface(first, at)}")
        if found:
            return found
    for at in range(first + 1, end):
        known = sentence.lows[at] in lexicon.nation_heads or lexicon.parties.at(sentence.lows, at) is not None
        if not known:
            continue
        found = world.actors.named(f"{nation} {sentence.surface(at, end)}")
        if found:
            return found
    return ()


def _head_end(sentence: Sentence, mentions: Mentions, start: int, lexicon: Lexicon) -> int:
    """Behind the head noun of a state's force, where one follows within a few describing words; else 0."""
    for at in range(start, min(sentence.size, start + _FAR)):
        if mentions.at[at] is not None or sentence.lows[at] in lexicon.not_of_the_state:
            return 0
        found = lexicon.parties.at(sentence.lows, at)
        if found is None and sentence.lows[at] in lexicon.nation_heads:
            return at + 1
        if found is not None:
            return (
                at + found[0] if found[1].kind == "state" and not _describes(sentence, at + found[0]) else 0
            )
        if sentence.flags[at] & _ENDS or (sentence.flags[at] & tags.FINITE and not _adjective(sentence, at)):
            return 0
    return 0


def _adjective(sentence: Sentence, at: int) -> bool:
    """Whether a participle only describes ("internationally recognised", "military-led")."""
    return sentence.lows[at - 1].endswith("ly") or "-" in sentence.lows[at]


def _describes(sentence: Sentence, behind: int) -> bool:
    """Whether the head itself only stands before another noun ("Afghan government buildings")."""
    if behind >= sentence.size:
        return False
    flag = sentence.flags[behind]
    return bool(flag & tags.NOMINAL) and not flag & (tags.VERB | tags.AUXILIARY)


def _shared_thing(sentence: Sentence, mention: Mention, shared: dict[int, str]) -> str:
    """What stands behind the name that "and" joins to this one ("Thai and Cambodian soldiers": soldiers)."""
    at = mention.last
    if at >= sentence.size or sentence.lows[at] not in _JOINED:
        return ""
    if sentence.lows[at] == "," and at + 1 < sentence.size and sentence.lows[at + 1] in _JOINED:
        at += 1
    before = sentence.flags[mention.first - 1] if mention.first else 0
    if mention.kind == PLACE and (
        before & tags.PREPOSITION or not mention.ids[:1] or not mention.ids[0].startswith("cc:")
    ):
        return ""
    return shared.get(at + 1, "")


def _thing(surface: str, world: World) -> str:
    """What a force of a nation is, without the nation ("Afghan border guards": border guards); empty for other names."""
    parts = surface.split()
    for size in (1, 2):
        if len(parts) > size and world.actors.demonym_country(" ".join(parts[:size])):
            return " ".join(parts[size:])
    return ""


def _with_short_name(sentence: Sentence, mentions: Mentions, mention: Mention, lexicon: Lexicon) -> None:
    """Read "the Islamic State (IS) group" as one name."""
    at = mention.last
    closed = at + 3 < sentence.size and sentence.lows[at] in "([" and sentence.lows[at + 2] in ")]"
    if not closed or sentence.lows[at + 3] not in lexicon.group_heads:
        return
    short = mentions.at[at + 1]
    if short is not None:
        mentions.remove(short)
    mentions.extend(mention, at + 4)
