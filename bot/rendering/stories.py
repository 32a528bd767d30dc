"""What people are asked and told about one event."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.domain.events import Event
from bot.rendering.buttons import Button
from bot.rendering.subscriptions import Choice
from bot.rendering.texts import Texts
from bot.rendering.titles import title


def watch(_: Texts, event: Event, choices: Sequence[Choice]) -> tuple[Markup, list[list[Button]]]:
    """Return the places and parties of an event, with a button each to follow them."""
    if not choices:
        return _("This story names no place or party that I know by name."), []
    text = _("What do you want to follow? ({headline})", headline=title(_, event))
    return text, [[Button(choice.label, "follow", choice.key)] for choice in choices]
