"""The page of screens shows what the running bot says today."""

import os
from pathlib import Path

import pytest
from e2e.screens import NOW, history, of_the_dialogue, played

from bot.knowledge import Edits

PAGE = Path(__file__).parents[2] / "docs/screens.md"


class Clock:
    now = NOW

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
    world.edit(Edits())


async def test_the_page_shows_what_is_said_today(town, clock):
    await history(town, clock)
    page = await played(town)
    if os.environ.get("SCREENS_PAGE") == "write":
        PAGE.write_text(page)
    assert of_the_dialogue(page) == of_the_dialogue(PAGE.read_text())
