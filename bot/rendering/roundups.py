"""One message for several events."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from bot.domain.events import Event, EventState
from bot.domain.roundups import Roundup, RoundupKind
from bot.rendering.answers import Answer
from bot.rendering.buttons import Button
from bot.rendering.markup import lines, plain
from bot.rendering.texts import Texts
from bot.rendering.titles import title

SHOWN = 15
SHOWN_PARTS = 5
PER_ROW = 5
_INDENT = Markup("   ")

Parts = Mapping[int, Sequence[Event]]
"""The smaller events that a bigger one includes, by its id."""


def report(
    _: Texts, lead: Answer, others: Sequence[Event], addresses: Mapping[str, str], parts: Parts
) -> Answer:
    """Return the events that one report told together: the most important as its alert, the others below it."""
    rows = _entries(_, 2, others, addresses, parts)
    if not rows:
        return lead
    also = lines(_("<b>Told by the same report</b>"), *rows, _more(_, others))
    return Answer(lead.text + Markup("\n\n") + also, [*lead.rows, *_open(others, 2)])


def roundup(
    _: Texts, found: Roundup, events: Sequence[Event], addresses: Mapping[str, str], parts: Parts
) -> Answer:
    """Return events that came while a chat was not to be rung, as they are now."""
    rows = _entries(_, 1, events, addresses, parts)
    return Answer(lines(_heading(_, found, len(events)), *rows, _more(_, events)), _open(events, 1))


def _entries(
    _: Texts, first: int, events: Sequence[Event], addresses: Mapping[str, str], parts: Parts
) -> list[Markup]:
    return [
        lines(_entry(_, number, event, addresses), *_included(_, parts.get(event.id, ())))
        for number, event in enumerate(events[:SHOWN], first)
    ]


def _included(_: Texts, parts: Sequence[Event]) -> Iterator[Markup]:
    """Yield what a bigger event of the list includes."""
    for part in parts[:SHOWN_PARTS]:
        if part.state is EventState.RETRACTED:
            yield _INDENT + _("• <s>{headline}</s> RETRACTED", headline=title(_, part))
        else:
            yield _INDENT + _("• {headline}", headline=title(_, part))
    if left := len(parts[SHOWN_PARTS:]):
        yield _INDENT + _.plural("• and one more: /latest", "• and {n} more: /latest", left)


def _entry(_: Texts, number: int, event: Event, addresses: Mapping[str, str]) -> Markup:
    """Return an event as a numbered line: its headline, struck through where it was taken back, and where it is."""
    said = Markup("<b>{}</b>").format(plain(title(_, event)))
    if event.state is EventState.RETRACTED:
        said = _("<s>{headline}</s> RETRACTED", headline=title(_, event))
    elif event.trace is not None and event.trace.standing.over:
        said = _("<b>{headline}</b> (over)", headline=title(_, event))
    where = addresses.get(event.region_ids[0], "") if event.region_ids else ""
    return (
        Markup("{}. {} · {}").format(number, said, plain(where))
        if where
        else Markup("{}. {}").format(number, said)
    )


def _heading(_: Texts, found: Roundup, n: int) -> Markup:
    region = _.place(found.data.get("region")) or found.data.get("region")
    match found.kind:
        case RoundupKind.MORE if region:
            return _.plural(
                "<b>One more for {region}: /latest</b>",
                "<b>{n} more for {region}: /latest</b>",
                n,
                region=region,
            )
        case RoundupKind.MORE:
            return _.plural(
                "<b>One more in what you follow: /latest</b>",
                "<b>{n} more in what you follow: /latest</b>",
                n,
            )
        case RoundupKind.QUIET:
            return _.plural(
                "<b>One event in your quiet hours</b>",
                "<b>{n} events in your quiet hours</b>, as they are now",
                n,
            )
        case RoundupKind.LATE | RoundupKind.REPORT:
            return _.plural(
                "<b>One event that I could not tell you of earlier</b>",
                "<b>{n} events that I could not tell you of earlier</b>",
                n,
            )


def _more(_: Texts, events: Sequence[Event]) -> Markup | None:
    left = len(events) - SHOWN
    return _.plural("and one more: /latest", "and {n} more: /latest", left) if left > 0 else None


def _open(events: Sequence[Event], first: int) -> list[list[Button]]:
    """Return a button with its number for each event, which shows it as its alert would."""
    buttons = [
        Button(str(number), "event", str(event.id)) for number, event in enumerate(events[:SHOWN], first)
    ]
    return [buttons[start : start + PER_ROW] for start in range(0, len(buttons), PER_ROW)]
