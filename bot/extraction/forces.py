"""Parties that no list holds whole: forces named by a place or a leader, the army of a named country, fighters of a group."""

from bot.domain.actors import ActorKind
from bot.extraction import tags
from bot.extraction.lexicon import Lexicon, Party
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention, Mentions
from bot.extraction.tokens import Sentence
from bot.knowledge import World

_NO_NOUN_BEHIND = (
    tags.VERB | tags.AUXILIARY | tags.STOP | tags.PREPOSITION | tags.CONJUNCTION | tags.ADVERB | tags.POSSESSIVE | tags.RELATIVE
    | tags.QUOTE
)  # fmt: skip
_BETWEEN = frozenset(
    {
        "rebel",
        "government",
        "regional",
        "special",
        "regime",
        "separatist",
        "opposition",
        "allied",
        "resistance",
        "armed",
    }
)
_OWN_MOVES = frozenset(
    {"withdrawal", "retreat", "pullout", "deployment", "convoy", "patrol", "position", "positions", "outpost"}
)
_IRREGULAR = frozenset(
    {
        ActorKind.NON_STATE,
        ActorKind.GANG,
        ActorKind.MILITIA,
        ActorKind.PARAMILITARY,
        ActorKind.PMC,
        ActorKind.COALITION,
    }
)
_REGULAR = frozenset(
    {
        ActorKind.ARMED_FORCES,
        ActorKind.BRANCH,
        ActorKind.COMMAND,
        ActorKind.SPECIAL_FORCES,
        ActorKind.POLICE,
        ActorKind.PARAMILITARY,
    }
)
_MEN_OF = {"group": _IRREGULAR, "unknown": _IRREGULAR, "state": _REGULAR}
"""Kinds of named parties that men of each kind without a name can belong to."""
_NO_OFFICE = frozenset({
    "critics", "critic", "opponents", "supporters", "supporter", "loyalists", "employees", "employee", "workers", "worker", "buildings", "building",
    "offices", "office", "property", "schools", "hospital", "hospitals", "institutions", "installations", "facilities", "vehicles", "vehicle",
})  # fmt: skip
"""What stands behind "government" where the government itself has no part."""
_CALLED = frozenset(
    {("calling", "itself"), ("calling", "themselves"), ("known", "as"), ("called",), ("named",)}
)
"""Words that lead from a group to its name."""
_CALLING = frozenset(words[0] for words in _CALLED)
_MOST_NAMES = 3
"""Words of a name before "forces"."""


def add(sentence: Sentence, mentions: Mentions, world: World, lexicon: Lexicon) -> None:
    """Add the parties without a name of their own, and those named by what stands beside them."""
    for place in range(1, sentence.size):
        if sentence.lows[place] in lexicon.force_heads and mentions.at[place] is None:
            named = _named_force(sentence, mentions, place, lexicon)
            if named is not None:
                mentions.add(named)
    for first, last, party in lexicon.parties.find(sentence.lows):
        another = (last - first == 1 and _is_verb_here(sentence, first, last, lexicon)) or (
            party.kind == "spoken_of" and _names_another(sentence, last)
        )
        if not another and not _owned(sentence, mentions, (first, last), party, world):
            _add_party(sentence, mentions, (first, last), party, world)
    for place in range(1, sentence.size):
        if sentence.lows[place] in _CALLING:
            _so_called(sentence, mentions, place, lexicon)
    for mention in list(mentions.found):
        _of_named_party(sentence, mentions, mention, world)


def _add_party(
    sentence: Sentence, mentions: Mentions, span: tuple[int, int], party: Party, world: World
) -> None:
    """Add a party without a name of its own, unless it heads the name before it or only describes a noun."""
    first, last = span
    if _joins_name(mentions, first, last, party) or _only_describes(sentence, last, party):
        return
    state = _of_country(sentence, mentions, last, party, world)
    mentions.add(state or Mention(first, last, PARTY, sentence.surface(first, last), party=party))
    if state is not None:
        state.first, state.surface = first, sentence.surface(first, last)


