"""One world for all tests of the knowledge: it is read-only, so they can share it."""

import pytest

from bot.knowledge import World, open_world


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    opened = open_world(tmp_path_factory.mktemp("world"))
    yield opened
    opened.close()
