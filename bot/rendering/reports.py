"""What an admin reads after handing in a report."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.domain.developments import Development
from bot.rendering.kinds import WORDS
from bot.rendering.texts import Texts
from bot.rendering.titles import title


def read(_: Texts, developments: Sequence[Development], promised: int) -> Markup:
    """Return what a report amounted to: each event with what changed, and how many messages follow."""
    if not developments:
        return _("I found no event in this report. It is stored.")
    rows = [
        _(
            "• {change}: <b>{headline}</b>",
            change=_(WORDS[development.change]),
            headline=title(_, development.event),
        )
        for development in developments
    ]
    head = _.plural("One event in this report:", "{n} events in this report:", len(rows))
    tail = _.plural("One message is on its way.", "{n} messages are on their way.", promised)
    return Markup("\n").join([head, *rows, tail])


def known(_: Texts) -> Markup:
    """Return the answer to a report that was handed in before."""
    return _("I have this report already; nothing changed.")


def ask_text(_: Texts) -> Markup:
    """Return what /ingest wants."""
    return _("Paste the report after the command, forward it to me, or send it as a text document.")
