"""Search for people: what they may mean by what they typed, best first; a person confirms, so spelling may be guessed.

Exact names come first, what is called so today before what has it as another name, then names that begin so, then likely
misspellings (rapidfuzz over names with the same first letter or the same consonants). Among equals the more important
place wins, one in a watched country before others.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from rapidfuzz import fuzz, process

from bot.domain.places import RegionKind
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.normalise import bare, phrase, skeleton, without_type
from bot.knowledge.register import Register

_EXACT, _PREFIX, _FUZZY = 0.7, 0.45, 0.6
_KNOWN = 0.1
_OTHER_NAME = 0.04
_BEHIND = 0.01
_LEAST_RATIO = 72.0
_FUZZY_FROM = 3


@dataclass(frozen=True, slots=True)
class Match:
    """Something a person may mean: its id, how well it fits (0 to 1), and whether the name is exactly this."""

    id: str
    score: float
    exact: bool


def search_regions(regions: Gazetteer, text: str, limit: int = 8, *, guess: bool = True) -> list[Match]:
    """Find places by what a person typed, best first; "Tripoli, Lebanon" and "tripoli lebanon" narrow it down.

    `guess` allows misspelt names where no name is exactly this.
    """
    for name, above in _readings(regions, text):
        found = _rank(regions, phrase(name), above, limit, guess=guess)
        if found:
            return found
    return []


def search_actors(register: Register, text: str, limit: int = 8, *, guess: bool = True) -> list[Match]:
    """Find actors by what a person typed, best first; `guess` allows misspelt names where no name is exactly this."""
    folded = phrase(text)
    if not folded:
        return []
    best: dict[str, Match] = {}
    for key in register.named(text):
        _keep(best, Match(key, _EXACT + (1 - _EXACT) * (0.5 + 0.5 * register.weight(key)), exact=True))
    for name, score in _actor_names(register.spellings, folded, guess=guess and not best):
        for key in register.called(name):
            _keep(best, Match(key, score + _KNOWN * register.weight(key), exact=False))
    return sorted(best.values(), key=lambda match: (-match.score, match.id))[:limit]


def _actor_names(spellings: Sequence[str], folded: str, *, guess: bool) -> Iterable[tuple[str, float]]:
    """Names that begin so or hold a word that begins so, and, to guess, names spelt alike; each with a score."""
    first = bisect_left(spellings, folded)
    for name in takewhile(lambda name: name.startswith(folded), islice(spellings, first, None)):
        yield name, _PREFIX + 0.3 * len(folded) / len(name)
    if len(folded) >= _FUZZY_FROM:
        inner = f" {folded}"
        yield from ((name, _PREFIX + 0.2 * len(folded) / len(name)) for name in spellings if inner in name)
    if guess and len(folded) > _FUZZY_FROM:
        close = process.extract(folded, spellings, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO, limit=20)
        yield from ((name, _FUZZY * ratio / 100) for name, ratio, _ in close)


def _readings(regions: Gazetteer, text: str) -> Iterable[tuple[str, frozenset[str]]]:
    """Give the ways to divide what was typed into a name and the places it should lie in, the likeliest first."""
    name, comma, rest = text.partition(",")
    if comma and rest.strip():
        above = frozenset(key for part in rest.split(",") for key in regions.named(part))
        if above:
            yield name, above
        yield name, frozenset()
        return
    parts = text.split()
    if len(parts) > 1 and not regions.named(text):
        for cut in range(len(parts) - 1, 0, -1):
            above = frozenset(regions.named(" ".join(parts[cut:])))
            if above and regions.named(" ".join(parts[:cut])):
                yield " ".join(parts[:cut]), above
    yield text, frozenset()


def _rank(regions: Gazetteer, folded: str, above: frozenset[str], limit: int, *, guess: bool) -> list[Match]:
    if not folded:
        return []
    best: dict[str, Match] = {}
    whole = (folded,) if regions.weighted(folded) else dict.fromkeys((bare(folded), without_type(folded)))
    called = dict(row for form in whole for row in regions.weighted(form))
    own = {key for key in called if _is_own(regions, key, folded)}
    for key, weight in called.items():
        other = _OTHER_NAME if own and key not in own else 0.0
        _keep(best, Match(key, _EXACT + (1 - _EXACT) * weight - other, exact=True))
    for key, name in regions.beginning(folded, 5 * limit):
        share = len(folded) / len(name)
        weight = dict(regions.weighted(name))[key]
        _keep(best, Match(key, _PREFIX * (0.5 + 0.5 * share) + (1 - _EXACT) * weight, exact=False))
    if guess and not any(match.exact for match in best.values()) and len(folded) >= _FUZZY_FROM:
        for match in _guess(regions, folded):
            _keep(best, match)
    _seats_first(regions, best)
    inside = (
        match for match in best.values() if not above or above.intersection(regions.ancestors(match.id)[1:])
    )
    ranked = sorted(inside, key=lambda match: (-match.score, match.id))
    return list(islice(_without_repeats(regions, ranked), limit))


def _seats_first(regions: Gazetteer, best: dict[str, Match]) -> None:
    """Put a second-level division behind the town of its name that lies in it: people mean the town."""
    exact = {key: match for key, match in best.items() if match.exact}
    divisions = [key for key in exact if (known := regions.get(key)) and known.kind is RegionKind.ADMIN2]
    for division in divisions:
        seats = [exact[key].score for key in exact if division in regions.ancestors(key)[1:]]
        if seats and max(seats) <= exact[division].score:
            best[division] = replace(exact[division], score=max(seats) - _BEHIND)


def _is_own(regions: Gazetteer, key: str, folded: str) -> bool:
    """Whether a place is called so now, if only for short (Gaza Strip), and not in another language or in former times."""
    region = regions.get(key)
    asked = without_type(bare(folded))
    called = without_type(bare(phrase(region.name))) if region else ""
    return called == asked or called.startswith(f"{asked} ")


def _without_repeats(regions: Gazetteer, ranked: Sequence[Match]) -> Iterable[Match]:
    """Leave out what a person could not tell apart: a district of the same address as its seat."""
    seen: set[str] = set()
    for match in ranked:
        address = regions.address(match.id)
        if address not in seen:
            seen.add(address)
            yield match


def _guess(regions: Gazetteer, folded: str) -> Iterable[Match]:
    names: Sequence[str] = regions.similar(folded, skeleton(folded))
    close = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO, limit=40)
    for name, ratio, _ in close:
        for key, weight in regions.weighted(name):
            yield Match(key, _FUZZY * ratio / 100 + (1 - _EXACT) * weight, exact=False)


def _keep(best: dict[str, Match], match: Match) -> None:
    if match.id not in best or match.score > best[match.id].score:
        best[match.id] = match
