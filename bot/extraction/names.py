"""Known names of a text laid over the tokens of its sentences: places, parties, peoples, parties without a name."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon, Party
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention, Mentions
from bot.extraction.tokens import Sentence
from bot.knowledge import ActorHit, Hit, World, words

_LOCATIVE = (" in", " of", " at", " near", " from", " to", "in", " around", " outside", " and", " on", " the")
_WEAPON_WORDS = frozenset(
    [
        "drone",
        "drones",
        "missile",
        "missiles",
        "airstrikes",
        "airstrike",
        "strikes",
        "strike",
        "air",
        "rocket",
        "rockets",
    ]
)
"""The register reads "Russian drones" as the state's; here the weapon is a word of the deed."""


@dataclass(slots=True)
class Known:
    """Everything that gazetteer and register find in a text, in the order of the text, and the countries it speaks of."""

    places: Sequence[Hit]
    actors: Sequence[ActorHit]
    countries: Counter[str] = field(default_factory=Counter)
    place_starts: list[int] = field(default_factory=list)
    actor_starts: list[int] = field(default_factory=list)


def scan(text: str, world: World) -> Known:
    """Look for all known names in a text."""
    split = words(text)
    known = Known(world.regions.scan(text, split), world.actors.scan(text, split))
    for word in split:
        if text[word.start].isupper() and (
            country := world.actors.demonym_country(text[word.start : word.end])
        ):
            known.countries[country] += 1
    known.place_starts = [hit.start for hit in known.places]
    known.actor_starts = [hit.start for hit in known.actors]
    known.countries.update(_place_countries(text, known.places, world))
    for hit in known.actors:
        if not hit.weak:
            actor = world.actors.get(hit.ids[0])
            for country in actor.countries if actor else ():
                known.countries[country] += 2
    return known


def _place_countries(text: str, hits: Sequence[Hit], world: World) -> Counter[str]:
    """Weigh the countries of the places found; a name without a preposition before it may be a person's."""
    found: Counter[str] = Counter()
    for hit in hits:
        lands = {region.country for key in hit.ids if (region := world.regions.get(key)) and region.country}
        sure = text[max(0, hit.start - 12) : hit.start].lower().rstrip().endswith(_LOCATIVE)
        if len(lands) == 1 and not hit.weak and (sure or hit.ids[0].startswith(("cc:", "a1:"))):
            found[lands.pop()] += 3
        elif hit.ids and not hit.weak:
            region = world.regions.get(hit.ids[0])
            if region and region.country:
                found[region.country] += 1
    return found


def lay(sentence: Sentence, known: Known, world: World, lexicon: Lexicon) -> Mentions:
    """Lay the known names over the tokens of a sentence; of two that overlap the longer one counts, then the party."""
    mentions = Mentions(sentence.size)
    named = [*_actors(sentence, known), *_places(sentence, known)]
    for mention in sorted(named, key=lambda item: (item.first - item.last, item.kind != ACTOR)):
        mentions.add(mention)
    for mention in _nations(sentence, world):
        mentions.add(mention)
    _add_forces(sentence, mentions)
    for first, last, party in lexicon.parties.find(sentence.lows):
        if not _is_verb_here(sentence, first, last) and not (
            _joins_name(mentions, first, last, party) or _only_describes(sentence, last, party)
        ):
            mentions.add(Mention(first, last, PARTY, sentence.surface(first, last), party=party))
    mentions.close()
    for mention in mentions.found:
        if mention.kind != PARTY:
            for at in range(mention.first, mention.last):
                sentence.flags[at] = tags.CAPITAL | (sentence.flags[at] & tags.COMPASS)
    return mentions


def _joins_name(mentions: Mentions, first: int, last: int, party: Party) -> bool:
    """Whether a party word only heads the name before it ("ISIS fighters"); people of a nation stay people."""
    before = mentions.at[first - 1] if first else None
    if before is None or before.kind == PLACE:
        return False
    if party.kind == "people":
        if before.kind == NATION:
            mentions.remove(before)
        return False
    return mentions.extend(before, last)


_NOT_A_NAME = frozenset(
    [
        "local",
        "security",
        "armed",
        "unidentified",
        "government",
        "the",
        "military",
        "riot",
        "many",
        "some",
        "several",
        "our",
        "their",
        "these",
        "two",
        "three",
        "regime",
        "army",
        "suspected",
        "state",
        "heavy",
        "pro-government",
        "federal",
        "police",
        "islamist",
        "militant",
        "rebel",
        "allied",
        "opposition",
        "coalition",
        "foreign",
        "special",
        "joint",
        "ground",
        "elite",
        "border",
        "dozens",
        "hundreds",
        "thousands",
        "no",
        "other",
        "more",
        "masked",
        "unknown",
        "former",
        "and",
        "but",
        "meanwhile",
        "enemy",
    ]
)
_FORCES = frozenset(
    [
        "forces",
        "troops",
        "fighters",
        "militia",
        "militias",
        "militiamen",
        "rebels",
        "soldiers",
        "army",
        "police",
        "gunmen",
        "insurgents",
        "militants",
    ]
)


