"""What a chat follows, and the choices when a name means several things."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.domain.subscriptions import Subscription
from bot.rendering.buttons import Button
from bot.rendering.markup import lines
from bot.rendering.requests import Names, brief, sentence
from bot.rendering.texts import Texts

Rows = list[list[Button]]
PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be followed: `key` is `region:<id>` or `actor:<id>`, `address` says where in the world.

    `kind` is what sort of place it is, in the reader's words; it is shown where addresses are alike.
    """

    key: str
    name: str
    address: str
    kind: str = ""

    @property
    def label(self) -> str:
        """Name and place in the world in one line, the name only once."""
        return self.address if self.address.startswith(self.name) else f"{self.name} · {self.address}"


def choices(_: Texts, offered: Sequence[Choice], action: str = "follow", prefix: str = "") -> Rows:
    """Return a button for each choice; those that would read alike say what sort of place they are."""
    alike = Counter(choice.label for choice in offered)
    rows = []
    for choice in offered:
        same = alike[choice.label] > 1 and choice.kind
        label = _("{place} ({kind})", place=choice.label, kind=choice.kind) if same else choice.label
        rows.append([Button(str(label), action, f"{prefix}{choice.key}")])
    return rows


def subscribed(_: Texts, subscription: Subscription, names: Names, *, known: bool) -> Markup:
    """Return the confirmation: what is followed now, as one sentence."""
    what = sentence(_, subscription, names)
    return _("You already follow {what}.", what=what) if known else _("You follow {what}.", what=what)


def new_source(_: Texts, name: str) -> Markup:
    """Return the note that nothing of a source was ever read, in case it is spelled differently."""
    return _("(I have read nothing from “{name}” yet.)", name=name)


def inside(_: Texts, place: Choice | None) -> Rows:
    """Return the way to the parts of a place, for somebody who wants less than all of it."""
    if place is None:
        return []
    region_id = place.key.partition(":")[2]
    return [[Button(str(_("Only a part of {name}…", name=place.name)), "browse", f"0:{region_id}")]]


def after(_: Texts, subscription_id: int, wider: Sequence[Choice], tighter: Rows) -> Rows:
    """Return what can be done next: follow less, follow the wider region too, change it, take it back."""
    rows = [[Button(str(_("All of {name}", name=choice.name)), "follow", choice.key)] for choice in wider]
    return [
        *tighter,
        *rows,
        [
            Button(str(_("Change…")), "edit", str(subscription_id)),
            Button(str(_("Undo")), "remove", str(subscription_id)),
        ],
    ]


def choose(_: Texts, asked: str) -> Markup:
    """Return the question what a name means."""
    return _("What do you mean by “{asked}”? Press what you want to follow:", asked=asked)


def ask_name(_: Texts) -> tuple[Markup, Rows]:
    """Return what /subscribe wants to know."""
    text = _(
        "Tell me what to follow: <code>/subscribe Nineveh</code>, or just type the name of a place or a party. "
        "You can be more exact:\n"
        "<code>/subscribe Nineveh: ISIS or PMU, not casualties, declared+</code>\n"
        "<code>/subscribe airstrikes within 50 km of Kharkiv, severity 3+</code>\n"
        "<code>/subscribe Sudan: by RSF, on civilians, digest only</code>\n"
        "Several lines are several requests. You can also send me a location."
    )
    return text, [
        [Button(str(_("Choose on the map…")), "browse", "")],
        [Button(str(_("Starter packs…")), "packs", "")],
    ]


def listing(
    _: Texts, subscriptions: Sequence[Subscription], said: Sequence[Markup], names: Names, page: int
) -> tuple[Markup, Rows]:
    """Return a page of what a chat follows, with buttons to change and to end each.

    Args:
        _: the texts.
        subscriptions: everything that the chat follows.
        said: each of them as a sentence.
        names: what to call the terms.
        page: which page, from 0.
    """
    if not subscriptions:
        return nothing(_), []
    pages = (len(subscriptions) + PER_PAGE - 1) // PER_PAGE
    page = max(0, min(page, pages - 1))
    shown = range(page * PER_PAGE, min(len(subscriptions), (page + 1) * PER_PAGE))
    rows = [Markup("{}. {}").format(number + 1, said[number]) for number in shown]
    text = lines(_("<b>You follow</b>"), *rows)
    keys = [str(subscriptions[number].id) for number in shown]
    buttons = [
        [
            Button(f"✎ {number + 1}. {brief(_, subscriptions[number], names)}", "edit", key),
            Button(f"✕ {number + 1}", "remove", key),
        ]
        for number, key in zip(shown, keys, strict=True)
    ]
    return text, [*buttons, *_turning(page, pages)]


def nothing(_: Texts) -> Markup:
    """Return the answer when nothing is followed."""
    return _(
        "You follow nothing yet. Type the name of a place or a party, or <code>/subscribe Nineveh</code>."
    )


def stopped(_: Texts) -> Markup:
    """Return the reminder that nothing of this comes, because the chat has stopped."""
    return _("You have told me to be silent, so nothing of this comes: /start wakes me.")


def removed(_: Texts, subscription: Subscription, names: Names, token: str) -> tuple[Markup, Rows]:
    """Return the confirmation of an end, and the way to take it back; `token` stands for the request."""
    what = sentence(_, subscription, names)
    text = _("You no longer follow {what}.", what=what)
    return text, [[Button(str(_("Follow it again")), "join", token), Button(str(_("« All")), "list", "0")]]


def not_following(_: Texts, asked: str) -> Markup:
    """Return the answer to the end of something that was never followed."""
    return _("You do not follow “{asked}”. /subscriptions shows what you follow.", asked=asked)


def failed_line(_: Texts, asked: str, reason: Markup) -> Markup:
    """Return why one of several requests could not be taken."""
    return _("“{asked}”: {reason}", asked=asked, reason=reason)


def _turning(page: int, pages: int) -> Rows:
    if pages == 1:
        return []
    return [
        [
            Button("‹", "list", str((page - 1) % pages)),
            Button(f"{page + 1}/{pages}", "list", str(page)),
            Button("›", "list", str((page + 1) % pages)),
        ]
    ]
