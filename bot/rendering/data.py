"""What is kept about a chat, and that it is gone."""

from markupsafe import Markup

from bot.rendering.buttons import Button
from bot.rendering.subscriptions import Rows
from bot.rendering.texts import Texts


def privacy(_: Texts) -> tuple[Markup, Rows]:
    """Return what is kept about a chat, with buttons to take it along and to erase it."""
    text = _(
        "<b>What I keep about this chat</b>: its number, language, time zone and settings, what it follows and waits "
        "for, what it has muted, and which alerts it was sent. No names, no phone numbers; a location that you share "
        "is kept only if you follow what is around it, to about a kilometre. Your messages are dropped once they are "
        "answered, and what was sent after the operator's retention time (30 days by default).\n\n"
        "Nothing is handed to anybody. A chat that blocks me is forgotten after 90 days.\n\n"
        "/stop pauses everything, /export gives you a copy, /deleteme erases it."
    )
    return text, [
        [Button(str(_("Export my data")), "export"), Button(str(_("Delete my data")), "deleteme")],
    ]


def sure(_: Texts, following: int) -> tuple[Markup, Rows]:
    """Return the question whether everything shall be erased."""
    text = _.plural(
        "This erases everything that I keep about this chat: settings, one request, and which alerts it was sent. It "
        "cannot be undone (/export first if you want a copy). Messages that I sent stay in the chat; delete them there.",
        "This erases everything that I keep about this chat: settings, {n} requests, and which alerts it was sent. It "
        "cannot be undone (/export first if you want a copy). Messages that I sent stay in the chat; delete them there.",
        following,
    )
    return text, [
        [Button(str(_("Yes, erase everything")), "erase")],
        [Button(str(_("No, keep it")), "keep")],
    ]


def kept(_: Texts) -> Markup:
    """Return the answer to a no."""
    return _("Nothing was erased.")


def erased(_: Texts) -> Markup:
    """Return the last words."""
    return _("Everything about this chat is erased. /start begins anew.")
