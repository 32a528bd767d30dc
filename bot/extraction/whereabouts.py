"""Where it happened: which places of a sentence are the claim's, in which relation, and which regions they are."""

from bot.domain.claims import PlaceRef
from bot.domain.places import RegionKind
from bot.extraction import tags
from bot.extraction.arguments import Analysis
from bot.extraction.context import Context
from bot.extraction.lexicon import Lexicon
from bot.extraction.mentions import ACTOR, PARTY, PLACE, Mention
from bot.knowledge import PlaceContext

_AROUND = frozenset({RegionKind.COUNTRY, RegionKind.ADMIN1, RegionKind.ADMIN2})
_TRAVELS = frozenset({
    "traveling", "travelling", "flying", "sailing", "commuting", "bound", "flight", "journey", "trip", "ferrying", "en-route",
})  # fmt: skip
_PLACED = frozenset({"near", "in", "at", "outside", "off", ",", "when", "while", "and"})
_SHORT_UNITS = ("km", "kms", "mi", "miles", "kilometers", "kilometres", "m")
_UNITS = frozenset(
    ["km", "kilometre", "kilometres", "kilometer", "kilometers", "miles", "mile", "metres", "meters"]
)


def usable(analysis: Analysis, mention: Mention) -> bool:
    """Whether a place is one where something can have happened: no speaker's seat, no destination, no possessor."""
    if mention.kind != PLACE or analysis.blocked[mention.first]:
        return False
    sentence = analysis.sentence
    if mention.last < sentence.size:
        behind = mention.last
        if sentence.flags[behind] & tags.POSSESSIVE:
            behind += 1
        if _country(mention) and behind > mention.last and _owns_party(analysis, behind):
            return False
        follower = analysis.mentions.at[behind] if behind < sentence.size else None
        if follower is not None and follower.kind in {"actor", "party"} and behind == mention.last:
            return not _country(mention)
        if (
            behind < sentence.size
            and sentence.lows[behind] in analysis.lexicon.organisation_words
            and behind == mention.last
        ):
            return False
    if _on_a_journey(analysis, mention):
        return False
    at = mention.first - 1
    while at > 0 and sentence.lows[at] == "the":
        at -= 1
    before = analysis.mentions.at[at - 1] if at > 0 else None
    return not _belongs(sentence.lows[at] if at > 0 else "", before, country=_country(mention))


def _on_a_journey(analysis: Analysis, mention: Mention) -> bool:
    """Whether a place is only an end of a way ("while travelling from Lima to Ayacucho")."""
    lows = analysis.sentence.lows[max(0, mention.first - 14) : mention.first]
    if "from" not in lows and "to" not in lows:
        return False
    going = next((at for at in range(len(lows) - 1, -1, -1) if lows[at] in _TRAVELS), -1)
    if going < 0 or not {"from", "to", "between"} & set(lows[going + 1 : going + 3]):
        return False
    return not any(low in _PLACED for low in lows[going + 1 :])


def _belongs(preposition: str, before: Mention | None, *, country: bool) -> bool:
    """Whether a place is only whose or where from: "by Israel", "a peacekeeper from Chad", "the army of Niger"."""
    if preposition == "by":
        return country
    if preposition == "from":
        return country and before is not None and before.kind == PARTY
    return preposition == "of" and before is not None and before.kind == ACTOR


def _owns_party(analysis: Analysis, at: int) -> bool:
    """Whether "'s" leads to a party by name ("Sudan's paramilitary Rapid Support Forces")."""
    near = (analysis.mentions.at[place] for place in range(at, min(analysis.sentence.size, at + 3)))
    return any(mention is not None and mention.kind == "actor" for mention in near)


def _country(mention: Mention) -> bool:
    return any(key.startswith("cc:") for key in mention.ids)


def is_country(mention: Mention) -> bool:
    """Whether a place mention is first of all a country."""
    return mention.kind == PLACE and bool(mention.ids) and mention.ids[0].startswith("cc:")


def countries_of(context: Context, mention: Mention) -> set[str]:
    """The country of a place mention, where all its candidates lie in one."""
    found = {
        region.country for key in mention.ids if (region := context.world.regions.get(key)) and region.country
    }
    return found if len(found) == 1 else set()


def is_wide(context: Context, place: PlaceRef) -> bool:
    """Whether a place is a country or one of its provinces."""
    region = context.world.regions.get(place.region_id) if place.region_id else None
    return region is not None and region.kind in {RegionKind.COUNTRY, RegionKind.ADMIN1}


def is_country_ref(context: Context, place: PlaceRef) -> bool:
    """Whether a place is a whole country."""
    region = context.world.regions.get(place.region_id) if place.region_id else None
    return region is not None and region.kind is RegionKind.COUNTRY


