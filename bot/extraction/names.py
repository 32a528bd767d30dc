"""Known names of a text laid over the tokens of its sentences: places, parties, peoples, parties without a name."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.extraction import forces, nations, tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention, Mentions
from bot.extraction.tokens import Sentence
from bot.knowledge import ActorHit, Hit, World, words

_LOCATIVE = (" in", " of", " at", " near", " from", " to", "in", " around", " outside", " and", " on", " the")
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'-]+ $")
_DESCRIBING = (
    "-run", "-ruled", "-held", "-controlled", "-backed", "-aligned", "-affiliated", "-linked", "-occupied", "-based", "-owned",
    "-dominated", "-inspired", "-supported", "-allied",
)  # fmt: skip
_FIRST = (ACTOR, NATION, PLACE)
_LONGEST_ACRONYM, _SMALL = 5, 400


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
    demonym_country = world.actors.demonym_country
    for start, end, _, _, capital in split:
        if (
            capital
            and text[start].isupper()
            and text[end : end + 1] != "-"
            and (country := demonym_country(text[start:end]))
        ):
            known.countries[country] += 1
    known.place_starts = [hit.start for hit in known.places]
    known.actor_starts = [hit.start for hit in known.actors]
    parties = {hit.start for hit in known.actors}
    places = [hit for hit in known.places if hit.start not in parties]
    known.countries.update(_place_countries(text, places, world))
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
        if text[hit.end : hit.end + 1] == "-" and hit.ids[0].startswith("cc:"):
            continue  # "Turkey-backed" tells of a friend, not of where it is
        if _inside_name(text, hit) and not hit.ids[0].startswith("cc:"):
            continue
        sure = text[max(0, hit.start - 12) : hit.start].lower().rstrip().endswith(_LOCATIVE)
        if len(lands) == 1 and not hit.weak and (sure or hit.ids[0].startswith("cc:")):
            found[lands.pop()] += 3
        elif hit.ids and not hit.weak:
            region = world.regions.get(hit.ids[0])
            if region and region.country:
                found[region.country] += 1
    return found


def _inside_name(text: str, hit: Hit) -> bool:
    """Whether another capitalised word stands right before or behind, as in a person's name."""
    before = _CAPITAL_BEFORE.search(text, max(0, hit.start - 30), hit.start)
    behind = text[hit.end : hit.end + 2]
    return before is not None or (len(behind) == 2 and behind[0] == " " and behind[1].isupper())


def lay(sentence: Sentence, known: Known, world: World, lexicon: Lexicon) -> Mentions:
    """Lay the known names over the tokens of a sentence; of two that overlap the longer one counts, then the party."""
    mentions = Mentions(sentence.size)
    named = [
        *_actors(sentence, known, world, lexicon),
        *_nations(sentence, world),
        *_places(sentence, known, world),
    ]
    for mention in sorted(named, key=lambda item: (item.first - item.last, _FIRST.index(item.kind))):
        if not (mention.kind == NATION and _is_also_country(mention, named, world)):
            mentions.add(mention)
    nations.add(sentence, mentions, world, lexicon)
    forces.add(sentence, mentions, world, lexicon)
    mentions.close()
    for mention in mentions.found:
        if mention.kind != PARTY:
            for at in range(mention.first, mention.last):
                sentence.flags[at] = tags.CAPITAL | (sentence.flags[at] & tags.COMPASS)
    return mentions


def _is_also_country(nation: Mention, named: list[Mention], world: World) -> bool:
    """Whether a word is the country's name as well ("Burkina Faso"), which then stands for the place."""
    state = world.actors.state(nation.country or "")
    return any(
        other.kind == PLACE
        and other.first == nation.first
        and other.ids[0].startswith("cc:")
        and (other.last > nation.last or (state is not None and state.name.lower() == nation.surface.lower()))
        for other in named
    )


