"""Words → wish: forgiving, and never a crash."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.claims import EventType, Status
from bot.domain.errors import UserError
from bot.domain.subscriptions import CASUALTIES, Cadence, Dimension
from bot.wishes import parse, resolve
from bot.wishes.resolve import knows
from bot.wishes.talk import ended, is_greeting
from bot.wishes.vocabulary import LANGUAGES, Vocabulary, _entries
from bot.wishes.wish import NEAR


def nothing_known(_):
    return False


def names(wish):
    return [
        (("not " if n.negated else "") + (f"{n.dimension} " if n.dimension else "") + n.text, n.km)
        for n in wish.names
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Mosul", [("Mosul", None)]),
        ("Nineveh: ISIS or PMU", [("Nineveh", None), ("ISIS", None), ("PMU", None)]),
        ("Nineveh; ISIS and/or PMU", [("Nineveh", None), ("ISIS", None), ("PMU", None)]),
        ("everything in Nineveh by ISIS", [("region Nineveh", None), ("by ISIS", None)]),
        ("against the Houthis", [("on Houthis", None)]),
        ("Syria -Damascus", [("Syria", None), ("not Damascus", None)]),
        ("within 50 km of Mosul", [("region Mosul", 50)]),
        ("50km from Mosul", [("region Mosul", 50)]),
        ("in a radius of 30 miles around Mosul", [("region Mosul", 48)]),
        ("within 9000 km of Mosul", [("region Mosul", 500)]),
        ("near Goma and Bukavu", [("region Goma", NEAR), ("region Bukavu", NEAR)]),
        ("Iraq but not Baghdad or Basra, Kirkuk", [("Iraq", None), ("not Baghdad", None), ("not Basra", None), ("Kirkuk", None)]),
        ("not by ISIS", [("not by ISIS", None)]),
        ("not in Baghdad", [("not region Baghdad", None)]),
        ("Sudan, not from Radio Dabanga", [("Sudan", None), ("not source Radio Dabanga", None)]),
        ("“Not a place”", [("Not a place", None)]),
        ("Boy's Town", [("Boy's Town", None)]),
    ],
)  # fmt: skip
def test_names_and_their_parts(said, found):
    assert names(parse(said, nothing_known)) == found


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("Iraq, declared+", "min_status", Status.DECLARED),
        ("Iraq, declared or surer", "min_status", Status.DECLARED),
        ("Iraq, at least reported", "min_status", Status.REPORTED),
        ("Iraq, confirmed only", "min_status", Status.CONFIRMED),
        ("Iraq, only confirmed", "min_status", Status.CONFIRMED),
        ("Iraq severity 3+", "min_severity", 3),
        ("Iraq severity ≥ 2", "min_severity", 2),
        ("Iraq, at least severity 4", "min_severity", 4),
        ("Iraq 3+", "min_severity", 3),
        ("Iraq, grave", "min_severity", 4),
        ("Iraq, digest only", "cadence", Cadence.DIGEST),
        ("Iraq only in the digest", "cadence", Cadence.DIGEST),
        ("Iraq silently", "sound", False),
        ("Iraq, without sound", "sound", False),
        ("Iraq, also unlocated", "unlocated", True),
        ("العراق، معلن فأكثر", "min_status", Status.DECLARED),
        ("Ирак, тяжесть 3 и выше", "min_severity", 3),
        ("Ірак, тільки дайджест", "cadence", Cadence.DIGEST),
    ],
)
def test_bounds_and_manners(said, field, value):
    wish = parse(said, nothing_known)
    assert getattr(wish, field) == value
    assert len(wish.names) == 1
    assert wish.names[0].plain


@pytest.mark.parametrize(
    ("said", "language", "keys"),
    [
        ("airstrikes and shelling in Gaza", "en", {"airstrike", "shelled"}),
        ("attacks on civilians", "en", {EventType.VIOLENCE_AGAINST_CIVILIANS}),
        ("casualties", "en", {CASUALTIES}),
        ("обстрелы", "en", {"shelled"}),
        ("غارات جوية", "en", {"airstrike"}),
        ("frappes aériennes ou enlèvements", "fr", {"airstrike", "abducted"}),
        ("terremotos", "es", {"quake"}),
        ("обстріли", "uk", {"shelled"}),
    ],
)
def test_kinds_of_event(said, language, keys):
    wish = parse(said, nothing_known, language)
    assert {term.key for term in wish.terms} == keys


def test_who_does_what_to_whom():
    wish = parse("attacks by ISIS on civilians", nothing_known)
    assert names(wish) == [("by ISIS", None)]
    assert (Dimension.ON, "generic:civilians") in {(term.dimension, term.key) for term in wish.terms}


def test_a_known_name_stays_whole():
    wish = parse("Bosnia and Herzegovina, not casualties", lambda name: name == "Bosnia and Herzegovina")
    assert names(wish) == [("Bosnia and Herzegovina", None)]
    assert wish.terms[0].negated


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_parser(text):
    wish = parse(text, nothing_known, "ar")
    assert all(name.text for name in wish.names)


pieces = st.sampled_from(
    ["Mosul", "ISIS", "Tripoli", "not", "by", "on", "in", "within", "50", "km", "of", ",", ":", "or", "near", "from", "+", "3",
     "declared", "severity", "airstrikes", "Xyzzy", "“", "civilians", "و", "الموصل", "or more", "Iraq"]
)  # fmt: skip


@given(st.lists(pieces, max_size=12).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_wish_is_understood_or_refused_with_a_sentence(world, text):
    try:
        found = resolve(parse(text, knows(world)), world)
    except UserError:
        return
    assert found.questions or any(not term.negated for term in found.subscription.terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_grammar_and_real_types(language):
    sorts = {sort for sort, _, _ in _entries(language)}
    assert {"or", "not", "by", "on", "in", "from", "near", "within", "km", "of", "more", "severity"} <= sorts
    assert {"status", "manner", "people", "types"} <= sorts
    statuses = {value for sort, value, _ in _entries(language) if sort == "status"}
    assert statuses == {"claimed", "reported", "declared", "confirmed"}
    kinds = {value for sort, value, _ in _entries(language) if sort == "types"}
    assert set(EventType) - {EventType.OTHER} <= kinds
    Vocabulary([language])


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("hamas attacks on israel", {"actor:ps-hamas", "region:cc:IL"}),
        ("goma, please", {"region:gn:216281"}),
        ("what happened in Kharkiv?", {"region:gn:706483"}),
        ("war in Ukraine", {"region:cc:UA"}),
        ("авиаудары в радиусе 50 км от Харькова", {"region:within:50@49.98,36.25#gn:706483"}),
        ("في خاركيف", {"region:gn:706483"}),
        ("Fuerzas de Apoyo Rápido", {"actor:sd-rsf"}),
        ("Сили швидкої підтримки", {"actor:sd-rsf"}),
    ],
)
def test_words_of_everyday_and_names_as_they_are_shown_are_understood(world, said, terms):
    asked = resolve(parse(said, knows(world)), world)
    found = {f"{t.dimension}:{t.key}" for t in asked.subscription.terms if t.dimension is not Dimension.TYPE}
    assert (asked.questions, found) == ((), terms)


def test_names_inside_a_longer_phrase_are_offered(world):
    (question,) = resolve(parse("the big market of Mosul", knows(world)), world).questions
    assert not question.exact
    assert "gn:99072" in [result.id for result in question.found]


def test_where_somebody_is_cannot_be_told_in_words(world):
    with pytest.raises(UserError, match="Send me your location"):
        resolve(parse("fighting near me", knows(world)), world)


@pytest.mark.parametrize(
    ("said", "language", "greeting", "end"),
    [
        ("Hi!", "en", True, None),
        ("Дякую", "uk", True, None),
        ("السلام عليكم", "ar", True, None),
        ("hello Mosul", "en", False, None),
        ("unsubscribe Mosul", "en", False, "Mosul"),
        ("stop alerts for Old Mosul.", "en", False, "Old Mosul"),
        ("отписаться от Мосул", "ru", False, "Мосул"),
        ("unsubscribe", "en", False, ""),
        ("Stop!", "en", False, ""),
        ("Mosul", "en", False, None),
    ],
)
def test_greetings_and_ends_in_plain_words(said, language, greeting, end):
    assert (is_greeting(said, language), ended(said, language)) == (greeting, end)
