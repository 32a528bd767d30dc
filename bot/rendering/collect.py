"""Collect every text of the bot into the catalogs; run by hand (`make texts`), never by the product.

Texts are found by Babel where they are written: `_("…")`, `_.plural("…", "…", n)`, `marked("…")` in tables, the sentence of
a `UserError`, the description of a `Command`; and the nouns of headlines.toml, alone and as what something is said about.
What is gone leaves the catalogs; what is new stands in them untranslated, and nothing is guessed from similar texts.
"""

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from bot.domain.languages import LANGUAGES, SOURCE_LANGUAGE
from bot.rendering.headlines import nouns
from bot.rendering.texts import catalog_file
from bot.rendering.titles import ABOUT

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "handlers")
KEYWORDS = {
    "_": None,
    "texts": None,
    "plural": (1, 2),
    "marked": None,
    "UserError": None,
    "NotAllowedError": None,
    "__init__": None,
    "Command": (2,),
}
_LEFT_OUT = tuple(
    f'"{field}:'
    for field in (
        "POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Project-Id-Version", "Report-Msgid-Bugs-To",
        "Last-Translator", "Language-Team",
    )
)  # fmt: skip
"""Lines of a catalog's head that differ although no text does, or that history tells."""


def main() -> None:
    """Write every catalog anew."""
    found = collected()
    for language in LANGUAGES:
        if language != SOURCE_LANGUAGE:
            left = update(language, found)
            sys.stdout.write(f"{language}: {len(found)} texts, {left} without a translation\n")


def collected() -> Catalog:
    """Return every text that the code holds, in the order of the files."""
    found = Catalog(project="situation-bot", fuzzy=False)
    for text, context in (*_of_code(), *((noun, context) for noun in nouns() for context in (None, ABOUT))):
        found.add(text, context=context)
    return found


def update(language: str, found: Catalog) -> int:
    """Write the catalog of a language anew; return how many texts it does not translate."""
    file = catalog_file(language)
    known = Catalog(locale=language, fuzzy=False)
    if file.exists():
        with file.open("rb") as written:
            known = read_po(written, locale=language)
    head = f"# What the bot says in {LANGUAGES[language]}; written anew by `make texts` (docs/languages.md)."
    fresh = Catalog(locale=language, header_comment=head, fuzzy=False)
    for message in found:
        if message.id:
            before = known.get(message.id, context=message.context)
            fresh.add(message.id, before.string if before else "", context=message.context)
    file.parent.mkdir(parents=True, exist_ok=True)
    written_anew = BytesIO()
    write_po(written_anew, fresh, width=0, no_location=True)
    lines = written_anew.getvalue().decode().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(_LEFT_OUT)), "utf-8")
    return len([message for message in fresh if message.id and not is_translated(message.string)])


def is_translated(string: str | Sequence[str] | None) -> bool:
    """Whether every form of a translation says something."""
    return bool(string) if string is None or isinstance(string, str) else all(map(bool, string))


def _of_code() -> Iterator[tuple[str | tuple[str, ...], None]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for _, text, _, _ in extract_from_file("python", file, keywords=KEYWORDS):
                if text:
                    yield text, None


if __name__ == "__main__":
    main()
