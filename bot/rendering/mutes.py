"""Muted stories."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.domain.events import Event
from bot.domain.mutes import Mute, MuteKind
from bot.rendering.buttons import Button
from bot.rendering.kinds import WORDS
from bot.rendering.markup import lines
from bot.rendering.moments import moment
from bot.rendering.texts import Texts
from bot.rendering.titles import title

Said = tuple[Markup, list[list[Button]]]


def ask(_: Texts, event: Event, known: Mute | None) -> Said:
    """Return the question for how long a story shall be muted."""
    text = _("Mute “{headline}”? Its message here still changes, silently.", headline=title(_, event))
    rows = [
        [_button(_("For an hour"), event, "hour"), _button(_("Until tomorrow morning"), event, "morning")],
        [
            _button(_("Until its status changes"), event, "status"),
            _button(_("Until it is over"), event, "over"),
        ],
    ]
    if known is not None:
        rows.append([Button(str(_("Let me hear it again")), "unmute", str(event.id))])
    return text, rows


def _button(label: Markup, event: Event, how: str) -> Button:
    return Button(str(label), "silence", f"{event.id}:{how}")


def which(_: Texts, events: Sequence[Event]) -> Said:
    """Return the question which story shall be muted."""
    if not events:
        return _("There is no story here that could be muted."), []
    text = _("Which story do you want to mute? (You can also answer its message with /mute.)")
    return text, [[Button(title(_, event), "mute", str(event.id))] for event in events]


def muted(_: Texts, event: Event, mute: Mute, zone: str) -> Said:
    """Return the confirmation, with a way back."""
    text = _("“{headline}” is muted {until}.", headline=title(_, event), until=_until(_, mute, zone))
    return text, [[Button(str(_("Undo (5 minutes)")), "unhush", str(event.id))]]


def heard(_: Texts, event: Event) -> Markup:
    """Return the confirmation that a story is heard again."""
    return _("“{headline}” is not muted any more.", headline=title(_, event))


def listing(_: Texts, mutes: Sequence[tuple[Mute, Event]], zone: str) -> Said:
    """Return everything that a chat has muted, with a button each to end it."""
    if not mutes:
        return _("Nothing is muted. An alert's button, or /mute in answer to it, mutes its story."), []
    rows = [
        Markup("{}. {} – {}").format(number, title(_, event), _until(_, mute, zone))
        for number, (mute, event) in enumerate(mutes, 1)
    ]
    buttons = [
        [Button(f"🔔 {number}. {title(_, event)}", "unmute", str(event.id))]
        for number, (_mute, event) in enumerate(mutes, 1)
    ]
    return lines(_("<b>Muted stories</b>"), *rows, _("Press to hear of one again:")), buttons


def again(_: Texts, kind: MuteKind) -> Markup:
    """Return why a chat hears of a story that it had muted."""
    match kind:
        case MuteKind.TIME:
            return _("(You hear of it again because the time is over for which you had muted it.)")
        case MuteKind.STATUS:
            return _("(It rings again because its status has changed: until then you had muted it.)")
        case MuteKind.OVER:
            return _("(It rings again because it has come to its end: until then you had muted it.)")


def _until(_: Texts, mute: Mute, zone: str) -> Markup:
    match mute.kind:
        case MuteKind.STATUS:
            return _("until its status changes (now: {status})", status=_(WORDS[mute.status]))
        case MuteKind.OVER:
            return _("until it is over")
        case MuteKind.TIME:
            assert mute.until is not None, "a mute for a time has an end"
            return _("until {moment}", moment=moment(_, mute.until, zone))
