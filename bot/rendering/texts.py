"""What the bot says, in a reader's language: English source texts, translated by gettext catalogs."""

from gettext import NullTranslations
from typing import Any

from markupsafe import Markup

from bot.rendering.markup import plain

# Languages that the bot speaks (IETF tags); the first one is what the templates are written in.
LANGUAGES = ("en",)


def marked(template: str) -> str:
    """Return a text as it is: it marks one that stands in a table, so that the catalogs get it."""
    return template


class Texts:
    """The texts of one language.

    A text is a template in Telegram HTML: `{name}` takes a value, which is made safe unless it is markup already.
    """

    def __init__(self, language: str, catalog: NullTranslations) -> None:
        self.language = language
        self._catalog = catalog

    def __call__(self, template: str, **values: Any) -> Markup:
        """Return the translated text with its values."""
        return _fill(self._catalog.gettext(template), values)

    def plural(self, one: str, many: str, n: int, **values: Any) -> Markup:
        """Return the form for a number, which the template may name as `{n}`."""
        return _fill(self._catalog.ngettext(one, many, n), {"n": n, **values})


def _fill(template: str, values: dict[str, Any]) -> Markup:
    safe = {name: value if isinstance(value, Markup) else plain(str(value)) for name, value in values.items()}
    return Markup(template).format(**safe)  # noqa: S704 -- templates are ours, values are made safe


def texts_for(language: str) -> Texts:
    """Return the texts of a language (an IETF tag); English where we have none."""
    return Texts(language, NullTranslations())
