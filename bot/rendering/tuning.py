"""One request in one message: what it asks for, and buttons that change it."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.domain.claims import Status
from bot.domain.previews import SEVERITIES
from bot.domain.previews import STATUSES as LEAST
from bot.domain.subscriptions import Cadence, Dimension, Subscription
from bot.domain.tuning import status_code
from bot.rendering.buttons import Button
from bot.rendering.kinds import STATUSES, TYPES, type_name
from bot.rendering.markup import lines
from bot.rendering.texts import Texts

Rows = list[list[Button]]
ON, NOT = "●", "✕"


def editor(
    _: Texts, subscription: Subscription, said: Markup, volume: Markup, *, paused: bool
) -> tuple[Markup, Rows]:
    """Return the editor of a request; `said` is the request as a sentence, `volume` how much it tells."""
    key = str(subscription.id)
    names = [term for term in subscription.terms if term.dimension is not Dimension.TYPE]
    rows = [
        [
            choice(
                f"{level}+" if level < SEVERITIES[-1] else str(level),
                key,
                f"v{level}",
                on=level == subscription.min_severity,
            )
            for level in SEVERITIES
        ],
        [
            choice(_status(_, status), key, status_code(status), on=status is subscription.min_status)
            for status in LEAST
        ],
        [
            choice(str(_("At once")), key, "i", on=subscription.cadence is Cadence.INSTANT),
            choice(str(_("In the digest")), key, "d", on=subscription.cadence is Cadence.DIGEST),
        ],
        [
            choice(str(_("With sound")), key, "q1", on=subscription.sound),
            choice(str(_("Without sound")), key, "q0", on=not subscription.sound),
        ],
        [
            Button(str(_("Kinds of event…")), "edit", f"{key}:types"),
            Button(str(_("Places, parties… ({n})", n=len(names))), "edit", f"{key}:names"),
        ],
        [
            Button(str(_("Go on")), "set", f"{key}:p0")
            if paused
            else Button(str(_("Pause…")), "edit", f"{key}:pause"),
            choice(str(_("Also without a place")), key, "u", on=subscription.unlocated),
        ],
        [Button(str(_("Test")), "test", key), Button(str(_("Share")), "share", key)],
        [Button(str(_("« All")), "list", "0"), Button(str(_("✕ End it")), "remove", key)],
    ]
    hint = _("Severity goes from 1 (minor) to 4 (grave).")
    return lines(Markup("{}.").format(said), Markup(""), volume, hint), rows


def types(_: Texts, subscription: Subscription, said: Markup) -> tuple[Markup, Rows]:
    """Return the choice of types: each press goes on from open to only these, to not these, and back."""
    key = str(subscription.id)
    more = [t.key for t in subscription.terms if t.dimension is Dimension.TYPE and t.key not in TYPES]
    buttons = [_type(_, subscription, kind) for kind in [*TYPES, *more]]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    text = lines(
        Markup("{}.").format(said),
        _("Press a kind once for {on} only these, again for {no} none of these.", on=ON, no=NOT),
    )
    return text, [*rows, back(_, key)]


def pause(_: Texts, subscription: Subscription, said: Markup) -> tuple[Markup, Rows]:
    """Return how long a request may be silent."""
    key = str(subscription.id)
    labels: Sequence[tuple[str, Markup]] = (
        ("1h", _("1 hour")),
        ("8h", _("8 hours")),
        ("1d", _("1 day")),
        ("7d", _("7 days")),
        ("on", _("Until I say so")),
    )
    buttons = [Button(str(label), "set", f"{key}:p{code}") for code, label in labels]
    text = lines(
        Markup("{}.").format(said),
        _(
            "How long shall it be silent? What happens meanwhile is in the digest, but not if you pause it without an end."
        ),
    )
    return text, [buttons[:2], buttons[2:4], buttons[4:], back(_, key)]


def merged(_: Texts) -> Markup:
    """Return the answer when a changed request became the same as another one."""
    return _("Now this is the same as another request of yours, so I keep one of them. /subscriptions")


def _type(_: Texts, subscription: Subscription, kind: str) -> Button:
    found = [t for t in subscription.terms if t.dimension is Dimension.TYPE and t.key == kind]
    sign = ("" if not found else NOT if found[0].negated else ON) + " "
    return Button(f"{sign}{type_name(_, kind)}".strip(), "set", f"{subscription.id}:t{kind}")


def _status(_: Texts, status: Status) -> str:
    if status is Status.CLAIMED:
        return str(_("any"))
    name = _(STATUSES[status])
    return str(name) if status is Status.CONFIRMED else str(_("{status}+", status=name))


def choice(label: str, key: str, code: str, *, on: bool) -> Button:
    """Return a button that changes a request by a code; a sign marks the choice that holds."""
    return Button(f"{ON} {label}" if on else label, "set", f"{key}:{code}")


def back(_: Texts, key: str) -> list[Button]:
    """Return the row that goes back to the editor."""
    return [Button(str(_("« Back")), "edit", key)]
