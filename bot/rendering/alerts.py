"""The live alert of an event, what can be pressed below it, the short replies to it, and events in lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from markupsafe import Markup

from bot.domain.claims import ActorRef, Role, Status
from bot.domain.developments import Change, Development
from bot.domain.events import Event, EventState, LedgerEntry
from bot.domain.mutes import MuteKind
from bot.rendering.buttons import Button
from bot.rendering.kinds import WORDS, party_name
from bot.rendering.ledgers import chain, outlets, speaker, tolls
from bot.rendering.markup import lines, link, plain
from bot.rendering.moments import day, moment
from bot.rendering.mutes import again
from bot.rendering.reasons import note_text
from bot.rendering.texts import Texts
from bot.rendering.titles import place_name, title

SHOWN_PARTS = 20


def alert(
    _: Texts, event: Event, addresses: Mapping[str, str], note: str = "", parts: Sequence[Event] = ()
) -> Markup:
    """Return the live message of an event: headline, who against whom, where, when, tolls, and who says so.

    `addresses` gives the place in the world of each region id, `note` is what an editor says about taking it back,
    `parts` are smaller events that it lists.
    """
    if event.state is EventState.RETRACTED:
        return lines(retracted(_, event, note), *_parts(_, parts))
    return lines(
        Markup("<b>{}</b>").format(plain(title(_, event))),
        _state(_, event),
        _who(_, event),
        where(_, event, addresses),
        _when(_, event.on),
        *tolls(_, event),
        chain(_, event),
        outlets(_, event),
        *_parts(_, parts),
    )


def _parts(_: Texts, parts: Sequence[Event]) -> Iterable[Markup]:
    """Yield what a bigger event includes."""
    if parts:
        yield Markup("\n") + _("<b>Includes</b>")
    for part in parts[:SHOWN_PARTS]:
        if part.state is EventState.RETRACTED:
            yield _("• <s>{headline}</s> RETRACTED", headline=title(_, part))
        else:
            yield _("• {headline}", headline=title(_, part))
    if left := len(parts[SHOWN_PARTS:]):
        yield _.plural("• and one more: /latest", "• and {n} more: /latest", left)


def retracted(_: Texts, event: Event, note: str = "") -> Markup:
    """Return the live message of an event that was taken back."""
    return lines(
        Markup("<b><s>{}</s></b>").format(plain(title(_, event))),
        _("<b>RETRACTED</b>: this was taken back."),
        note_text(_, note) or None,
        outlets(_, event),
    )


def merged(_: Texts, event: Event, other: Event) -> Markup:
    """Return the live message of an event that is told as another one from now on."""
    return lines(
        Markup("<s>{}</s>").format(plain(title(_, event))),
        _("This is the same as: <b>{headline}</b>", headline=title(_, other)),
    )


def buttons(_: Texts, event: Event, *, on_map: bool) -> list[list[Button]]:
    """Return what can be pressed below the live message of an event; `on_map` says that its place has a point."""
    key = str(event.id)
    if event.state is EventState.RETRACTED:
        return [[Button(str(_("Sources")), "sources", key), Button(str(_("Why?")), "why", key)]]
    asking = [Button(str(_("Sources")), "sources", key), Button(str(_("Why?")), "why", key)]
    if on_map:
        asking.append(Button(str(_("Map")), "map", key))
    return [
        asking,
        [Button(str(_("Mute this story")), "mute", key), Button(str(_("Follow…")), "watch", key)],
    ]


def update(_: Texts, development: Development, mute: MuteKind | None = None) -> Markup:
    """Return the short reply that tells what changed; `mute` is the kind of mute that it ends."""
    event = development.event
    match development.change:
        case Change.FIRMER:
            said = _(
                "Now {status}: <b>{headline}</b>", status=_(WORDS[event.status]), headline=title(_, event)
            )
        case Change.DENIED:
            said = _("Denied by {who}: {headline}", who=speaker(_, event.latest), headline=title(_, event))
        case Change.OVER:
            said = _("Over: {headline}", headline=title(_, event))
        case Change.RETRACTED:
            said = _("<b>Retracted</b>: <s>{headline}</s>", headline=title(_, event))
        case Change.TOLL_UP:
            said = _("Toll rises: {headline}", headline=title(_, event))
        case _:
            said = _("Corrected: {headline}", headline=title(_, event))
    return lines(
        said,
        note_text(_, development.note) or None,
        _told_by(_, event.latest),
        again(_, mute) if mute else None,
    )


def line(_: Texts, event: Event, addresses: Mapping[str, str], zone: str) -> Markup:
    """Return an event as one entry of a list: headline, where, and when it last changed."""
    where = addresses.get(event.region_ids[0], "") if event.region_ids else ""
    told = Markup(" · ").join(
        part for part in (plain(where) if where else None, moment(_, event.changed_at, zone)) if part
    )
    return lines(Markup("• <b>{}</b>").format(plain(title(_, event))), Markup("  {}").format(told))


def _who(_: Texts, event: Event) -> Markup | None:
    by = _names(_, event.actors, Role.INITIATOR)
    on = _names(_, event.actors, Role.TARGET)
    if by and on:
        return _("{by} against {on}", by=by, on=on)
    if by:
        return _("By {by}", by=by)
    return _("Affected: {on}", on=on) if on else None


def _names(_: Texts, actors: tuple[ActorRef, ...], role: Role) -> str:
    return _.comma.join(dict.fromkeys(party_name(_, actor) for actor in actors if actor.role is role))


def _state(_: Texts, event: Event) -> Markup | None:
    """Return what the headline does not say: that it is disputed and by whom, or that it is over."""
    told = []
    if event.status is Status.DISPUTED:
        deniers = {speaker(_, e) for e in event.ledger if e.claim.status is Status.DENIED}
        told.append(
            _("Disputed: denied by {who}", who=_.comma.join(sorted(deniers))) if deniers else _("Disputed")
        )
    if event.trace is not None and event.trace.standing.over:
        told.append(_("Over"))
    return Markup(" · ").join(told) if told else None


def where(_: Texts, event: Event, addresses: Mapping[str, str]) -> Markup | None:
    """Return where in the world it happened, a place that another one lies in only once."""
    said = [
        place_name(_, place, addresses.get(place.region_id or "", place.surface)) for place in event.places
    ]
    distinct = [
        where
        for where in dict.fromkeys(said)
        if not any(other != where and other.endswith((f", {where}", f"، {where}")) for other in said)
    ]
    return _("📍 {places}", places=" · ".join(distinct)) if distinct else None


def _when(_: Texts, on: date | None) -> Markup | None:
    return _("🗓 {day}", day=day(_, on)) if on else None


def _told_by(_: Texts, entry: LedgerEntry) -> Markup:
    return _("Source: {name}", name=link(entry.source, entry.url))
