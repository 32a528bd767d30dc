"""The reader's words, as data: TOML tables under `en/`, made ready for looking up.

What the reader knows of a language stands in these tables; the code knows only how sentences are built.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.extraction import tags
from bot.extraction.lexicon.inflection import Form, plural, verb_forms
from bot.extraction.lexicon.phrases import Phrases
from bot.extraction.lexicon.senses import (
    GAP,
    KINDS,
    Pattern,
    Sense,
    kinds_mask,
    listed,
    noun_patterns,
    read_senses,
    verb_patterns,
)

HERE = Path(__file__).parent
TYPES_IN_ORDER = (
    "agreement_ceasefire", "protest_riot", "infrastructure_disruption", "territory_change", "arrest_detention",
    "violence_against_civilians", "explosion_remote_violence", "battle", "troop_movement", "humanitarian",
    "disaster", "harm", "other", "statement",
)  # fmt: skip
"""The trigger tables, those with the narrower conditions first: the first sense that fits is taken."""
_REMEMBERED_PAIRS = 20_000
"""Pairs of a trigger's first word and the word behind it whose patterns are remembered."""
_FORM_FLAGS = {
    Form.BASE: tags.BASE, Form.THIRD: tags.BASE, Form.PAST: tags.PAST, Form.PARTICIPLE: tags.PARTICIPLE,
    Form.ING: tags.ING,
}  # fmt: skip
_CLOSED = tags.PREPOSITION | tags.ADVERB | tags.NEGATION | tags.DETERMINER
"""Small words keep their class though a phrase of a trigger table begins with them ("on the way to", "in flames")."""

__all__ = ["KINDS", "Form", "Lexicon", "Party", "Pattern", "Phrases", "Sense", "kinds_mask", "listed", "load"]


class Party(NamedTuple):
    """A party without a name of its own: what it is called, and what sort it is (people, group, state, unknown)."""

    canonical: str
    kind: str
    word: str


