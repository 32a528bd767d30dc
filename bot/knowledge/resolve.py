"""Which of several places of one name a text means, judged by what else it says; never by similar spelling.

First, of places of one name that lie in each other one is dropped: the city rather than the district or province
around it, as a province is usually called one ("Aleppo province") and its followers hear of the city anyway; the
country rather than a place in it; the province rather than a village. Then the rules, strongest first (weights in
`_score`): a parent of the candidate is named near it; it is close to places already resolved; the document's countries
(from its unambiguous places and its actors); the source's home countries; importance; a watched country. If the best
does not lead by the margin, the answer is the narrowest place that contains all that are near the top, or nothing
where they share no country.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.places import RegionKind
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.normalise import phrase

MARGIN = 1.0
_TEN_TIMES = 90
"""Points of importance between a town and one of a tenth of its people."""
_DIVISIONS = frozenset({RegionKind.ADMIN1, RegionKind.ADMIN2})
_PARENT, _COUNTRY, _HOME, _NEAR, _IMPORTANCE, _WATCHED = 6.0, 4.0, 1.5, 3.0, 4.0, 0.8
_NEAR_KM = 250.0
_OWN_NAME = 0.6
_SEAT = 430


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What a text says beside the name.

    `countries` weighs the document's countries (ISO codes, any positive numbers); `parents` are ids of places named
    near (any of them above a candidate speaks for it); `near` are ids already resolved; `home` are the countries the
    source writes about; `surface` is the name as it is written, because a place's own name is meant rather than a former
    one of another place.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    parents: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    home: frozenset[str] = frozenset()
    surface: str = ""


def resolve(candidates: Sequence[str], context: PlaceContext, regions: Gazetteer) -> str | None:
    """Choose the place that is meant; a place above the likeliest ones where they cannot be told apart; None if neither."""
    kept = _without_nested(tuple(dict.fromkeys(candidates)), regions)
    scored = sorted(((_score(key, context, regions), key) for key in kept), key=lambda pair: -pair[0])
    if not scored:
        return None
    best, _ = scored[0]
    rivals = _likely([key for score, key in scored if best - score < MARGIN], regions)
    if len(rivals) == 1:
        return rivals[0]
    for key in rivals:
        if all(other == key or other in regions.ancestors(key) for other in rivals):
            return key
    return lowest_common(rivals, regions)


def _likely(keys: Sequence[str], regions: Gazetteer) -> list[str]:
    """Drop what is hardly meant where one country has it all.

    That is a division called like a city of it ("Kyiv" is the city, not the oblast around it), and a namesake ten times
    smaller ("Avdiivka" is the town at the front, not one of the villages).
    """
    found = [(key, region) for key in keys if (region := regions.get(key)) is not None]
    if len({region.country for _, region in found}) != 1:
        return list(keys)
    towns = [key for key, region in found if region.kind not in _DIVISIONS]
    if any(regions.importance(key) >= _SEAT for key in towns):
        most = max(regions.importance(key) for key in towns)
        return [key for key in towns if most - regions.importance(key) < _TEN_TIMES]
    return list(keys)


def lowest_common(keys: Sequence[str], regions: Gazetteer) -> str | None:
    """Return the narrowest place above (or equal to) all of these that lies in one country, None if there is none."""
    shared = set(regions.ancestors(keys[0])).intersection(*(regions.ancestors(key) for key in keys[1:]))
    held = {key: regions.ancestors(key) for key in shared}
    inside = [key for key, above in held.items() if any(place.startswith("cc:") for place in above)]
    return max(inside, key=lambda key: (len(held[key]), key), default=None)


def _without_nested(keys: Sequence[str], regions: Gazetteer) -> tuple[str, ...]:
    dropped: set[str] = set()
    for inner in keys:
        for outer in regions.ancestors(inner)[1:]:
            if outer in keys:
                dropped.add(inner if _outer_is_meant(inner, outer, regions) else outer)
    return tuple(key for key in keys if key not in dropped)


def _outer_is_meant(inner: str, outer: str, regions: Gazetteer) -> bool:
    around = regions.get(outer)
    if around is None or around.kind is RegionKind.COUNTRY:
        return True
    return around.kind is RegionKind.ADMIN1 and regions.importance(inner) < _SEAT


def _score(key: str, context: PlaceContext, regions: Gazetteer) -> float:
    above = regions.ancestors(key)
    region = regions.get(key)
    if region is None:
        return 0.0
    score = _IMPORTANCE * regions.importance(key) / 1000 + (_WATCHED if regions.watched(key) else 0.0)
    if context.parents.intersection(above[1:]):
        score += _PARENT
    countries = {place.removeprefix("cc:") for place in above if place.startswith("cc:")}
    total = sum(context.countries.values())
    if total > 0:
        score += (
            _COUNTRY
            * max((context.countries.get(country, 0.0) for country in countries), default=0.0)
            / total
        )
    if context.surface and phrase(context.surface) == phrase(region.name):
        score += _OWN_NAME
    if countries & context.home:
        score += _HOME
    distances = [km for other in context.near if (km := regions.distance_km(key, other)) is not None]
    if distances:
        score += _NEAR * max(0.0, 1 - min(distances) / _NEAR_KM)
    return score