def _actors(sentence: Sentence, known: Known, world: World, lexicon: Lexicon) -> list[Mention]:
    first = bisect_left(known.actor_starts, sentence.start)
    last = bisect_left(known.actor_starts, sentence.end)
    found = []
    for hit in known.actors[first:last]:
        if hit.end > sentence.end:
            continue
        low, high = sentence.at(hit.start), sentence.at(hit.end - 1) + 1
        while high - low > 1 and sentence.lows[high - 1] in lexicon.weapon_words:
            high -= 1
        describes = high > low and sentence.lows[high - 1].endswith(_DESCRIBING)
        if (
            high > low
            and not describes
            and not _party_elsewhere(hit, sentence.lows[low:high], known, world, lexicon)
        ):
            surface = sentence.surface(low, high)
            found.append(Mention(low, high, ACTOR, surface, hit.ids, weak=hit.weak))
    return found


def _party_elsewhere(hit: ActorHit, lows: list[str], known: Known, world: World, lexicon: Lexicon) -> bool:
    """Whether a name that only means this actor in its own country is a common word here ("federal police" in Mexico)."""
    if not hit.weak or lexicon.parties.at(lows, 0) is None:
        return False
    actors = (world.actors.get(key) for key in hit.ids)
    return not any(known.countries[country] > 0 for actor in actors if actor for country in actor.countries)


def _places(sentence: Sentence, known: Known, world: World) -> list[Mention]:
    first = bisect_left(known.place_starts, sentence.start)
    last = bisect_left(known.place_starts, sentence.end)
    found = []
    for hit in known.places[first:last]:
        low, high = sentence.at(hit.start), sentence.at(hit.end - 1) + 1
        aligned = (
            low < high <= sentence.size
            and hit.end <= sentence.ends[high - 1] <= hit.end
            and sentence.starts[low] >= hit.start - 3
        )
        day = all(sentence.flags[at] & (tags.NUMBER | tags.CALENDAR) for at in range(low, high))
        if aligned and sentence.starts[low] <= hit.start and not day:
            surface = sentence.surface(low, high)
            ids = _shouted(surface, hit.ids, world) if surface.isupper() else hit.ids
            if ids:
                found.append(Mention(low, high, PLACE, surface, ids, weak=hit.weak))
    return found


def _shouted(surface: str, ids: tuple[str, ...], world: World) -> tuple[str, ...]:
    """Which places a word in capitals can name: a short one is rather an acronym than a small place ("an NGO")."""
    if len(surface) > _LONGEST_ACRONYM:
        return ids
    return tuple(key for key in ids if world.regions.importance(key) > _SMALL)


def _nations(sentence: Sentence, world: World) -> list[Mention]:
    """Find peoples' names, of one word or two ("Iraqi", "Sri Lankan"), and coalitions named by who leads them."""
    found = []
    for place in sentence.positions(0, sentence.size, tags.CAPITAL):
        word = sentence.words[place]
        if word.lower().endswith("-led"):
            ids = world.actors.named(f"{word} coalition")
            if ids:
                found.append(Mention(place, place + 1, ACTOR, word, ids))
            continue
        last = place + 1
        country = None
        if last < sentence.size and sentence.flags[last] & tags.CAPITAL:
            country = _people(f"{word} {sentence.words[last]}", world)
            last += 1 if country is not None else 0
        country = country or _people(word, world)
        if country is not None:
            surface = sentence.surface(place, last)
            found.append(
                Mention(place, last, NATION, surface, country=country, weak=_adjectival(sentence, last - 1))
            )
    return found


def _people(word: str, world: World) -> str | None:
    country = world.actors.demonym_country(word)
    if country is None and word.endswith("s") and len(word) > 4:
        country = world.actors.demonym_country(word[:-1])
    return country


def _adjectival(sentence: Sentence, place: int) -> bool:
    """Whether a people's name only describes the noun behind it ("the Afghan capital", "Ugandan opposition leader")."""
    plural = sentence.lows[place].endswith("s") and not sentence.words[place].isupper()
    if plural or place + 1 >= sentence.size:
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