class Lexicon:
    """One language's tables; see the TOML files for what each holds."""

    def __init__(self, folder: Path) -> None:
        read = {path.stem: _table(path) for path in sorted(folder.glob("*.toml"))}
        self.tables = read
        self.irregular = _irregular(read["verbs"]["irregular"])
        self.flags: dict[str, int] = defaultdict(int)
        self.seen: dict[str, tuple[str, int]] = {}
        self.patterns: dict[str, tuple[Pattern, ...]] = {}
        self._pairs: dict[tuple[str, str], tuple[Pattern, ...]] = {}
        self._read_words(read["words"])
        self._read_triggers(folder / "triggers")
        self._read_verbs(read["verbs"], read["speech"])
        self.kinds = self._read_kinds(read["nouns"])
        self.parties = self._read_parties(read["parties"]["party"])
        self.coalitions: dict[str, str] = read["parties"]["coalitions"]
        self.dominant: dict[tuple[str, str], tuple[str, frozenset[str]]] = {
            (entry["country"], word): (entry["actor"], frozenset(listed(entry.get("apart", ""))))
            for entry in read["parties"]["dominant"]
            for word in both(entry["words"])
        }
        self.force_heads = self.words("parties", "force", "heads")
        self.not_force_names = self.words("parties", "force", "not_names")
        self.not_of_the_state = self.words("parties", "nation", "not_of_the_state")
        self.nation_gear = Phrases((word, True) for word in self.words("parties", "nation", "gear"))
        self.nation_heads = self.words("parties", "nation", "heads")
        self.stand_in: dict[str, str] = read["parties"]["stand_in"]
        self.group_heads = self.force_heads | self.words("parties", "nation", "group_heads")
        self.weapon_words = self.words("parties", "force", "weapons")
        self.party_verbs = self.words("parties", "force", "verbs")
        self.weapons = {
            word: name for name, value in read["nouns"]["weapons"].items() for word in listed(value)
        }
        self.things = {word: name for name, value in read["nouns"]["things"].items() for word in both(value)}
        self.industrial = self.words("nouns", "accidents", "industrial")
        self.hostile = self.words("nouns", "accidents", "hostile")
        self.quantities = frozenset(both(read["nouns"]["quantity"]))
        self._read_speech(read["speech"])
        self._read_guards(read["guards"])
        self._read_places(read["places"])
        self._read_counts(read["casualties"])
        self._read_times(read["times"])
        self.abbreviations = self.words("pages", "abbreviations", "words")
        capitals = {country: listed(names) for country, names in _table(HERE / "capitals.toml").items()}
        self.capitals = {name.lower(): country for country, names in capitals.items() for name in names}
        self.capital_of = {country: names[0] for country, names in capitals.items()}
        self.noise = Phrases((phrase, True) for phrase in self.words("pages", "noise", "words"))
        self.flags = dict(self.flags)
        self.telling = frozenset(self.patterns) | self.speech_starts

    def _read_words(self, table: dict[str, Any]) -> None:
        for name, value in table.items():
            for word in listed(value):
                self.flags[word] |= tags.CLASSES[name]

    def _read_triggers(self, folder: Path) -> None:
        patterns: dict[str, list[Pattern]] = defaultdict(list)
        for rank, name in enumerate(TYPES_IN_ORDER):
            for sense, verbs, nouns in read_senses(_table(folder / f"{name}.toml"), rank * 1000):
                for first, pattern in verb_patterns(sense, verbs, self.irregular):
                    patterns[first].append(pattern)
                    if not self.flags[first] & _CLOSED:
                        self.flags[first] |= _FORM_FLAGS[pattern.form]
                for first, pattern in noun_patterns(sense, nouns):
                    patterns[first].append(pattern)
        self.patterns = {
            first: tuple(sorted(found, key=lambda pattern: (-len(pattern.rest), pattern.sense.order)))
            for first, found in patterns.items()
        }

        self.noun_starts = frozenset(
            first
            for first, found in self.patterns.items()
            if any(pattern.form is Form.NOUN for pattern in found)
        )

    def _read_verbs(self, table: dict[str, Any], speech: dict[str, Any]) -> None:
        for lemma in {*listed(table["plain"]), *self.irregular, *_first_words(speech["verbs"]["say"])}:
            for word, form in verb_forms(lemma, self.irregular):
                if not self.flags[word] & tags.AUXILIARY:
                    self.flags[word] |= _FORM_FLAGS[form]

    def _read_kinds(self, table: dict[str, Any]) -> dict[str, int]:
        kinds: dict[str, int] = defaultdict(int)
        for name in KINDS:
            for word in both(table.get(name, "")):
                kinds[word] |= kinds_mask(name)
                self.flags[word] |= tags.NOMINAL if " " not in word else 0
        return dict(kinds)

    def _read_parties(self, entries: list[dict[str, Any]]) -> Phrases[Party]:
        return Phrases(
            (word, Party(entry["canonical"], entry["kind"], word))
            for entry in entries
            for word in both(entry["words"])
        )

    def _read_speech(self, table: dict[str, Any]) -> None:
        verbs = table["verbs"]
        spoken: dict[str, tuple[str, Form]] = {}
        colour = {
            lemma: name
            for name in ("claim", "deny", "dismiss", "admit", "confirm", "perceive")
            for lemma in listed(verbs[name])
        }
        for lemma in dict.fromkeys((*listed(verbs["say"]), *colour)):
            first, _, rest = lemma.partition(" ")
            for word, form in verb_forms(first, self.irregular):
                spoken.setdefault(f"{word} {rest}".strip(), (colour.get(lemma, "say"), form))
        self.speech = Phrases(spoken.items())
        self.counting = self.forms(self.words("speech", "verbs", "counting"))
        self.guarded_speech = self.forms(self.words("speech", "verbs", "guarded"))
        self.speakers = Phrases(
            (word, name) for name, value in table["speakers"].items() for word in listed(value)
        )
        self.hedges = Phrases(
            (word, name) for name, value in table["hedges"].items() for word in listed(value)
        )
        self.according = Phrases((word, word) for word in listed(table["frames"]["according"]))
        self.statements = frozenset(listed(table["nouns"]["statement"]))
        self.hedged_nouns = frozenset(listed(table["nouns"]["hedged"]))
        self.claim_nouns = frozenset(listed(table["nouns"]["claimed"]))
        self.accusing = self.forms(self.words("speech", "verbs", "accusing"))
        self.speech_starts = frozenset(
            self.speech.starts()
            | self.according.starts()
            | self.statements
            | self.hedged_nouns
            | self.claim_nouns
            | self.accusing
        )

    def _read_guards(self, table: dict[str, Any]) -> None:
        self.achieved = self.forms(self.words("guards", "before_verb", "achieved"))
        self.forcing = self.forms(self.words("guards", "before_verb", "forcing"))
        self.carrying_out = self.forms(self.words("guards", "before_verb", "carrying_out"))
        self.taking = self.forms(self.words("guards", "before_noun", "taking"))
        self.unreal = self.forms(self.words("guards", "before_noun", "unreal"))
        self.unreal_modifiers = self.words("guards", "before_noun", "modifiers")
        self.intent_nouns = self.forms(self.words("guards", "before_verb", "intent_nouns"))
        self.place_verbs = frozenset(
            first
            for first, found in self.patterns.items()
            if any(
                not p.rest and p.form is not Form.NOUN and p.sense.needs & kinds_mask("place") for p in found
            )
        )
        self.light_verbs = {
            form: role
            for role, lemmas in table["light_verbs"].items()
            for form in self.forms(frozenset(listed(lemmas)))
        }
        self.pointing = self.words("guards", "before_noun", "pointing")
        self.happening = self.forms(self.words("guards", "before_noun", "happening")) | {"out", "place"}
        self.history = Phrases(
            (phrase, True)
            for key in ("background", "habitual")
            for phrase in self.words("guards", key, "words")
        )
        self.fiction = Phrases((phrase, True) for phrase in self.words("guards", "fiction", "words"))
        self.sport = self.words("guards", "sport", "words")
        self.cumulative = Phrases((phrase, True) for phrase in self.words("guards", "cumulative", "words"))

    def _read_places(self, table: dict[str, Any]) -> None:
        self.place_types = {word: kind for kind, value in table["kinds"].items() for word in listed(value)}
        self.of_words = frozenset(listed(table["before_of"]["words"]))
        self.of_heads = self.of_words | self.quantities
        self.strong_prepositions = frozenset(listed(table["prepositions"]["strong"]))
        self.relations = Phrases(
            (word, name) for name, value in table["relations"].items() for word in listed(value)
        )
        self.facilities = frozenset(both(table["facilities"]["words"]))
        self.never_places = frozenset(listed(table["never"]["words"]))
        self.organisation_words = frozenset(listed(table["organisation"]["words"]))
        self.name_prefixes = frozenset(listed(table["prefix"]["words"]))
        self.control_words = frozenset(listed(table["control"]["words"]))
        self.person_verbs = frozenset(listed(table["person"]["before"]))
        self.openers = frozenset(listed(table["openers"]["words"]))

    def _read_counts(self, table: dict[str, Any]) -> None:
        self.vague: Phrases[int] = Phrases(table["vague"].items())
        self.bounds = Phrases(
            (word, name)
            for name in ("least", "most", "about")
            for word in self.words("casualties", name, "words")
        )
        self.harm_adjectives = {
            word: kind
            for kind, key in (("killed", "dead"), ("injured", "hurt"))
            for word in self.words("casualties", key, "words")
        }
        self.units = self.words("casualties", "units", "words")
        self.single_people = self.words("casualties", "single", "words")

    def _read_times(self, table: dict[str, Any]) -> None:
        self.relative_days: Phrases[int] = Phrases(table["relative"].items())
        self.counted_days: Phrases[int] = Phrases(table["counted"].items())
        self.feasts: Phrases[tuple[int, int]] = Phrases(
            (name, (month, day)) for name, (month, day) in table["feasts"].items()
        )
        self.months: dict[str, int] = table["months"]
        parts = {f"{part}-{month}" for part in ("mid", "early", "late") for month in self.months}
        openers = (self.relative_days.starts(), self.counted_days.starts(), self.feasts.starts(), parts)
        self.time_starts = frozenset({"last"}).union(*openers)
        self.weekdays: dict[str, int] = table["weekdays"]

    def patterns_before(self, word: str, following: str) -> tuple[Pattern, ...]:
        """Return the patterns that begin with a word and can go on with the one behind it; remembered for each pair."""
        found = self._pairs.get((word, following))
        if found is None:
            found = tuple(
                pattern
                for pattern in self.patterns[word]
                if not pattern.rest or pattern.rest[0] in {GAP, following}
            )
            if len(self._pairs) >= _REMEMBERED_PAIRS:
                self._pairs.clear()
            self._pairs[word, following] = found
        return found

    def words(self, table: str, *keys: str) -> frozenset[str]:
        """Return the words of one value of a table; those marked with a question mark are left out."""
        value: Any = self.tables[table]
        for key in keys:
            value = value[key]
        return frozenset(word for word in listed(value) if not word.endswith("?"))

    def forms(self, lemmas: frozenset[str]) -> frozenset[str]:
        """Return all forms, as verbs and as nouns, of single words."""
        return frozenset(
            form
            for lemma in lemmas
            for form in (
                *(word for word, _ in verb_forms(lemma, self.irregular)),
                plural(lemma),
            )
        )


@cache
def load(language: str = "en") -> Lexicon:
    """Return the tables of a language (a folder beside this file)."""
    return Lexicon(HERE / language)


def both(value: str) -> Iterator[str]:
    """Give singular and plural of the nouns listed."""
    for word in listed(value):
        yield word
        many = plural(word)
        if many != word:
            yield many


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _irregular(value: str) -> dict[str, tuple[str, str]]:
    rows = (row.split() for row in value.split(";"))
    return {lemma: (past, participle) for lemma, past, participle in rows}


def _first_words(value: str) -> set[str]:
    return {phrase.split()[0] for phrase in listed(value)}
