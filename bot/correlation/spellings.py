"""Spellings: keys for places that the gazetteer does not know, so that one village in several spellings is one place."""

from functools import lru_cache

from bot.knowledge import World, phrase
from bot.knowledge.normalise import bare, skeleton

MARK = "~"
_KINDS = frozenset(
    [
        "village",
        "villages",
        "town",
        "city",
        "hamlet",
        "suburb",
        "suburbs",
        "neighbourhood",
        "neighborhood",
        "district",
        "area",
        "settlement",
        "school",
        "hotel",
        "hospital",
        "camp",
        "base",
        "road",
        "bridge",
        "street",
        "quarter",
        "region",
        "province",
        "state",
        "county",
        "municipality",
        "port",
        "airport",
        "mosque",
        "church",
        "market",
        "prison",
        "university",
        "college",
        "hall",
        "building",
        "buildings",
        "mall",
        "station",
        "plant",
        "checkpoint",
        "the",
        "of",
        "a",
        "in",
        "near",
        "new",
    ]
)
"""Words that say what sort of place it is and not which."""


@lru_cache(maxsize=8192)
def spelled(surface: str) -> str:
    """Return the key of a place by how its words sound; empty for nothing.

    Words for the sort of place are left out, so that "Kuriga" and "Kuriga school" meet.
    """
    parts = bare(phrase(surface)).split(" ")
    telling = [part for part in parts if part not in _KINDS] or parts
    sounds = [skeleton(part) or part for part in telling if part]
    return MARK + " ".join(sounds) if sounds else ""


def is_spelled(key: str) -> bool:
    """Whether a key stands for a place by its spelling alone."""
    return key.startswith(MARK)


def same_spelling(one: str, other: str) -> bool:
    """Whether two spelled keys may be one name: the words of the shorter one are all in the longer one."""
    if not one or not other:
        return False
    few, many = sorted((one[1:].split(" "), other[1:].split(" ")), key=len)
    return all(word in many for word in few) and any(len(word) > 1 for word in few)


def spelling_keys(key: str) -> list[str]:
    """Return what a spelled key is looked up by: each of its words that is long enough to tell places apart."""
    words = [word for word in key[1:].split(" ") if len(word) > 1]
    return [MARK + word for word in words[:3]]


@lru_cache(maxsize=8192)
def own_spelling(key: str, world: World) -> str:
    """Return the key that a known place would have by its spelling alone."""
    region = world.regions.get(key)
    return spelled(region.name) if region is not None else ""
