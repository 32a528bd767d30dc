"""Left-to-right words inside Arabic texts stay in their place, and what is copied is exactly what is shown."""

import pytest
from markupsafe import Markup

from bot.domain.languages import language_named, spoken
from bot.rendering.bidi import commands_apart
from bot.rendering.texts import texts_for


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Reuters", "\u2068Reuters\u2069"),
        ("الموصل", "الموصل"),
        ("12", "12"),
        ("10–15", "\u206810–15\u2069"),
        ("<b>", "\u2068&lt;b&gt;\u2069"),
        (Markup('<a href="https://example.org">رويترز</a>'), '<a href="https://example.org">رويترز</a>'),
        (Markup("<b>BBC</b>"), "\u2068<b>BBC</b>\u2069"),
    ],
)
def test_values_with_latin_letters_or_spans_are_set_apart(value, shown):
    assert texts_for("ar")("{value}", value=value) == shown
    assert "\u2068" not in texts_for("ru")("{value}", value=value)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("اكتب /help الآن", "اكتب \u2066/help\u2069 الآن"),
        ("<code>/subscribe نينوى</code>", "\u2066<code>/subscribe نينوى</code>\u2069"),
        ("<b>نص</b>", "<b>نص</b>"),
        ("/{name}", "\u2066/{name}\u2069"),
    ],
)
def test_commands_and_examples_are_set_apart_outside_of_what_is_copied(template, shown):
    assert commands_apart(template) == shown


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("uk", "uk"),
        ("ar-IQ", "ar"),
        ("pt_BR", "en"),
        ("EN-gb", "en"),
        (None, "en"),
        ("", "en"),
        ("zh-hans", "en"),
    ],
)
def test_a_telegram_language_means_one_of_ours_or_the_default(tag, language):
    assert spoken(tag, "en") == language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("uk", "uk"),
        ("українська", "uk"),
        ("العربية", "ar"),
        ("FRANÇAIS", "fr"),
        ("Ukrainian", "uk"),
        ("klingon", None),
        ("", None),
    ],
)
def test_languages_are_named_by_tag_or_by_their_own_name(words, language):
    assert language_named(words) == language


def test_a_value_in_a_command_or_in_what_is_copied_has_no_marks_inside():
    _ = texts_for("ar")
    assert (
        _("/{name} – {name_of_it}", name="help", name_of_it="Help") == "\u2066/help\u2069 – \u2068Help\u2069"
    )
    assert (
        _("<code>/quiet {example}</code>", example="22:00-07:00")
        == "\u2066<code>/quiet 22:00-07:00</code>\u2069"
    )
