"""Sample alerts."""

from markupsafe import Markup

from bot.rendering.markup import lines
from bot.rendering.texts import Texts


def marked_as_test(_: Texts, alert: Markup, said: Markup) -> Markup:
    """Return an alert that says that it is none, and which request it would have answered."""
    return lines(
        _("🧪 <b>TEST – this is no news.</b> An alert will look like this:"),
        Markup(" "),
        alert,
        Markup(" "),
        _("It would come because you follow {what}.", what=said),
    )


def invented(_: Texts) -> Markup:
    """Return a sample where nothing has happened yet that could be shown."""
    return lines(
        _("<b>Sampletown reported captured</b>"),
        _("One side against another"),
        _("📍 Sampletown, nowhere"),
        _("One source: an invented one"),
    )


def on_its_way(_: Texts, *, sound: bool, digest_only: bool) -> Markup:
    """Return the announcement of a sample."""
    if digest_only:
        return _("A sample is on its way. (This request is for the digest: real events come with that.)")
    if not sound:
        return _("A sample is on its way. It comes without a sound, as this request wants it.")
    return _("A sample is on its way. If you do not hear it, look at the notification settings of this chat.")
