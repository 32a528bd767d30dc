"""What the bot says, in a reader's language: English source texts, translated by gettext catalogs.

A catalog is its `.po` file and nothing else: there is no build step, and what a translator edits is what is read, when a
language is first asked for.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

from bot.domain.languages import SOURCE_LANGUAGE, comma, spoken
from bot.knowledge import World
from bot.rendering.bidi import RIGHT_TO_LEFT, commands_apart, copied, set_apart
from bot.rendering.markup import plain

CATALOGS = Path(__file__).parent / "catalogs"
# Dates in English are written as in Britain: day before month, as in the other languages.
_LOCALES = {SOURCE_LANGUAGE: "en_GB"}


def marked(template: str) -> str:
    """Return a text as it is: it marks one that stands in a table, so that the catalogs get it."""
    return template


class Texts:
    """The texts of one language, and what the world is called in it.

    A text is a template in Telegram HTML: `{name}` takes a value, which is made safe unless it is markup already.
    """

    def __init__(self, language: str, catalog: NullTranslations, world: World | None = None) -> None:
        self.language = language
        self.world = world
        self._catalog = catalog
        self._right_to_left = language in RIGHT_TO_LEFT

    def __call__(self, template: str, **values: Any) -> Markup:
        """Return the translated text with its values."""
        return self._fill(self._catalog.gettext(template), values)

    def plural(self, one: str, many: str, n: int, **values: Any) -> Markup:
        """Return the form for a number, which the template may name as `{n}`."""
        return self._fill(self._catalog.ngettext(one, many, n), {"n": n, **values})

    def within(self, context: str, template: str, **values: Any) -> Markup:
        """Return the translation that a text has in a context (gettext's msgctxt)."""
        return self._fill(self._catalog.pgettext(context, template), values)

    def place(self, region_id: str | None) -> str | None:
        """Return what a region is called, None for one that nobody knows."""
        region = self.world.regions.get(region_id) if self.world and region_id else None
        return self.world.regions.name(region.id, self.language) if self.world and region else None

    def party(self, actor_id: str | None) -> str | None:
        """Return what an actor is called, None for one that nobody knows."""
        known = self.world.actors.get(actor_id) if self.world and actor_id else None
        return self.world.actors.name(known.id, self.language) if self.world and known else None

    def named(self, name: str) -> str | None:
        """Return what a party or a country with an English name is called, None where it may be several or neither."""
        if not self.world or not name:
            return None
        actors = self.world.actors.named(name)
        if len(actors) == 1:
            return self.party(actors[0])
        countries = [key for key in self.world.regions.named(name) if key.startswith("cc:")]
        return self.place(countries[0]) if len(countries) == 1 else None

    @property
    def locale(self) -> Locale:
        """How dates and lists are written."""
        return locale_of(self.language)

    @property
    def comma(self) -> Markup:
        """What stands between the names of a list."""
        return Markup("{}").format(comma(self.language))

    def _fill(self, template: str, values: dict[str, Any]) -> Markup:
        safe = {
            name: value if isinstance(value, Markup) else plain(str(value)) for name, value in values.items()
        }
        if self._right_to_left:
            kept = copied(template)
            template = commands_apart(template)
            safe = {name: value if name in kept else set_apart(value) for name, value in safe.items()}
        return Markup(template).format(**safe)  # noqa: S704 -- templates are ours, values are made safe


def texts_for(language: str, world: World | None = None) -> Texts:
    """Return the texts of a language (an IETF tag), English where we do not speak it; `world` gives names in it."""
    language = spoken(language, SOURCE_LANGUAGE)
    return Texts(language, catalog(language), world)


def catalog_file(language: str) -> Path:
    """Return where the catalog of a language is kept."""
    return CATALOGS / language / "LC_MESSAGES" / "messages.po"


@cache
def catalog(language: str) -> NullTranslations:
    """Return the translations into one of our languages; English needs none."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    with catalog_file(language).open("rb") as written:
        found = read_po(written, locale=language)
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def locale_of(language: str) -> Locale:
    """Return CLDR's rules for a language."""
    return Locale.parse(_LOCALES.get(language, language))
