"""How loud the bot may be in a chat."""

from markupsafe import Markup

from bot.domain.volume import EVERY_DAY, MOST_RINGS_PER_HOUR, QuietHours, Ringing, Volume
from bot.rendering.buttons import Button
from bot.rendering.markup import lines
from bot.rendering.texts import Texts

Said = tuple[Markup, list[list[Button]]]
OFFERED_RINGS = (3, 6, 12, 30, MOST_RINGS_PER_HOUR)
_EXAMPLE = "22:00-07:00"


def volume(_: Texts, chosen: Volume, zone: str) -> Said:
    """Return how loud the bot may be, with buttons that change it."""
    text = lines(
        _("<b>How loud I may be</b>"),
        _quiet(_, chosen.quiet, zone),
        _rings(_, chosen.rings_per_hour),
        _grave(_, chosen),
        _ringing(_, chosen.ringing),
        _(
            "Set quiet hours: <code>/quiet {example}</code>, or <code>/quiet {example} mon-fri</code>.",
            example=_EXAMPLE,
        ),
    )
    grave = (
        _("Grave events: do not ring then") if chosen.grave_rings else _("Grave events: ring all the same")
    )
    rows = [
        [Button(str(_("Rings an hour…")), "rings")],
        [Button(str(grave), "volume", f"grave:{int(not chosen.grave_rings)}")],
        [_toggle(_, chosen, Ringing.FIRMER), _toggle(_, chosen, Ringing.DENIED)],
        [_toggle(_, chosen, Ringing.TOLL_UP), _toggle(_, chosen, Ringing.OVER)],
    ]
    if chosen.quiet is not None:
        rows.insert(0, [Button(str(_("No quiet hours")), "volume", "off")])
    return text, rows


def rings(_: Texts) -> Said:
    """Return the question how many rings an hour may have."""
    text = _("How often may I ring within an hour? What comes beyond that is gathered in one silent message.")
    buttons = [
        Button(str(_("no limit")) if n == MOST_RINGS_PER_HOUR else str(n), "volume", f"rings:{n}")
        for n in OFFERED_RINGS
    ]
    return text, [buttons]


def _quiet(_: Texts, quiet: QuietHours | None, zone: str) -> Markup:
    if quiet is None:
        return _("Quiet hours: none")
    times = f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"
    if quiet.days == EVERY_DAY:
        return _("Quiet hours: {times} every day ({zone})", times=times, zone=zone)
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    days = _.comma.join(names[day] for day in sorted(quiet.days))
    return _("Quiet hours: {times}, beginning on {days} ({zone})", times=times, days=days, zone=zone)


def _rings(_: Texts, n: int) -> Markup:
    if n >= MOST_RINGS_PER_HOUR:
        return _("Rings: as many as there is news")
    return _.plural("Rings: at most one an hour", "Rings: at most {n} an hour", n)


def _grave(_: Texts, chosen: Volume) -> Markup:
    if chosen.grave_rings:
        return _("Grave events (severity 4) ring in quiet hours too, and beyond that number")
    return _("Grave events (severity 4) do not ring in quiet hours")


def _ringing(_: Texts, ringing: Ringing) -> Markup:
    named = [_named(_, one) for one in Ringing if one in ringing and one is not Ringing.NONE]
    if not named:
        return _("Updates of a story: silent")
    return _("Updates that ring: {names}", names=_.comma.join(named))


def _named(_: Texts, one: Ringing) -> Markup:
    return {
        Ringing.FIRMER: _("surer than before"),
        Ringing.TOLL_UP: _("higher tolls"),
        Ringing.DENIED: _("denials"),
        Ringing.CORRECTED: _("corrections"),
        Ringing.OVER: _("over"),
    }[one]


def _toggle(_: Texts, chosen: Volume, one: Ringing) -> Button:
    sign = "🔔" if one in chosen.ringing else "🔕"
    return Button(f"{sign} {_named(_, one)}", "volume", f"ring:{int(one)}")
