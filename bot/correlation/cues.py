"""Cues: words in a sentence that tell how it relates to what was told before (`cues.toml` holds them)."""

import re
import tomllib
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Cue(StrEnum):
    """What a word in the sentence hints at.

    history: it looks back. again, another: it is not the first of its kind. toll_story: it counts victims of
    something known. lowered, recalled: a figure is taken back, or an older one is mentioned. incomplete: not all of it
    is so. last_part: the fall of this part is the fall of the whole. in_force, broken: of a deal. ended: it is over.
    admitted, verified, responsibility, denial: how it is vouched for. formal, head_of_government: by whom.
    """

    HISTORY = "history"
    AGAIN = "again"
    ANOTHER = "another"
    TOLL_STORY = "toll_story"
    LOWERED = "lowered"
    RECALLED = "recalled"
    INCOMPLETE = "incomplete"
    LAST_PART = "last_part"
    IN_FORCE = "in_force"
    BROKEN = "broken"
    ENDED = "ended"
    ADMITTED = "admitted"
    VERIFIED = "verified"
    RESPONSIBILITY = "responsibility"
    DENIAL = "denial"
    FORMAL = "formal"
    HEAD_OF_GOVERNMENT = "head_of_government"


def _compile() -> dict[Cue, re.Pattern[str]]:
    tables = tomllib.loads((files("bot.correlation") / "cues.toml").read_text(encoding="utf-8"))
    return {cue: re.compile(r"(?<!\w)(?:" + "|".join(tables[cue]) + r")(?!\w)", re.IGNORECASE) for cue in Cue}


_PATTERNS = _compile()


@lru_cache(maxsize=4096)
def cues_of(sentence: str) -> frozenset[Cue]:
    """Return the cues that a sentence carries."""
    return frozenset(cue for cue, pattern in _PATTERNS.items() if pattern.search(sentence))
