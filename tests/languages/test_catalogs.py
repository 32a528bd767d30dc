"""The catalogs say everything that the code says, in every language, with the same values, tags and commands."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.domain.languages import LANGUAGES, SOURCE_LANGUAGE
from bot.rendering.collect import collected, is_translated
from bot.rendering.reasons import REASONS
from bot.rendering.texts import catalog_file

ROOT = Path(__file__).parents[2]
OTHERS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
MEND = "Run `make texts`, then translate what is empty in bot/rendering/catalogs/*/LC_MESSAGES/messages.po"
LONGEST_LABEL = 50


@pytest.fixture(scope="module")
def of_code():
    return collected()


def messages(language):
    with catalog_file(language).open("rb") as written:
        return [message for message in read_po(written, locale=language) if message.id]


def forms(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def key(message):
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def values(text):
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_code_is_translated_and_no_other(language, of_code):
    said, known = {key(m) for m in of_code if m.id}, {key(m) for m in messages(language)}
    empty = [key(m)[0] for m in messages(language) if not is_translated(m.string)]
    assert (sorted(map(str, said - known)), sorted(map(str, known - said)), empty) == ([], [], []), (
        f"{language}: texts that are missing, gone, or not translated. {MEND}"
    )


@pytest.mark.parametrize("language", OTHERS)
def test_translations_take_the_same_values(language):
    wrong = []
    for message in messages(language):
        if isinstance(message.id, str):
            wrong += [message.id for form in forms(message) if values(form) != values(message.id)]
        else:
            wrong += [form for form in forms(message) if not values(form) <= values(message.id[1])]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_plurals_have_every_form_of_the_language_and_name_the_number_where_it_is_not_fixed(language):
    rule = Catalog(locale=language)
    wrong = []
    for message in messages(language):
        if isinstance(message.id, str):
            continue
        told = forms(message)
        if len(told) != rule.num_plurals or not all(told):
            wrong.append(message.id)
            continue
        for n in (3, 5, 11, 21, 100, 101):
            form = told[plural_index(rule, n)]
            wrong += [form] if values(form) != values(message.id[1]) else []
    assert wrong == []


def plural_index(rule, n):
    """Evaluate gettext's C expression for a number."""
    from gettext import c2py  # noqa: PLC0415 -- undocumented, but what GNUTranslations itself uses

    return c2py(rule.plural_expr)(n)


@pytest.mark.parametrize("language", OTHERS)
def test_translations_have_the_same_tags_and_name_the_same_commands(language):
    def shape(text):
        bare = re.sub(r"<code>.*?</code>", "<code></code>", text)
        return sorted(re.findall(r"</?\w+>", bare)), sorted(
            set(re.findall(r"(?<![\w<{])/(?:[a-z]+|\{)", bare))
        )

    wrong = []
    for message in messages(language):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wrong += [form for form in forms(message) if shape(form) not in [shape(text) for text in ids]]
    assert wrong == []


def button_texts():
    """The texts that stand on buttons."""
    for file in (ROOT / "bot" / "rendering").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "Button",
                "_choice",
                "_button",
            }:
                for inner in ast.walk(node.args[0]):
                    if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == "_":
                        yield getattr(inner.args[0], "value", None)


def test_labels_of_buttons_are_short_in_every_language():
    labels = set(button_texts()) - {None}
    assert len(labels) > 50
    long = [
        (language, form)
        for language in OTHERS
        for message in messages(language)
        if message.id in labels
        for form in forms(message)
        if len(re.sub(r"\{\w+\}", "", unescape(form))) > LONGEST_LABEL
    ]
    assert long == []


def test_the_reasons_of_editors_and_of_changes_can_be_translated():
    sources = [
        ROOT / "bot" / "services" / "editor.py",
        *sorted((ROOT / "bot" / "correlation").glob("[co]*.py")),
    ]
    given = {
        node.value
        for file in sources
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(
            r"(?:an editor|it is|it tells|it ends|a party|the agreement|somebody who|the toll) [a-z ,]+",
            node.value,
        )
    }
    assert len(given) > 15
    assert given - REASONS == set()


def test_sentences_of_errors_are_templates_so_that_they_can_be_translated():
    made_up = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for folder in ("bot", "handlers", "storage")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"UserError", "NotAllowedError"}
        and any(isinstance(inner, ast.JoinedStr) for argument in node.args for inner in ast.walk(argument))
    ]
    assert made_up == [], 'Write UserError("… {name} …", name=…) instead of an f-string'
