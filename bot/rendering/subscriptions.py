"""What a chat follows, and the choices when a name means several things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.domain.claims import Status
from bot.domain.subscriptions import Cadence, Dimension, Subscription, Term
from bot.rendering.buttons import Button
from bot.rendering.texts import Texts


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be followed: `key` is `region:<id>` or `actor:<id>`, `address` says where in the world."""

    key: str
    name: str
    address: str

    @property
    def label(self) -> str:
        """Name and place in the world in one line, the name only once."""
        return self.address if self.address.startswith(self.name) else f"{self.name} · {self.address}"


def subscribed(_: Texts, choice: Choice, *, known: bool) -> Markup:
    """Return the confirmation: what is followed now, and where in the world it is."""
    name = Markup("<b>{}</b>").format(choice.label)
    return _("You follow {name} already.", name=name) if known else _("You follow {name} now.", name=name)


def instead(_: Texts, subscription_id: int, wider: Sequence[Choice]) -> list[list[Button]]:
    """Return what can be done next: follow the wider region too, or take the new request back."""
    rows = [[Button(str(_("All of {name}", name=choice.name)), "follow", choice.key)] for choice in wider]
    return [*rows, [Button(str(_("Undo")), "remove", str(subscription_id))]]


def choose(_: Texts, asked: str, choices: Sequence[Choice]) -> tuple[Markup, list[list[Button]]]:
    """Return the question what a name means."""
    text = _("What do you mean by “{asked}”? Press what you want to follow:", asked=asked)
    return text, [[Button(choice.label, "follow", choice.key)] for choice in choices]


def unknown(_: Texts, asked: str, similar: Sequence[Choice]) -> tuple[Markup, list[list[Button]]]:
    """Return the answer to a name that nothing has, with what is spelled like it."""
    text = _("I know no region or actor named “{asked}”.", asked=asked)
    text += Markup("\n") + (
        _("Did you mean one of these?") if similar else _("/help shows what I understand.")
    )
    return text, [[Button(choice.label, "follow", choice.key)] for choice in similar]


def ask_name(_: Texts) -> Markup:
    """Return what /subscribe wants to know."""
    return _(
        "Tell me what to follow: <code>/subscribe Nineveh</code>, or just type the name of a place or a party."
    )


def listing(
    _: Texts, subscriptions: Sequence[Subscription], names: Mapping[str, str]
) -> tuple[Markup, list[list[Button]]]:
    """Return everything that a chat follows, with a button each to end it."""
    if not subscriptions:
        return nothing(_), []
    rows = [
        Markup("{}. {}").format(number, sentence(_, subscription, names))
        for number, subscription in enumerate(subscriptions, 1)
    ]
    text = Markup("\n").join([_("<b>You follow</b>"), *rows, Markup(""), _("Press to end one:")])
    buttons = [
        [Button(f"✕ {number}. {brief(subscription, names)}", "remove", str(subscription.id))]
        for number, subscription in enumerate(subscriptions, 1)
    ]
    return text, buttons


def nothing(_: Texts) -> Markup:
    """Return the answer when nothing is followed."""
    return _(
        "You follow nothing yet. Type the name of a place or a party, or <code>/subscribe Nineveh</code>."
    )


def removed(_: Texts, subscription: Subscription, names: Mapping[str, str]) -> Markup:
    """Return the confirmation of an end."""
    return _(
        "You do not follow {what} any more.", what=Markup("<b>{}</b>").format(brief(subscription, names))
    )


def not_following(_: Texts, asked: str) -> Markup:
    """Return the answer to the end of something that was never followed."""
    return _("You do not follow “{asked}”. /subscriptions shows what you follow.", asked=asked)


def sentence(_: Texts, subscription: Subscription, names: Mapping[str, str]) -> Markup:
    """Read a request back as one sentence."""
    parts = [Markup("<b>{}</b>").format(_joined(_, subscription, names))]
    refused = [_named(term, names) for term in subscription.terms if term.negated]
    if refused:
        parts.append(_("not {names}", names=", ".join(refused)))
    if subscription.min_severity > 1:
        parts.append(_("severity {n} or more", n=subscription.min_severity))
    if subscription.min_status is not Status.CLAIMED:
        parts.append(_("{status} or surer", status=_(subscription.min_status.value)))
    if subscription.cadence is Cadence.DIGEST:
        parts.append(_("in the digest only"))
    if not subscription.sound:
        parts.append(_("without sound"))
    if subscription.unlocated:
        parts.append(_("also without a known place"))
    return Markup(", ").join(parts)


def brief(subscription: Subscription, names: Mapping[str, str]) -> str:
    """Return the names in a request, for a button."""
    return ", ".join(_named(term, names) for term in subscription.terms if not term.negated) or "…"


def _joined(_: Texts, subscription: Subscription, names: Mapping[str, str]) -> str:
    said = []
    for dimension in Dimension:
        found = [_named(t, names) for t in subscription.terms if t.dimension is dimension and not t.negated]
        if found:
            said.append(f" {_('or')} ".join(found))
    return " · ".join(said)


def _named(term: Term, names: Mapping[str, str]) -> str:
    return names.get(f"{term.dimension}:{term.key}", term.key)
