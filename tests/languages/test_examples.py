"""What the bot gives as an example in a language is understood as it stands, with nothing left to ask."""

import re
from html import unescape

import pytest

from bot.domain.languages import LANGUAGES
from bot.rendering import chats, groups, subscriptions
from bot.rendering.texts import texts_for
from bot.wishes import parse, resolve
from bot.wishes.resolve import knows


def pages(_):
    shown = [chats.welcome(_), subscriptions.ask_name(_), subscriptions.nothing(_), groups.group_greeting(_)]
    return [page[0] if isinstance(page, tuple) else page for page in shown]


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_of_requests_are_understood(world, language):
    _ = texts_for(language)
    shown = [
        unescape(line) for page in pages(_) for line in re.findall(r"<code>/subscribe (.+?)</code>", page)
    ]
    assert len(shown) >= 7
    for line in shown:
        asked = resolve(parse(line, knows(world), language), world)
        assert asked.questions == (), line
