"""What places and parties are called in the languages that the bot speaks."""

import re

import pytest

from bot.domain.languages import LANGUAGES
from bot.knowledge.called import OTHERS, countries, parties, written

ALPHABETS = {
    "ar": r"[\u0621-\u063a\u0641-\u0652\d ,،()–-]+",
    "uk": r"(?!.*[ыэёъЫЭЁЪ])[А-ЯЄІЇҐа-яєіїґʼ\d ,()–-]+",
    "ru": r"(?!.*[іїєґІЇЄҐ])[А-ЯЁа-яё\d ,()–-]+",
    "fr": r"[A-Za-zÀ-ÿŒœ’' ,.()–-]+",
    "es": r"[A-Za-zÀ-ÿ’' ,.()–-]+",
}


@pytest.mark.parametrize("file", ["places.tsv", "actors.tsv", "gazetteer.tsv"])
def test_every_name_is_written_in_the_alphabet_of_its_language(file):
    rows = list(written(file))
    strange = [(key, name) for key, language, name, _ in rows if not re.fullmatch(ALPHABETS[language], name)]
    strange = [(key, name) for key, name in strange if not re.fullmatch(r"[A-Z0-9]{2,8}|М23", name)]
    assert strange == []
    assert len(rows) > 90


def test_every_party_that_is_named_is_known(world):
    assert [key for key, _ in parties() if world.actors.get(key) is None] == []


def test_countries_are_named_in_every_language():
    found = {(key, language) for key, language, _ in countries()}
    assert all(("cc:IQ", language) in found and ("co:AF", language) in found for language in OTHERS)


@pytest.mark.parametrize(
    ("name", "language", "address"),
    [
        ("Old Mosul", "ar", "الموصل القديمة، الموصل، نينوى، العراق"),
        ("Old Mosul", "uk", "Старий Мосул, Мосул, Найнава, Ірак"),
        ("Bab al-Toub", "ar", "باب الطوب، الموصل القديمة، الموصل، نينوى، العراق"),
        ("Avdiivka", "uk", "Авдіївка, Донецька область, Україна"),
        ("Avdiivka", "fr", "Avdiïvka, oblast de Donetsk, Ukraine"),
        ("El Fasher", "es", "El Fasher, Darfur Septentrional, Sudán"),
        ("Goma", "ru", "Гома, Северное Киву, ДР Конго"),
        ("Berlin", "ar", "Berlin، ألمانيا"),
    ],
)
def test_addresses_are_in_the_readers_language_where_it_has_names(world, name, language, address):
    assert world.regions.address(world.regions.named(name)[0], language) == address


def test_what_has_no_name_in_a_language_keeps_its_english_one(world):
    key = world.regions.named("Huliaipole")[0]
    assert world.regions.name(key, "ar") == world.regions.name(key)
    assert world.actors.name("ht-g9", "uk") == "G9 Family and Allies"
    assert all(world.actors.name("nobody", language) == "nobody" for language in LANGUAGES)
