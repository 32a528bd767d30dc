"""Messages from the admins to everybody."""

from markupsafe import Markup

from bot.domain.broadcasts import Broadcast
from bot.rendering.buttons import Button
from bot.rendering.markup import plain
from bot.rendering.texts import Texts


def message(_: Texts, text: str) -> Markup:
    """Return what every chat receives."""
    return Markup("📢 {}").format(plain(text))


def preview(_: Texts, broadcast: Broadcast) -> tuple[Markup, list[list[Button]]]:
    """Return what would be sent, to how many, and how to confirm it."""
    count = _.plural("To one chat:", "To {n} chats:", broadcast.receivers)
    text = Markup("\n\n").join([count, message(_, broadcast.text)])
    drop = Button(str(_("Do not send")), "drop", str(broadcast.id))
    if broadcast.code:
        ask = _("To send it, type this code: <code>{code}</code>", code=broadcast.code)
        return text + Markup("\n\n") + ask, [[drop]]
    return text, [[Button(str(_("Send")), "send", str(broadcast.id)), drop]]


def ask_text(_: Texts) -> Markup:
    """Return what /broadcast wants to know."""
    return _(
        "Tell me what to write to everybody: <code>/broadcast The bot is down tonight from 22:00 to 23:00.</code>"
    )


def sending(_: Texts, receivers: int) -> Markup:
    """Return the confirmation that it is on its way."""
    return _.plural(
        "On its way to one chat. I report when it is done.",
        "On its way to {n} chats. I report when it is done.",
        receivers,
    )


def dropped(_: Texts) -> Markup:
    """Return the confirmation that nothing is sent."""
    return _("Nothing was sent.")


def result(_: Texts, sent: int, failed: int, unknown: int) -> Markup:
    """Return how a broadcast ended."""
    parts = [_.plural("Broadcast done: one chat reached.", "Broadcast done: {n} chats reached.", sent)]
    if failed:
        parts.append(_.plural("One chat could not be reached.", "{n} chats could not be reached.", failed))
    if unknown:
        parts.append(_.plural("For one chat nobody can tell.", "For {n} chats nobody can tell.", unknown))
    return Markup(" ").join(parts)