def _add_forces(sentence: Sentence, mentions: Mentions) -> None:
    for place in range(1, sentence.size):
        if sentence.lows[place] in _FORCES and mentions.at[place] is None:
            named = _named_force(sentence, mentions, place)
            if named is not None:
                mentions.add(named)


def _named_force(sentence: Sentence, mentions: Mentions, head: int) -> Mention | None:
    """A force named by its place or leader that the register does not know ("Puntland forces", "Amhara militias")."""
    start = head
    while (
        start > head - 3
        and start > 0
        and sentence.flags[start - 1] & tags.CAPITAL
        and mentions.at[start - 1] is None
    ):
        start -= 1
    if start == head:
        place = mentions.at[head - 1]
        if place is None or place.kind != PLACE or any(key.startswith("cc:") for key in place.ids[:1]):
            return None
        mentions.remove(place)
        return Mention(place.first, head + 1, ACTOR, sentence.surface(place.first, head + 1))
    if start == 0 and head == 1 and sentence.lows[0] in _NOT_A_NAME:
        return None
    return Mention(start, head + 1, ACTOR, sentence.surface(start, head + 1))


def _only_describes(sentence: Sentence, last: int, party: Party) -> bool:
    """Whether "military" stands before the noun it describes ("a military campaign")."""
    if party.word != "military" or last >= sentence.size:
        return False
    return not sentence.flags[last] & (
        tags.VERB
        | tags.AUXILIARY
        | tags.STOP
        | tags.PREPOSITION
        | tags.CONJUNCTION
        | tags.ADVERB
        | tags.POSSESSIVE
        | tags.RELATIVE
        | tags.QUOTE
    ) or sentence.lows[last] in {"operations", "operation", "strikes", "strike", "base", "bases"}


def _actors(sentence: Sentence, known: Known) -> list[Mention]:
    first = bisect_left(known.actor_starts, sentence.start)
    last = bisect_left(known.actor_starts, sentence.end)
    found = []
    for hit in known.actors[first:last]:
        low, high = sentence.at(hit.start), sentence.at(hit.end - 1) + 1
        while high - low > 1 and sentence.lows[high - 1] in _WEAPON_WORDS:
            high -= 1
        if high > low and hit.end <= sentence.end:
            surface = sentence.surface(low, high)
            found.append(Mention(low, high, ACTOR, surface, hit.ids, weak=hit.weak))
    return found


def _places(sentence: Sentence, known: Known) -> list[Mention]:
    first = bisect_left(known.place_starts, sentence.start)
    last = bisect_left(known.place_starts, sentence.end)
    found = []
    for hit in known.places[first:last]:
        low, high = sentence.at(hit.start), sentence.at(hit.end - 1) + 1
        aligned = (
            high > low
            and hit.end <= sentence.ends[high - 1] <= hit.end
            and sentence.starts[low] >= hit.start - 3
        )
        if aligned and sentence.starts[low] <= hit.start:
            surface = sentence.surface(low, high)
            found.append(Mention(low, high, PLACE, surface, hit.ids, weak=hit.weak))
    return found


def _nations(sentence: Sentence, world: World) -> list[Mention]:
    found = []
    for place in sentence.positions(0, sentence.size, tags.CAPITAL):
        word = sentence.words[place]
        country = world.actors.demonym_country(word)
        if country is None and word.endswith("s") and len(word) > 4:
            country = world.actors.demonym_country(word[:-1])
        if word.lower().endswith("-led") and (ids := world.actors.named(f"{word} coalition")):
            found.append(Mention(place, place + 1, ACTOR, word, ids))
            continue
        if country is not None:
            weak = _adjectival(sentence, place)
            found.append(Mention(place, place + 1, NATION, word, country=country, weak=weak))
    return found


def _adjectival(sentence: Sentence, place: int) -> bool:
    """Whether a people's name only describes the noun behind it ("the Afghan capital", "Ugandan opposition leader")."""
    if sentence.lows[place].endswith("s") or place + 1 >= sentence.size:
        return False
    flag = sentence.flags[place + 1]
    return not flag & (
        tags.STOP
        | tags.AUXILIARY
        | tags.PREPOSITION
        | tags.CONJUNCTION
        | tags.RELATIVE
        | tags.PAST
        | tags.POSSESSIVE
    )


def _is_verb_here(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a word that is also a verb stands as one ("forces them", "troops into")."""
    if last - first > 1 or sentence.lows[first] not in {
        "forces",
        "force",
        "troops",
        "guards",
        "guard",
        "people",
        "man",
        "state",
        "states",
        "staff",
        "fires",
    }:
        return False
    flags = sentence.flags
    follows = flags[last] if last < sentence.size else tags.STOP
    before = flags[first - 1] if first else 0
    return bool(follows & (tags.DETERMINER | tags.PRONOUN)) and not before & (
        tags.DETERMINER | tags.CAPITAL | tags.NUMBER | tags.PREPOSITION
    )