def state_of(mention: Mention, lexicon: Lexicon) -> str | None:
    """The country that a place stands for as a party: itself, or the one governed from it ("Baku said")."""
    if is_country(mention):
        return mention.ids[0].removeprefix("cc:")
    return lexicon.capitals.get(mention.surface.lower()) if mention.kind == PLACE else None


def place_ref(analysis: Analysis, mention: Mention, context: Context, beside: list[str]) -> PlaceRef:
    """Resolve a place mention; `beside` are ids of places named in the same sentence."""
    relation, surface = relation_of(analysis, mention), _surface(analysis, mention)
    around = PlaceContext(
        dict(context.countries), frozenset(beside), tuple(context.near), surface=mention.surface
    )
    ids = mention.ids
    region_id = context.world.resolve(ids, around) if ids else None
    if region_id is None:
        parent = _parent(mention, context, around, beside)
        alike = context.world.regions.spelt_alike(mention.surface, parent) if parent and not ids else ()
        if len(alike) == 1:
            region_id = alike[0]
    if region_id is None:
        region = context.world.regions.get(parent) if parent else None
        country = region.country if region else context.country
        return PlaceRef(surface, None, country, relation, parent)
    region = context.world.regions.get(region_id)
    return PlaceRef(surface, region_id, region.country if region else None, relation)


def _parent(mention: Mention, context: Context, around: PlaceContext, beside: list[str]) -> str | None:
    """The nearest known place around an unknown one: inside its name, in its sentence, in the sentences before."""
    if mention.inside is not None and mention.inside.ids:
        return context.world.resolve(mention.inside.ids, around)
    for key in (*beside, *reversed(context.near)):
        for above in context.world.regions.ancestors(key):
            region = context.world.regions.get(above)
            if region is not None and region.kind in _AROUND:
                return above
    return f"cc:{context.country}" if context.country else None


def _surface(analysis: Analysis, mention: Mention) -> str:
    sentence = analysis.sentence
    first = mention.first
    while first and sentence.flags[first - 1] & tags.COMPASS and sentence.lows[first - 1].endswith("ern"):
        first -= 1
    surface = sentence.surface(first, mention.last)
    return surface if len(surface) <= 80 else mention.surface[:80]


def _before_the_kind(analysis: Analysis, mention: Mention) -> int:
    """Where the words begin that only say what a place is: "the city of", "Mali's capital", "the provincial capital,"."""
    sentence = analysis.sentence
    at = mention.first
    while (
        at
        and sentence.lows[at - 1] in {"the", "city", "town", "village", "of", "capital", "port"}
        and sentence.lows[at - 1] != "of"
    ):
        at -= 1
    if (
        at >= 2
        and sentence.lows[at - 1] == "of"
        and sentence.lows[at - 2] in {"city", "town", "village", "district", "port"}
    ):
        at -= 2
        while at and sentence.lows[at - 1] == "the":
            at -= 1
    if at >= 4 and sentence.lows[at - 1] == "," and sentence.lows[at - 2] == "capital":
        at -= 2
        while at and sentence.lows[at - 1] in {
            "the",
            "provincial",
            "regional",
            "state",
            "district",
            "county",
        }:
            at -= 1
    if at < mention.first and at > 1 and sentence.flags[at - 1] & tags.POSSESSIVE:
        owner = analysis.mentions.at[at - 2]  # "near Mauritania's capital Nouakchott"
        at = owner.first if owner is not None and owner.kind == PLACE else at
    return at


def relation_of(analysis: Analysis, mention: Mention) -> str | None:
    """Read "near", "south of", "12 km east of", "between" before a place; None where it happened in it."""
    sentence = analysis.sentence
    at = _before_the_kind(analysis, mention)
    for size in (4, 3, 2, 1):
        if at - size >= 0:
            hit = analysis.lexicon.relations.at(sentence.lows, at - size)
            if hit is not None and hit[0] == size:
                return _with_distance(analysis, at - size, hit[1])
    if at >= 2 and sentence.lows[at - 1] == "from" and _distance(sentence.lows[at - 2]):
        return _with_distance(analysis, at - 1, "from")
    return None


def _with_distance(analysis: Analysis, at: int, relation: str) -> str:
    sentence = analysis.sentence
    if at >= 2 and sentence.lows[at - 1] in _UNITS and sentence.flags[at - 2] & tags.NUMBER:
        return f"{sentence.words[at - 2]} {sentence.words[at - 1]} {relation}"
    if at and _distance(sentence.lows[at - 1]) and sentence.lows[at - 1] not in _UNITS:
        return f"{sentence.words[at - 1]} {relation}"
    return relation


def _distance(low: str) -> bool:
    """Whether a token measures a way: "km", "20km"."""
    return low in _UNITS or (low[0].isdecimal() and low.endswith(_SHORT_UNITS))
