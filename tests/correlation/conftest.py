"""A fresh story for each test."""

import pytest
from correlation.storytelling import Story


@pytest.fixture
def story(world):
    return Story(world)
