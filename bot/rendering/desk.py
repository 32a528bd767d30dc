"""The editors' desk."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from bot.domain.claims import ActorRef, Role, Status
from bot.domain.corrections import Correction
from bot.domain.events import Event, EventState
from bot.domain.reasons import PastDevelopment
from bot.rendering.buttons import Button
from bot.rendering.kinds import CORRECTIONS, WORDS
from bot.rendering.ledgers import number, sources
from bot.rendering.markup import lines, plain
from bot.rendering.moments import moment
from bot.rendering.reasons import note_text, reason_text
from bot.rendering.texts import Texts, marked
from bot.rendering.titles import title

Said = tuple[Markup, list[list[Button]]]
PER_ROW = 6
LAST_STEPS = 8
HOW = marked(
    "After the number of an event I understand: retract · drop 2 · merge 15 · split 2 3 · type battle clashed · "
    "place Mosul · by Iraqi Army · on Islamic State · status declared · killed 10-12 · injured 5+ – each with a note after a "
    "semicolon, for example: /desk 12 retract; the source took it back"
)


def fresh(_: Texts, events: Sequence[Event], addresses: Mapping[str, str], zone: str) -> Said:
    """Return the latest events with their numbers, and a button each to open one."""
    if not events:
        return _("No events in the last two days."), []
    rows = [
        Markup("{}. {} · {} · {}").format(
            event.id,
            _headline(_, event),
            plain(addresses.get(event.region_ids[0], "")) if event.region_ids else _("no known place"),
            moment(_, event.changed_at, zone),
        )
        for event in events
    ]
    buttons = [Button(str(event.id), "desk", str(event.id)) for event in events]
    return lines(_("<b>Fresh events</b>"), *rows), [
        buttons[start : start + PER_ROW] for start in range(0, len(buttons), PER_ROW)
    ]


def opened(
    _: Texts,
    event: Event,
    addresses: Mapping[str, str],
    history: Sequence[PastDevelopment],
    corrections: Sequence[Correction],
) -> Said:
    """Return everything about an event, with what can be done about it."""
    text = Markup("\n\n").join(
        [
            lines(
                _("<b>Event {n}</b>: {headline}", n=event.id, headline=_headline(_, event)),
                *_facts(_, event, addresses),
            ),
            sources(_, event),
            lines(_("<b>What changed</b>"), *(_step(_, past) for past in history[-LAST_STEPS:])),
            *(
                [lines(_("<b>What editors did</b>"), *(_done(_, one) for one in corrections))]
                if corrections
                else []
            ),
            Markup("<i>{}</i>").format(_(HOW)),
        ]
    )
    key = str(event.id)
    rows = [
        [
            Button(str(_("Status…")), "correct", f"{key}:status"),
            Button(str(_("Retract…")), "correct", f"{key}:retract?"),
        ]
    ]
    undoable = [one for one in corrections if one.undone_at is None][-3:]
    rows += [
        [Button(str(_("Undo {n}: {kind}", n=one.id, kind=_(CORRECTIONS[one.kind]))), "undo", str(one.id))]
        for one in undoable
    ]
    return text, rows if event.state is EventState.OPEN else rows[1:]


def statuses(_: Texts, event: Event, choices: Sequence[Status]) -> Said:
    """Return the statuses that an editor can choose."""
    buttons = [Button(str(_(WORDS[one])), "correct", f"{event.id}:status {one.value}") for one in choices]
    return _("How sure is “{headline}”?", headline=title(_, event)), [buttons[:3], buttons[3:]]


def sure(_: Texts, event: Event) -> Said:
    """Return the question whether an event shall be taken back."""
    text = _(
        "Take “{headline}” back? Everybody who has its alert is told. (With a note: <code>/desk {n} retract; why</code>)",
        headline=title(_, event),
        n=event.id,
    )
    return text, [[Button(str(_("Retract it")), "correct", f"{event.id}:retract")]]


def changed(_: Texts, event: Event, correction_id: int) -> Said:
    """Return the confirmation of a change, with a way back."""
    text = _(
        "Done (change {n}). Event {event} reads now: <b>{headline}</b>",
        n=correction_id,
        event=event.id,
        headline=_headline(_, event),
    )
    return text, [
        [Button(str(_("Undo")), "undo", str(correction_id)), Button(str(_("Open")), "desk", str(event.id))]
    ]


def undone(_: Texts, event: Event) -> Markup:
    """Return the confirmation that a change was taken back."""
    return _(
        "Undone. Event {event} reads now: <b>{headline}</b>", event=event.id, headline=_headline(_, event)
    )


def _headline(_: Texts, event: Event) -> Markup:
    said = plain(title(_, event))
    return Markup("<s>{}</s>").format(said) if event.state is EventState.RETRACTED else said


def _facts(_: Texts, event: Event, addresses: Mapping[str, str]) -> Iterable[Markup]:
    yield _(
        "{type} · {subtype} · {status} · severity {n}",
        type=event.type.value,
        subtype=event.subtype,
        status=_(WORDS[event.status]),
        n=event.severity,
    )
    for place in event.places:
        yield _(
            "place: {name} → {address}",
            name=place.surface,
            address=addresses.get(place.region_id or "") or _("not known"),
        )
    for actor in event.actors:
        yield _(
            "{role}: {name} → {known}",
            role=_role(_, actor),
            name=actor.canonical,
            known=actor.actor_id or _("not known"),
        )
    if event.killed is not None:
        yield _("killed: {n}", n=number(_, event.killed))
    if event.injured is not None:
        yield _("injured: {n}", n=number(_, event.injured))


def _role(_: Texts, actor: ActorRef) -> Markup:
    return {Role.INITIATOR: _("by"), Role.TARGET: _("on"), Role.MENTIONED: _("named")}[actor.role]


def _step(_: Texts, past: PastDevelopment) -> Markup:
    said = Markup("{} UTC: {} – {}").format(
        moment(_, past.at, "UTC"), _(WORDS[past.change]), plain(reason_text(_, past.reason))
    )
    return said + Markup(" ({})").format(note_text(_, past.note)) if past.note else said


def _done(_: Texts, one: Correction) -> Markup:
    said = Markup("{}. {}").format(one.id, _(CORRECTIONS[one.kind]))
    if one.note:
        said += Markup(": {}").format(plain(one.note))
    return _("<s>{said}</s> (undone)", said=said) if one.undone_at else said