def _named_force(sentence: Sentence, mentions: Mentions, head: int, lexicon: Lexicon) -> Mention | None:
    """A force named by its place or leader ("Puntland forces", "Amhara militias", "Kadyrov's fighters")."""
    start = head
    while start > 1 and sentence.lows[start - 1] in _BETWEEN and mentions.at[start - 1] is None:
        start -= 1
    behind = start
    while (
        start > max(0, head - _MOST_NAMES)
        and sentence.flags[start - 1] & tags.CAPITAL
        and mentions.at[start - 1] is None
        and sentence.lows[start - 1] not in lexicon.not_force_names
        and not sentence.lows[start - 1].endswith(
            ("-backed", "-led", "-allied", "-aligned", "-supported", "-trained")
        )
    ):
        start -= 1
    if start < behind:
        if start == 0 and lexicon.parties.at(sentence.lows, 0) is not None:
            return None  # "Separatist fighters …" only begins with a capital
        if (
            start > 1
            and sentence.flags[start - 1] & tags.POSSESSIVE
            and sentence.flags[start - 2] & tags.CAPITAL
        ):
            start -= 2
        land = mentions.at[start - 1] if start else None
        if land is not None and land.kind in {PLACE, NATION}:
            mentions.remove(land)
            start -= 1
        return Mention(start, head + 1, ACTOR, sentence.surface(start, head + 1))
    place = mentions.at[behind - 1]
    if place is None or place.kind != PLACE or any(key.startswith("cc:") for key in place.ids[:1]):
        return None
    mentions.remove(place)
    return Mention(place.first, head + 1, ACTOR, sentence.surface(place.first, head + 1))


def _of_country(
    sentence: Sentence, mentions: Mentions, last: int, party: Party, world: World
) -> Mention | None:
    """Read "the armed forces of Armenia", "the army in Sudan" as that state's own."""
    if party.kind != "state" or last >= sentence.size or sentence.lows[last] not in {"of", "in"}:
        return None
    at = last + 1
    while at < sentence.size and sentence.lows[at] == "the":
        at += 1
    land = mentions.at[at] if at < sentence.size else None
    if land is None or land.kind != PLACE or not land.ids or not land.ids[0].startswith("cc:"):
        return None
    state = world.actors.state(land.ids[0].removeprefix("cc:"))
    if state is None:
        return None
    keys = {
        "police": state.police,
        "government": state.government,
        "security_forces": state.security_forces,
    }
    return Mention(last - 1, last, ACTOR, "", (keys.get(party.canonical, state.armed_forces),))


def _so_called(sentence: Sentence, mentions: Mentions, opener: int, lexicon: Lexicon) -> None:
    """Read "a group calling itself the Falcon Brigades", "a militia known as X" as the party so named, known or not."""
    lows, head = sentence.lows, opener - 1
    size = next((size for size in (2, 1) if tuple(lows[opener : opener + size]) in _CALLED), 0)
    if not size or lows[head] not in lexicon.group_heads:
        return
    first = opener + size
    while first < sentence.size and sentence.flags[first] & (tags.DETERMINER | tags.QUOTE):
        first += 1
    last = first
    while last < sentence.size and sentence.flags[last] & tags.CAPITAL:
        if (inside := mentions.at[last]) is not None and inside.kind != PLACE:
            break
        last += 1
    if last > first:
        for place in {
            id(mention): mention for mention in mentions.at[first:last] if mention is not None
        }.values():
            mentions.remove(place)
        before = mentions.at[head]
        if before is not None:
            mentions.remove(before)
            head = before.first
        mentions.add(Mention(head, last, ACTOR, sentence.surface(first, last)))


