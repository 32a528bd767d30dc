"""Readers of several languages follow the same place; each hears of one report in the own language."""

from datetime import UTC, datetime

import pytest

from bot.domain.languages import LANGUAGES

CAPTURE = (
    "Source: Desk one\nDate: 8 July 2017\n\nIraqi security forces (ISF) captured Old Mosul from ISIS on Saturday, the "
    "Iraqi military has declared."
)


class Clock:
    now = datetime(2017, 7, 8, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def town(settings, sandbox, world, clock):
    from town import town_on  # noqa: PLC0415 -- imports the whole product

    async with town_on(settings, sandbox, world, clock) as opened:
        yield opened


def speaking(town, name, tag):
    """A person whose Telegram is set to a language."""
    person = town.person(name)
    person.it.user.language_code = tag
    return person


async def test_one_report_reaches_each_reader_in_the_own_language(town, clock):
    anna, olena, omar = (
        speaking(town, "Anna", "en"),
        speaking(town, "Olena", "uk"),
        speaking(town, "Omar", "ar-IQ"),
    )
    admin = town.person("Admin")
    await anna.asks("/subscribe Nineveh", "You follow everything in Nineveh, Iraq.")
    await olena.asks("/subscribe Найнава", "Тепер ви стежите: усе – Найнава, Ірак.")
    said = await omar.asks("/subscribe نينوى", "تتابع الآن: كل شيء في نينوى، العراق.")
    assert "\u2068" not in said.content["text"].splitlines()[0], "Arabic names need no isolates"

    clock.now = datetime(2017, 7, 8, 9, 1, tzinfo=UTC)
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    alerts = {
        anna: (
            "Old Mosul declared captured",
            "Nineveh, Iraq",
            "Islamic State",
            "8 July 2017",
            "One source: Desk one",
        ),
        olena: (
            "Старий Мосул: заявлено про захоплення – іракська армія",
            "Найнава, Ірак",
            "Ісламська держава",
            "8 липня 2017",
            "Desk one",
        ),
        omar: (
            "الموصل القديمة: إعلان عن السيطرة – الجيش العراقي",
            "نينوى، العراق",
            "تنظيم الدولة الإسلامية",
            "8 يوليو 2017",
            "Desk one",
        ),
    }
    for reader, (headline, *parts) in alerts.items():
        text = (await reader.hears(headline)).content["text"]
        assert text.splitlines()[0] == headline
        assert [part for part in parts if part not in text] == []

    clock.now = datetime(2017, 7, 8, 18, 0, tzinfo=UTC)
    assert await town.app.work.digests.send_due() > 0
    for reader, heading in (
        (anna, "Digest of 8 July 2017"),
        (olena, "Зведення за 8 липня 2017"),
        (omar, "موجز 8 يوليو 2017"),
    ):
        text = (await reader.hears(heading)).content["text"]
        assert alerts[reader][0] in text


async def test_the_language_is_chosen_by_words_and_by_buttons_and_errors_come_in_it(town):
    anna = town.person("Anna")
    offered = await anna.asks("/language", "In which language")
    labels = [b["text"] for row in offered.reply_markup["inline_keyboard"] for b in row]
    assert [label.removeprefix("● ") for label in labels] == list(LANGUAGES.values())
    await anna.presses(offered, "Français")
    await anna.asks("/help", "/help – montrer ce que je comprends")
    await anna.asks("/language klingon", "Je ne parle pas «\u00a0klingon\u00a0»")
    await anna.asks("/language Українська", "Тепер тут моя мова: Українська")
    await anna.asks("/settings 99:99", "Укажіть час, наприклад 07:15")


async def test_the_menu_of_commands_is_in_each_language(town):
    await town.person("Anna").asks("/start", "/subscribe")
    menus = {
        tag: {c["command"]: c["description"] for c in await town.call(f"getMyCommands?language_code={tag}")}
        for tag in ("uk", "ar", "ru", "fr", "es")
    }
    assert menus["uk"]["help"] == "показати, що я розумію"
    assert menus["ar"]["help"] == "عرض ما أفهمه"
    assert len({tuple(menu) for menu in menus.values()}) == 1
    assert all(3 <= len(text) <= 256 for menu in menus.values() for text in menu.values())


async def test_commands_in_arabic_texts_read_from_left_to_right(town):
    omar = speaking(town, "Omar", "ar")
    said = (await omar.asks("/start", "نينوى")).content["text"]
    assert "\u2066/help\u2069" in said
    assert "\u2066/subscribe نينوى\u2069" in said, "the marks stand outside of what is copied"
