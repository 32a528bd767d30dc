"""Links that hand on what somebody follows, starter packs, and sets of requests as documents."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup

from bot.rendering.buttons import Button
from bot.rendering.markup import lines
from bot.rendering.subscriptions import Rows
from bot.rendering.texts import Texts, marked

PACKS: Mapping[str, str] = {
    "iraq-syria": marked("Iraq and Syria"),
    "gaza-lebanon": marked("Gaza, West Bank, Israel, Lebanon"),
    "ukraine": marked("Ukraine"),
    "sudan": marked("Sudan"),
    "sahel": marked("Sahel"),
    "great-lakes": marked("Kivu and the Great Lakes"),
    "yemen-red-sea": marked("Yemen and the Red Sea"),
    "myanmar": marked("Myanmar"),
    "disasters": marked("Grave disasters everywhere"),
}


def share(_: Texts, said: Markup, url: str) -> tuple[Markup, Rows]:
    """Return a link to a request, and a button that hands it on in Telegram."""
    text = lines(
        _("Whoever opens this link is offered to follow {what}:", what=said),
        Markup("<code>{}</code>").format(url),
    )
    words = str(_("Follow this with me"))
    target = f"https://t.me/share/url?url={quote(url, safe='')}&text={quote(words, safe='')}"
    return text, [[Button(str(_("Send the link to somebody…")), url=target)]]


def packs(_: Texts, names: Sequence[str]) -> tuple[Markup, Rows]:
    """Return the choice of starter packs."""
    rows = [[Button(pack_name(_, name), "pack", name)] for name in names]
    return _("Starter packs: several requests at once, which you can change afterwards."), rows


def pack(_: Texts, name: str, said: Sequence[Markup]) -> tuple[Markup, Rows]:
    """Return what is in a pack, before somebody says yes to it."""
    text = lines(
        _("<b>{name}</b>: you would follow", name=pack_name(_, name)),
        *(Markup("• {}").format(one) for one in said),
    )
    return text, [
        [Button(str(_("Follow all of this")), "unpack", name)],
        [Button(str(_("« Starter packs")), "packs")],
    ]


def pack_name(_: Texts, name: str) -> str:
    """Return what a pack is called."""
    return str(_(PACKS[name])) if name in PACKS else name


def offered(_: Texts, said: Markup, key: str) -> tuple[Markup, Rows]:
    """Return the offer of a request that somebody shared; `key` names it."""
    text = _("Somebody shares this with you: follow {what}?", what=said)
    return text, [[Button(str(_("Follow")), "join", key)]]


def exported(_: Texts, n: int) -> Markup:
    """Return what stands below the document."""
    return _.plural(
        "What this chat follows: one request. Send me this document to follow the same elsewhere.",
        "What this chat follows: {n} requests. Send me this document to follow the same elsewhere.",
        n,
    )


def imported(_: Texts, added: int, known: int, strange: Sequence[str]) -> Markup:
    """Return what became of a document: requests that are new, that were there, and names that nobody knows here."""
    return lines(
        _.plural("One request of it is new.", "{n} requests of it are new.", added) if added else None,
        _.plural("One was there already.", "{n} were there already.", known) if known else None,
        _(
            "Left out, because I do not know what it follows: {names}",
            names=_.comma.join(strange),
        )
        if strange
        else None,
        _("/subscriptions shows all of them.") if added or known else None,
    )