def _owned(sentence: Sentence, mentions: Mentions, span: tuple[int, int], party: Party, world: World) -> bool:
    """Read "Putin's troops", "Boko Haram's fighters", "the president's army" as those whose they are."""
    first, last = span
    owner = mentions.at[first - 2] if first > 1 and sentence.flags[first - 1] & tags.POSSESSIVE else None
    if owner is None or owner.kind != ACTOR or not owner.ids or owner.last != first - 1:
        return False
    if party.kind not in _MEN_OF or (party.kind == "state" and party.canonical != "armed_forces"):
        return False
    key = world.actors.speaks_for(owner.ids[0]) or owner.ids[0]
    actor = world.actors.get(key)
    if actor is not None and actor.kind is ActorKind.GOVERNMENT and party.kind == "state" and actor.countries:
        state = world.actors.state(actor.countries[0])
        key = state.armed_forces if state is not None else key
    elif actor is None or actor.kind not in _IRREGULAR | _REGULAR:
        return False
    mentions.remove(owner)
    surface = sentence.surface(owner.first, last)
    return mentions.add(Mention(owner.first, last, ACTOR, surface, (key,)))


def _of_named_party(sentence: Sentence, mentions: Mentions, mention: Mention, world: World) -> None:
    """Read "militants of Boko Haram", "resistance fighters from the KNDF", "soldiers of the Malian army" as the party named."""
    at = mention.last
    if (
        mention.kind != PARTY
        or mention.party is None
        or at >= sentence.size
        or sentence.lows[at] not in {"of", "from"}
    ):
        return
    at += 1
    while at < sentence.size and sentence.flags[at] & tags.DETERMINER:
        at += 1
    named = mentions.at[at] if at < sentence.size else None
    actor = (
        world.actors.get(named.ids[0]) if named is not None and named.kind == ACTOR and named.ids else None
    )
    if named is None or actor is None or actor.kind not in _MEN_OF.get(mention.party.kind, ()):
        return
    mentions.remove(mention)
    mentions.remove(named)
    surface = sentence.surface(named.first, named.last)
    mentions.add(Mention(mention.first, named.last, ACTOR, surface, named.ids, weak=named.weak))


def _joins_name(mentions: Mentions, first: int, last: int, party: Party) -> bool:
    """Whether a party word only heads the name before it ("ISIS fighters"); people of a nation stay people."""
    before = mentions.at[first - 1] if first else None
    if before is None or before.kind == PLACE:
        return False
    if party.kind in {"people", "group", "unknown"} and before.kind == NATION:
        mentions.remove(before)
        return False
    if party.kind == "people":
        return False
    if before.kind == PARTY:
        loose = {"group", "unknown"}
        both = before.party is not None and before.party.kind in loose and party.kind in loose
        return both and mentions.extend(before, last)
    return mentions.extend(before, last)


def _names_another(sentence: Sentence, last: int) -> bool:
    """Whether "the group" is told more exactly behind it ("the group of experts", "the group leader")."""
    return last < sentence.size and (
        sentence.lows[last] in {"of", "that", "which", "'s", "’s"}
        or bool(sentence.flags[last] & (tags.NOMINAL | tags.CAPITAL) and not sentence.flags[last] & tags.VERB)
    )


def _only_describes(sentence: Sentence, last: int, party: Party) -> bool:
    """Whether "military" or "coalition" stands before the noun it describes ("a military campaign")."""
    if party.word == "government" and last < sentence.size and sentence.lows[last] in _NO_OFFICE:
        return True
    if party.kind == "coalition":
        return last < sentence.size and not sentence.flags[last] & (_NO_NOUN_BEHIND | tags.AUXILIARY)
    if party.word != "military" or last >= sentence.size or sentence.lows[last] in _OWN_MOVES:
        return False
    return not sentence.flags[last] & _NO_NOUN_BEHIND or sentence.lows[last] in {
        "operations", "rule", "takeover", "coup", "operation", "strikes", "strike", "base", "bases", "buildup", "build-up",
    }  # fmt: skip


def _is_verb_here(sentence: Sentence, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a word that is also a verb stands as one ("forces them")."""
    if sentence.lows[first] not in lexicon.party_verbs:
        return False
    follows = sentence.flags[last] if last < sentence.size else tags.STOP
    before = sentence.flags[first - 1] if first else 0
    names = tags.DETERMINER | tags.CAPITAL | tags.NUMBER | tags.PREPOSITION
    return bool(follows & (tags.DETERMINER | tags.PRONOUN)) and not before & names
