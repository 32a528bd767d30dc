"""English word forms made from dictionary forms: verbs by person, tense and participle, nouns by number."""

from collections.abc import Iterator
from enum import IntEnum

_VOWELS = frozenset("aeiou")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_IRREGULAR_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "life": "lives", "wife": "wives",
    "thief": "thieves", "half": "halves", "body": "bodies", "crisis": "crises", "policeman": "policemen",
    "gunman": "gunmen", "fisherman": "fishermen", "herdsman": "herdsmen", "militiaman": "militiamen",
    "serviceman": "servicemen", "tribesman": "tribesmen", "guardsman": "guardsmen", "mosquito": "mosquitoes",
    "hero": "heroes", "embargo": "embargoes", "volcano": "volcanoes", "aircraft": "aircraft", "series": "series",
    "personnel": "personnel", "policewoman": "policewomen", "schoolchild": "schoolchildren", "housewife": "housewives",
}  # fmt: skip


class Form(IntEnum):
    """Which form of a word stands in the text."""

    NOUN = 0
    BASE = 1
    THIRD = 2
    PAST = 3
    PARTICIPLE = 4
    ING = 5


def verb_forms(lemma: str, irregular: dict[str, tuple[str, str]]) -> Iterator[tuple[str, Form]]:
    """Give every form of a verb of one word; regular pasts come once as PAST (it serves as participle too)."""
    yield lemma, Form.BASE
    yield third_person(lemma), Form.THIRD
    past, participle = irregular.get(lemma) or (regular_past(lemma),) * 2
    yield past, Form.PAST
    if participle != past:
        yield participle, Form.PARTICIPLE
    yield _present_participle(lemma, past), Form.ING
    for variant in _american(lemma, past):
        yield variant, Form.PAST
        yield f"{lemma}ing", Form.ING


def third_person(lemma: str) -> str:
    """The form after "he": captures, clashes, flies, goes."""
    if lemma in {"be", "have"}:
        return {"be": "is", "have": "has"}[lemma]
    if lemma.endswith(_SIBILANT) or lemma in {"go", "do", "undergo"}:
        return f"{lemma}es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return f"{lemma[:-1]}ies"
    return f"{lemma}s"


def regular_past(lemma: str) -> str:
    """The regular past: captured, carried, clashed."""
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return f"{lemma[:-1]}ied"
    return f"{lemma}{lemma[-1]}ed" if _short(lemma) else f"{lemma}ed"


def _short(lemma: str) -> bool:
    """Whether a verb of one syllable ends in one vowel and one consonant: its forms double that ("lobbed")."""
    vowels = [letter in _VOWELS for letter in lemma]
    return len(lemma) > 2 and vowels.count(True) == 1 and vowels[-2] and lemma[-1] in "bdgklmnprtvz"


def plural(noun: str) -> str:
    """The plural of a noun or of a phrase's last word: clashes, bodies, gunmen."""
    head, _, last = noun.rpartition(" ")
    if last in _IRREGULAR_PLURALS:
        many = _IRREGULAR_PLURALS[last]
    elif last.endswith(("men", "people", "children")) or (
        last.endswith("s") and not last.endswith(("ss", "us", "is"))
    ):
        many = last
    elif last.endswith(_SIBILANT):
        many = f"{last}es"
    elif last.endswith("y") and len(last) > 1 and last[-2] not in _VOWELS:
        many = f"{last[:-1]}ies"
    else:
        many = f"{last}s"
    return f"{head} {many}" if head else many


def _present_participle(lemma: str, past: str) -> str:
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return f"{lemma[:-1]}ing"
    doubled = f"{lemma}{lemma[-1]}"
    if past == f"{doubled}ed" or lemma in _DOUBLING:
        return f"{doubled}ing"
    return "panicking" if lemma == "panic" else f"{lemma}ing"


def _american(lemma: str, past: str) -> Iterator[str]:
    if past == f"{lemma}led" and lemma.endswith("l") and lemma not in _STRESSED:
        yield f"{lemma}ed"


_DOUBLING = frozenset(
    [
        "begin",
        "cut",
        "get",
        "hit",
        "let",
        "overrun",
        "put",
        "quit",
        "run",
        "set",
        "shut",
        "sit",
        "split",
        "win",
        "swim",
        "spin",
        "dig",
        "forget",
        "cut",
        "bid",
        "shed",
    ]
)
_STRESSED = frozenset(["control", "expel", "repel", "rebel", "compel", "propel", "patrol", "quell", "shell"])
