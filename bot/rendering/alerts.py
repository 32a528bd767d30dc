"""The live alert of an event, the short replies to it, and events in lists."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.domain.claims import ActorRef, Role, Status, Toll
from bot.domain.developments import Change, Development
from bot.domain.events import Event, LedgerEntry
from bot.rendering.markup import lines, link, plain
from bot.rendering.texts import Texts

SHOWN_SOURCES = 6


def alert(_: Texts, event: Event, addresses: Mapping[str, str]) -> Markup:
    """Return the live message of an event: headline, who against whom, where, when, tolls, and who says so.

    `addresses` gives the place in the world of each region id.
    """
    return lines(
        Markup("<b>{}</b>").format(plain(event.headline)),
        _who(_, event),
        _where(_, event, addresses),
        _when(_, event.on),
        _toll(_, _("Killed"), event.killed),
        _toll(_, _("Injured"), event.injured),
        _chain(_, event),
        _sources(_, event),
    )


def update(_: Texts, development: Development) -> Markup:
    """Return the short reply that tells what changed."""
    event = development.event
    match development.change:
        case Change.FIRMER:
            said = _("Now {status}: {headline}", status=_(event.status.value), headline=event.headline)
        case Change.DENIED:
            said = _("Denied by {who}: {headline}", who=_speaker(event.latest), headline=event.headline)
        case Change.OVER:
            said = _("Over: {headline}", headline=event.headline)
        case Change.RETRACTED:
            said = _("<b>Retracted</b>: <s>{headline}</s>", headline=event.headline)
        case Change.TOLL_UP:
            said = _("Toll rises: {headline}", headline=event.headline)
        case _:
            said = _("Corrected: {headline}", headline=event.headline)
    return lines(said, _told_by(_, event.latest))


def retracted(_: Texts, event: Event) -> Markup:
    """Return the live message of an event that was taken back."""
    return lines(_("<b>RETRACTED</b>"), Markup("<s>{}</s>").format(plain(event.headline)), _sources(_, event))


def line(_: Texts, event: Event, addresses: Mapping[str, str], zone: str) -> Markup:
    """Return an event as one entry of a list: headline, where, and when it last changed."""
    where = addresses.get(event.region_ids[0], "") if event.region_ids else ""
    told = Markup(" · ").join(
        part for part in (plain(where) if where else None, moment(event.changed_at, zone)) if part
    )
    return lines(Markup("• <b>{}</b>").format(plain(event.headline)), Markup("  {}").format(told))


def moment(at: datetime, zone: str) -> Markup:
    """Return day and time in a chat's zone."""
    local = at.astimezone(ZoneInfo(zone))
    return Markup("{} {:%b %H:%M}").format(local.day, local)


def _who(_: Texts, event: Event) -> Markup | None:
    by = _names(event.actors, Role.INITIATOR)
    on = _names(event.actors, Role.TARGET)
    if by and on:
        return _("{by} against {on}", by=by, on=on)
    if by:
        return _("By {by}", by=by)
    return _("Affected: {on}", on=on) if on else None


def _names(actors: tuple[ActorRef, ...], role: Role) -> str:
    return ", ".join(dict.fromkeys(actor.canonical for actor in actors if actor.role is role))


def _where(_: Texts, event: Event, addresses: Mapping[str, str]) -> Markup | None:
    said = []
    for place in event.places:
        where = addresses.get(place.region_id or "", place.surface)
        said.append(f"{place.relation} {where}" if place.relation and place.relation != "in" else where)
    distinct = [
        where
        for where in dict.fromkeys(said)
        if not any(other != where and other.endswith(f", {where}") for other in said)
    ]
    return _("📍 {places}", places=" · ".join(distinct)) if distinct else None


def _when(_: Texts, on: date | None) -> Markup | None:
    return _("🗓 {day}", day=f"{on.day} {on:%B %Y}") if on else None


def _toll(_: Texts, label: Markup, toll: Toll | None) -> Markup | None:
    if toll is None:
        return None
    who = f" {toll.who}" if toll.who else ""
    return Markup("{}: {}{}").format(label, plain(number(_, toll)), plain(who))


def number(_: Texts, toll: Toll) -> str:
    """Return a toll as a number, a range, "at least" or "up to"."""
    low, high = toll.minimum, toll.maximum
    if low is not None and high is not None:
        return f"{low}" if low == high else f"{low}–{high}"
    if low is not None:
        return str(_("at least {n}", n=low))
    return str(_("up to {n}", n=high)) if high is not None else "?"


def _chain(_: Texts, event: Event) -> Markup | None:
    """Return how the event grew surer: "reported 7 Jul · declared by the Iraqi military 8 Jul"."""
    steps: list[Markup] = []
    reached = -1
    for entry in sorted(event.ledger, key=lambda e: e.said_at):
        status = entry.claim.shown_status
        if entry.retracted or (status.strength <= reached and status is not Status.DENIED):
            continue
        reached = max(reached, status.strength)
        day = f"{entry.said_at.day} {entry.said_at:%b}"
        if entry.claim.attribution:
            steps.append(
                _("{status} by {who}, {day}", status=_(status.value), who=entry.claim.attribution, day=day)
            )
        else:
            steps.append(_("{status}, {day}", status=_(status.value), day=day))
    return Markup(" → ").join(steps) if steps else None


def _sources(_: Texts, event: Event) -> Markup:
    seen: dict[str, str | None] = {}
    for entry in event.ledger:
        seen.setdefault(entry.source, entry.url)
    named = [link(name, url) for name, url in list(seen.items())[:SHOWN_SOURCES]]
    more = len(seen) - len(named)
    if more:
        named.append(_.plural("one more", "{n} more", more))
    return _.plural("Source: {names}", "{n} sources: {names}", len(seen), names=Markup(", ").join(named))


def _speaker(entry: LedgerEntry) -> str:
    return entry.claim.denied_by or entry.claim.attribution or entry.source


def _told_by(_: Texts, entry: LedgerEntry) -> Markup:
    return _("Source: {name}", name=link(entry.source, entry.url))
