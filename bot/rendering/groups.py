"""Groups and channels: greetings, and whose subscriptions are managed."""

from markupsafe import Markup

from bot.rendering.buttons import Button
from bot.rendering.subscriptions import Rows
from bot.rendering.texts import Texts


def group_greeting(_: Texts) -> Markup:
    """Return what a group reads when it lets the bot in."""
    return _(
        "I tell this group what happens in the places and to the parties that it follows. Its administrators choose: "
        "<code>/subscribe Nineveh</code>. In a forum, what is asked for in a topic arrives there. /help shows everything."
    )


def channel_greeting(_: Texts, title: str, chat_id: int) -> tuple[Markup, Rows]:
    """Return what somebody reads in the private chat who has added the bot to a channel."""
    text = _("I can write into the channel <b>{title}</b> now. You manage it from here.", title=title)
    return text, [[Button(str(_("Choose what it follows")), "channel", str(chat_id))]]


def channel_chosen(_: Texts, title: str) -> tuple[Markup, Rows]:
    """Return the confirmation that what follows is for a channel."""
    text = _(
        "For an hour, what you choose here is for the channel <b>{title}</b>: /subscribe, /subscriptions, /settings, "
        "/timezone, /export, /stop, /start. <code>/channel off</code> ends it.",
        title=title,
    )
    return text, [[Button(str(_("What it follows")), "list", "0")]]


def channel_left(_: Texts) -> Markup:
    """Return the confirmation that this chat is managed again."""
    return _("What you choose here is for this chat again.")


def ask_channel(_: Texts) -> Markup:
    """Return how to manage a channel."""
    return _(
        "To manage a channel, add me to it as an administrator and send me <code>/channel @its_name</code>, or forward "
        "one of its posts to me with /channel as your answer to it."
    )


def for_channel(_: Texts, title: str) -> Markup:
    """Return the line above an answer that is about a channel."""
    return _("<i>For {title}:</i>", title=title)
