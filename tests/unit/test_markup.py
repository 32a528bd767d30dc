"""Nothing from outside becomes a tag, a link, a command or a name."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cleaning import clean, utf16_length
from bot.rendering.markup import link, plain
from bot.rendering.split import split
from bot.rendering.texts import texts_for
from bot.sandbox.formatted import finish
from bot.sandbox.markup import parse_html

ANYTHING = st.text(st.characters(codec=None), max_size=200)


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_and_databases_can_store_it(text):
    once = clean(text)
    assert clean(once) == once
    once.encode()
    assert "\0" not in once


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\u202eb\u2066c", "abc"),
        ("zero\u200bwidth", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800x", "\ufffdx"),
        ("line\r\nline\u2028line", "line\nline\nline"),
        ("z" + "\u0301" * 9, "ź" + "\u0301" * 4),
    ],
)
def test_clean(given_text, expected):
    assert clean(given_text) == expected


@given(ANYTHING)
def test_untrusted_text_has_no_entity_of_its_own(text):
    shown = str(plain(clean(text)))
    assert "<" not in shown
    assert re.search(r"(?<![\w/])[@#/](?=\w)", unescape(shown)) is None


@pytest.mark.parametrize(
    "text", ["/unsubscribe all", "write to @somebody", "see evil.example", "#tag", "<b>bold</b>"]
)
def test_telegram_sees_nothing_to_press_in_untrusted_text(text):
    seen = finish(*parse_html(str(plain(text)))).as_content()
    assert not seen.get("entities")


@given(ANYTHING)
def test_a_value_in_a_template_stays_text(text):
    shown = texts_for("en")("<b>{name}</b>", name=clean(text))
    assert str(shown).startswith("<b>")
    assert str(shown).endswith("</b>")
    assert str(shown).count("<") == 2


def test_only_web_addresses_become_links():
    assert str(link("here", "javascript:alert(1)")) == "here"
    assert str(link("here", 'https://example.org/"x')) == '<a href="https://example.org/&#34;x">here</a>'
    assert str(link("here", None)) == "here"


@given(st.lists(st.text(st.sampled_from("ab <&🇮ж"), max_size=40), max_size=30), st.integers(20, 60))
def test_split_loses_nothing_and_keeps_tags_whole(words, limit):
    text = texts_for("en")("<b>{a}</b>\n<i>{b}</i>", a="\n".join(words), b=" ".join(words))
    parts = split(text, limit)
    for part in parts:
        visible = unescape(re.sub(r"<[^>]*>", "", str(part)))
        assert 0 < utf16_length(visible) <= limit
        assert str(part).count("<b>") == str(part).count("</b>")
        assert str(part).count("<i>") == str(part).count("</i>")

    def letters(markup):
        return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", str(markup))))

    assert "".join(letters(part) for part in parts) == letters(text)
