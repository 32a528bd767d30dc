"""Digests and lists of events."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.domain.digests import Digest
from bot.domain.events import Event
from bot.rendering.alerts import line
from bot.rendering.moments import moment
from bot.rendering.texts import Texts


def digest(_: Texts, found: Digest, addresses: Mapping[str, str], zone: str) -> Markup:
    """Return a digest: one line for each event, by region, with what was left out."""
    head = _(
        "<b>Digest of {day}</b>\nwhat changed since {since}",
        day=f"{found.day.day} {found.day:%B %Y}",
        since=moment(found.since, zone),
    )
    if found.empty:
        return head + Markup("\n\n") + _("Nothing new in what you follow.")
    parts = [head]
    for group in found.groups:
        name = addresses.get(group.region_id or "") or _("No known place")
        rows = [Markup("<b>{}</b>").format(name), *(line(_, event, {}, zone) for event in group.events)]
        if group.more:
            rows.append(_.plural("  and one more: /latest", "  and {n} more: /latest", group.more))
        parts.append(Markup("\n").join(rows))
    return Markup("\n\n").join(parts)


def latest(
    _: Texts, events: Sequence[Event], addresses: Mapping[str, str], zone: str, about: str | None
) -> Markup:
    """Return the latest events, of what is followed or of one place or party."""
    head = _("<b>Latest: {about}</b>", about=about) if about else _("<b>Latest in what you follow</b>")
    if not events:
        return head + Markup("\n") + _("Nothing yet.")
    return Markup("\n").join([head, *(line(_, event, addresses, zone) for event in events)])


def found(_: Texts, asked: str, rows: Sequence[tuple[str, str]]) -> Markup:
    """Return what a search found, as pairs of a name and where in the world it is."""
    if not rows:
        return _("I know nothing named “{asked}”.", asked=asked)
    head = _("<b>Known by “{asked}”</b>", asked=asked)
    return Markup("\n").join(
        [
            head,
            *(_("• {name} – {address}", name=n, address=a) if a else _("• {name}", name=n) for n, a in rows),
        ]
    )
