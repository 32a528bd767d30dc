"""Why an alert came, and what can be done about it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.domain.developments import worth_telling
from bot.domain.events import Event, LedgerEntry
from bot.domain.reasons import PastDevelopment, Path, Reason
from bot.domain.subscriptions import Dimension
from bot.domain.volume import GRAVE
from bot.rendering.buttons import Button
from bot.rendering.kinds import WORDS, type_name
from bot.rendering.ledgers import speaker
from bot.rendering.markup import lines, link, plain
from bot.rendering.moments import short_day
from bot.rendering.reasons import reason_text
from bot.rendering.texts import Texts
from bot.rendering.titles import title

Names = Mapping[str, str]
MOST_REASONS = 3
MOST_STEPS = 4


def why(
    _: Texts,
    event: Event,
    found: Sequence[Reason],
    history: Sequence[PastDevelopment],
    names: Names,
    shown: int | None,
) -> tuple[Markup, list[list[Button]]]:
    """Return which requests an event answers, over which path, who says it, and why each message came.

    `shown` is the revision that the chat's live message shows, None where it has none.
    """
    head = _("<b>Why you got this</b>: {headline}", headline=title(_, event))
    followed = [_followed(_, reason, names) for reason in found]
    if not followed:
        followed = [_("Nothing that you follow now answers to it: you followed it when it came.")]
    text = lines(head, *followed, _claim(_, event.ledger[0]), _weight(_, event), *_steps(_, history, shown))
    buttons = [
        row for reason in found[:MOST_REASONS] for row in _fixes(_, reason, event, names, len(found) > 1)
    ]
    return text, buttons


def tuned(_: Texts, reason: Reason, event: Event, what: str, names: Names) -> Markup:
    """Return what was changed."""
    name = _brief(reason, names)
    match what:
        case "graver":
            return _("{name}: from now on severity {n} or more.", name=name, n=event.severity + 1)
        case "type":
            return _("{name}: nothing of the kind “{kind}” any more.", name=name, kind=_kind(_, event))
        case "source":
            return _(
                "{name}: nothing that {source} tells any more.", name=name, source=event.ledger[0].source
            )
        case _:
            return _(
                "You follow {name} now, instead of {wide}.", name=names[reason.narrower or ""], wide=name
            )


def _followed(_: Texts, reason: Reason, names: Names) -> Markup:
    """Return "You follow Nineveh, Iraq: Old Mosul → Mosul → Nineveh"."""
    said = Markup(" · ").join(_path(_, path, names) for path in reason.paths)
    return _(
        "You follow <b>{name}</b>{path}", name=_brief(reason, names), path=Markup(": ") + said if said else ""
    )


def _path(_: Texts, path: Path, names: Names) -> Markup:
    if path.steps:
        return Markup(" → ").join(plain(step) for step in path.steps)
    if path.term.circle is not None:
        return _("it lies within the distance that you chose")
    return plain(names.get(path.term.key, path.term.key))


def _brief(reason: Reason, names: Names) -> str:
    return " · ".join(names.get(path.term.key) or path.term.key for path in reason.paths)


def _claim(_: Texts, entry: LedgerEntry) -> Markup:
    quote = " ".join(entry.claim.quote.split())[:240]
    return _(
        "First told by {source} ({status}, {who}): <i>“{quote}”</i>",
        source=link(entry.source, entry.url),
        status=_(WORDS[entry.claim.shown_status]),
        who=speaker(_, entry),
        quote=quote,
    )


def _weight(_: Texts, event: Event) -> Markup:
    return _(
        "Severity {n} of {most}, {status}, {kind}",
        n=event.severity,
        most=GRAVE,
        status=_(WORDS[event.status]),
        kind=_kind(_, event),
    )


def _kind(_: Texts, event: Event) -> str:
    return str(type_name(_, event.type))


def _steps(_: Texts, history: Sequence[PastDevelopment], shown: int | None) -> list[Markup]:
    """Return the last changes that were worth a message, each with its reason."""
    told = [past for past in history if worth_telling(past.change)][-MOST_STEPS:]
    return [
        _(
            "{day}: {change}, because {reason}",
            day=short_day(_, past.at),
            change=_(WORDS[past.change]),
            reason=reason_text(_, past.reason),
        )
        for past in told
        if shown is None or past.revision <= shown
    ]


def _fixes(_: Texts, reason: Reason, event: Event, names: Names, several: bool) -> list[list[Button]]:
    """Return what can be done about one request."""
    name, key = _brief(reason, names), f"{reason.subscription.id}:{event.id}"
    rows = []
    first = []
    if event.severity < GRAVE:
        first.append(Button(str(_("Only severity {n}+", n=event.severity + 1)), "tune", f"{key}:graver"))
    if reason.narrower is not None:
        first.append(Button(str(_("Only {name}", name=names[reason.narrower])), "tune", f"{key}:narrow"))
    if first:
        rows.append(first)
    dimensions = {path.term.dimension for path in reason.paths}
    second = []
    if dimensions != {Dimension.TYPE}:
        second.append(Button(str(_("Not: {kind}", kind=_kind(_, event))), "tune", f"{key}:type"))
    if dimensions != {Dimension.SOURCE}:
        second.append(
            Button(str(_("Not from {source}", source=event.ledger[0].source)), "tune", f"{key}:source")
        )
    rows.append(second)
    rows.append([Button(str(_("Unfollow {name}", name=name)), "remove", str(reason.subscription.id))])
    return [[_for(button, name) for button in row] for row in rows] if several else rows


def _for(button: Button, name: str) -> Button:
    """Return a button that says which request it changes."""
    if button.action == "remove":
        return button
    return Button(f"{name[:20]}: {button.label}", button.action, button.argument)
