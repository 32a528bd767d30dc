"""Open wishes: a name that has to be decided, a name that nobody knows yet."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.domain.errors import UserError
from bot.rendering.buttons import Button
from bot.rendering.markup import lines
from bot.rendering.subscriptions import Choice, Rows, choices
from bot.rendering.texts import Texts


def choose(_: Texts, asked: str, found: Sequence[Choice], wish_id: int, line: str) -> tuple[Markup, Rows]:
    """Return the question what a name inside a longer wish means."""
    text = lines(_("What do you mean by “{asked}”?", asked=asked), Markup("<i>{}</i>").format(line))
    return text, _numbered(_, found, wish_id)


def nothing_asked(_: Texts, error: UserError) -> tuple[Markup, Rows]:
    """Return the answer to words that name nothing, with ways to follow something without words."""
    return _(error.template, **error.values), [
        [Button(str(_("Choose on the map…")), "browse"), Button(str(_("Starter packs…")), "packs")]
    ]


def unknown(_: Texts, asked: str, similar: Sequence[Choice], wish_id: int, rest: str) -> tuple[Markup, Rows]:
    """Return the answer to a name that nothing has, with what is spelled like it and a way to ask for it.

    `rest` is the argument of the button by which the request does without the name; empty where nothing would be left.
    """
    text = lines(
        _("I know no region or actor named “{asked}”.", asked=asked),
        _("Did you mean one of these?") if similar else _("/help shows what I understand."),
    )
    ask = Button(str(_("None of these: ask for “{name}”", name=asked)), "want", str(wish_id))
    leave = [[Button(str(_("Leave “{name}” out", name=asked)), "pick", rest)]] if rest else []
    if not similar:
        ask = Button(str(_("Ask the editors to add “{name}”", name=asked)), "want", str(wish_id))
        return text, [*leave, [ask], [Button(str(_("Choose on the map…")), "browse", "")]]
    return text, [*_numbered(_, similar, wish_id), *leave, [ask]]


def wanted(_: Texts, asked: str) -> Markup:
    """Return the promise that a name is asked for."""
    return _(
        "I have asked the editors for “{asked}”. When it is added, you follow it at once, and I tell you.",
        asked=asked,
    )


def waiting(_: Texts, names: Sequence[str]) -> Markup | None:
    """Return what a chat waits for, None for nothing."""
    if not names:
        return None
    return _("Waiting for an editor: {names}", names=_.comma.join(f"“{name}”" for name in names))


def known_now(_: Texts, asked: str) -> Markup:
    """Return the news that a name that was asked for is known now."""
    return _("You asked for “{asked}”: I know it now.", asked=asked)


def wanted_note(_: Texts, name: str) -> Markup:
    """Return what the admins read when somebody asks for a name."""
    return _(
        "Somebody wants to follow “{name}”, which I do not know. /place shows what is asked for.", name=name
    )


def _numbered(_: Texts, found: Sequence[Choice], wish_id: int) -> Rows:
    rows = choices(_, found, "pick")
    return [[Button(row[0].label, "pick", f"{wish_id}:{number}")] for number, row in enumerate(rows)]
