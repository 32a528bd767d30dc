"""Trigger words: what each word or phrase tells, under which conditions, and what part its neighbours play."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.domain.claims import EventType, SubType
from bot.extraction.lexicon.inflection import Form, plural, verb_forms

GAP = "~"
"""In a phrase: up to four words of the same noun phrase may stand here ("take ~ control of")."""

KINDS = (
    "place", "name", "actor", "armed", "civil", "protest", "suspect", "gear", "airborne", "aid", "route", "bridge",
    "service", "utility", "abstract", "event", "strikeable", "other", "none", "number", "pronoun", "volcano", "quantity", "displaced",
    "craft", "building",
)  # fmt: skip
"""What a noun phrase can stand for."""
_BITS = {kind: 1 << place for place, kind in enumerate(KINDS)}
_PREPOSITIONS = (
    "of", "over", "by", "from", "to", "on", "against", "at", "in", "into", "with", "between", "targeting", "towards",
)  # fmt: skip


def kinds_mask(names: str) -> int:
    """Return the bits of kinds named in a string, separated by spaces; raises KeyError for an unknown kind."""
    mask = 0
    for name in names.split():
        mask |= _BITS[name]
    return mask


def listed(value: str) -> list[str]:
    """Split a comma-separated value of a table into its trimmed parts."""
    return [part for raw in value.split(",") if (part := " ".join(raw.split()))]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of trigger words.

    `subject` and `object` say what part those play: a role, or "place", "none", "sides"; `prepositions` the same for
    what follows one, `owner` for what stands before a noun. A sense holds only where the object (of an active verb,
    the subject of a passive one) is of a kind in `needs`, the subject of one in `needs_subject`, and so on; 0 asks
    for nothing. `harm` names the toll that the words count, `counts` the
    people besides: "captured" (held, taken or let go) or "displaced"
    (or brought to safety).
    """

    rule: str
    type: EventType
    subtype: SubType
    order: int
    subject: str = "initiator"
    object: str = "none"
    owner: str = "none"
    prepositions: Mapping[str, str] = field(default_factory=dict)
    needs: int = 0
    needs_subject: int = 0
    needs_passive_subject: int = 0
    needs_of: int = 0
    unless_object: int = 0
    unless_next: tuple[str, ...] = ()
    unless_before: frozenset[str] = frozenset()
    with_verbs: frozenset[str] = frozenset()
    harm: str | None = None
    counts: str | None = None
    context: str | None = None
    weak: bool = False
    stative: bool = False
    speech_act: bool = False
    declares: bool = False
    strict_subject: bool = False


class Pattern(NamedTuple):
    """A trigger as it stands in a text: the words after the first, its grammatical form, its meaning.

    `be` asks for a form of "be" before it. The order of the tuple is the order of trying.
    """

    rest: tuple[str, ...]
    form: Form
    be: bool
    lemma: str
    sense: Sense


def read_senses(table: Mapping[str, Any], order: int) -> Iterator[tuple[Sense, str, str]]:
    """Read one trigger table: each sense with its verbs and its nouns, as they are written there."""
    for place, entry in enumerate(table["sense"]):
        yield _sense(table, entry, order + place), entry.get("verbs", ""), entry.get("nouns", "")


def verb_patterns(
    sense: Sense, verbs: str, irregular: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, Pattern]]:
    """Give every form of a sense's verbs, by first word."""
    for lemma in listed(verbs):
        words = lemma.split()
        be = words[0] == "be"
        if be:
            words = [word for word in words[1:] if word != GAP] if words[1] == GAP else words[1:]
            yield words[0], Pattern(tuple(words[1:]), Form.PAST, True, lemma, sense)
            continue
        for form, kind in verb_forms(words[0], irregular):
            yield form, Pattern(tuple(words[1:]), kind, False, lemma, sense)


def noun_patterns(sense: Sense, nouns: str) -> Iterator[tuple[str, Pattern]]:
    """Give singular and plural of a sense's nouns, by first word."""
    for lemma in listed(nouns):
        for written in dict.fromkeys((lemma, lemma if GAP in lemma or " of " in lemma else plural(lemma))):
            words = written.split()
            yield words[0], Pattern(tuple(words[1:]), Form.NOUN, False, lemma, sense)


def _sense(table: Mapping[str, Any], entry: Mapping[str, Any], order: int) -> Sense:
    return Sense(
        rule=entry["rule"],
        type=EventType(entry.get("type", table["type"])),
        subtype=SubType(entry["subtype"]),
        order=order,
        subject=entry.get("subject", "initiator"),
        object=entry.get("object", "none"),
        owner=entry.get("owner", "none"),
        prepositions={word: entry[word] for word in _PREPOSITIONS if word in entry},
        **{name: kinds_mask(entry[name]) for name in _MASKS if name in entry},
        unless_next=tuple(listed(entry.get("unless_next", ""))),
        unless_before=frozenset(listed(entry.get("unless_before", ""))),
        with_verbs=frozenset(listed(entry.get("with_verbs", ""))),
        harm=entry.get("harm"),
        counts=entry.get("counts"),
        context=entry.get("context"),
        weak=bool(entry.get("weak")),
        stative=bool(entry.get("stative")),
        speech_act=bool(entry.get("speech_act")),
        declares=bool(entry.get("declares")),
        strict_subject=bool(entry.get("strict_subject")),
    )


_MASKS = ("needs", "needs_subject", "needs_passive_subject", "needs_of", "unless_object")
