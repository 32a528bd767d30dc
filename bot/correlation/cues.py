"""Cues: words in a sentence that tell how it relates to what was told before (`cues.toml` holds them)."""

import re
import tomllib
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Cue(StrEnum):
    """What a word in the sentence hints at.

    history: it looks back. again, another, one_more: it is not the first of its kind
    (one_more: not even of that day). toll_story: it counts victims of
    something known. lowered, revised, recalled: a figure is taken back, counted anew, or an older one is mentioned. incomplete: not all of it
    is so. last_part: the fall of this part is the fall of the whole. agreed, extended, in_force,
    broken, mutual: of a deal (mutual: both accuse each other). ended: it is over. freed: captives are.
    admitted, verified, responsibility, denial, disowned: how it is vouched for (disowned: somebody says that it was not his doing). own_loss: who
    speaks gave it up himself. formal, head_of_government: by whom. definite: it
    is spoken of as known ("the attack"). ongoing: it goes on, so it is not the first word of it.
    """

    HISTORY = "history"
    AGAIN = "again"
    ANOTHER = "another"
    ONE_MORE = "one_more"
    TOLL_STORY = "toll_story"
    LOWERED = "lowered"
    REVISED = "revised"
    RECALLED = "recalled"
    INCOMPLETE = "incomplete"
    LAST_PART = "last_part"
    AGREED = "agreed"
    EXTENDED = "extended"
    IN_FORCE = "in_force"
    BROKEN = "broken"
    MUTUAL = "mutual"
    ENDED = "ended"
    FREED = "freed"
    ADMITTED = "admitted"
    VERIFIED = "verified"
    RESPONSIBILITY = "responsibility"
    DENIAL = "denial"
    DISOWNED = "disowned"
    OWN_LOSS = "own_loss"
    FORMAL = "formal"
    HEAD_OF_GOVERNMENT = "head_of_government"
    DEFINITE = "definite"
    ONGOING = "ongoing"


LOCAL = frozenset((Cue.HISTORY, Cue.AGAIN, Cue.ANOTHER, Cue.ONE_MORE, Cue.IN_FORCE, Cue.ENDED, Cue.ONGOING))
"""Cues that say something about one happening of a sentence and nothing about another that it mentions."""
_OPENING = 45
"""A sentence that looks back says so within so many characters."""
_PARTS = re.compile(r"[,;:–—()\"“”]|\s-\s")
_TABLES = tomllib.loads((files("bot.correlation") / "cues.toml").read_text(encoding="utf-8"))


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(_TABLES[name]) + r")(?!\w)", re.IGNORECASE)


_PATTERNS = {cue: _pattern(cue) for cue in Cue if cue is not Cue.DEFINITE}
_KNOWN_THING = re.compile(r"\b(?:the|this|that|these|those|\w+['’]s)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_LOOK_BACK = _pattern("look_back")
_SINCE_THEN = _pattern("since_then")
_ANNIVERSARY = _pattern("anniversary")


@lru_cache(maxsize=4096)
def cues_of(sentence: str, trigger: str = "") -> frozenset[Cue]:
    """Return the cues of a sentence for the happening that its `trigger` tells of."""
    at = sentence.find(trigger) if trigger else -1
    found: set[Cue] = {
        cue for cue, pattern in _PATTERNS.items() if _has(cue, pattern, sentence, at, at + len(trigger))
    }
    if _ANNIVERSARY.search(sentence) or (_LOOK_BACK.search(sentence[:_OPENING]) and at > _OPENING // 2):
        found.add(Cue.HISTORY)
    if any(
        not _PARTS.search(sentence, then.end(), at) for then in _SINCE_THEN.finditer(sentence, 0, max(at, 0))
    ):
        found.add(Cue.HISTORY)
    if at > 0 and _KNOWN_THING.search(sentence, max(0, at - 45), at):
        found.add(Cue.DEFINITE)
    return frozenset(found)


def _has(cue: Cue, pattern: re.Pattern[str], sentence: str, start: int, end: int) -> bool:
    if cue not in LOCAL or start < 0:
        return pattern.search(sentence) is not None
    return any(
        not _PARTS.search(sentence, min(end, match.end()), max(start, match.start()))
        for match in pattern.finditer(sentence)
    )
