"""The languages that the bot speaks."""

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "ar": "العربية",
    "uk": "Українська",
    "ru": "Русский",
    "fr": "Français",
    "es": "Español",
}
"""IETF tag → the language's own name; the first is what the texts are written in."""

_IN_ENGLISH: Mapping[str, str] = {
    "arabic": "ar",
    "ukrainian": "uk",
    "russian": "ru",
    "french": "fr",
    "spanish": "es",
}
SOURCE_LANGUAGE = next(iter(LANGUAGES))
_COMMAS: Mapping[str, str] = {"ar": "، "}


def spoken(tag: str | None, otherwise: str) -> str:
    """Return which of our languages a tag such as "uk" or "ar-IQ" means; `otherwise` where we do not speak it."""
    language = (tag or "").replace("_", "-").partition("-")[0].casefold()
    return language if language in LANGUAGES else otherwise


def comma(language: str) -> str:
    """Return what stands between the names of a list or an address."""
    return _COMMAS.get(language, ", ")


def language_named(words: str) -> str | None:
    """Return the language that somebody typed: by its tag, its own or its English name, in any case; None for other words."""
    typed = words.strip().casefold()
    by_name = {**_IN_ENGLISH, **{name.casefold(): tag for tag, name in LANGUAGES.items()}}
    return by_name.get(typed) or spoken(typed, "") or None
