"""Digests and lists of events."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from bot.domain.claims import Status
from bot.domain.developments import Change
from bot.domain.digests import Digest, Line
from bot.domain.events import Event
from bot.domain.subscriptions import Dimension
from bot.knowledge import Result
from bot.rendering.alerts import line
from bot.rendering.buttons import Button
from bot.rendering.kinds import WORDS
from bot.rendering.markup import lines, plain
from bot.rendering.moments import day, moment
from bot.rendering.reasons import note_text
from bot.rendering.texts import Texts
from bot.rendering.titles import title


def digest(_: Texts, found: Digest, addresses: Mapping[str, str], zone: str) -> Markup:
    """Return a digest: one line for each event with what has changed, by region, what was taken back, who is silent."""
    head = _(
        "<b>Digest of {day}</b>\nwhat changed since {since}",
        day=day(_, found.day),
        since=moment(_, found.since, zone),
    )
    parts = [head]
    if found.empty:
        parts.append(_("Nothing new in what you follow."))
    for group in found.groups:
        name = addresses.get(group.region_id or "") or _("No known place")
        rows = [Markup("<b>{}</b>").format(name), *(_line(_, line, zone) for line in group.lines)]
        if group.more:
            rows.append(_.plural("  and one more: /latest", "  and {n} more: /latest", group.more))
        parts.append(Markup("\n").join(rows))
    if found.taken_back:
        rows = [_("<b>Denied or taken back</b>"), *(_taken_back(_, line) for line in found.taken_back)]
        parts.append(Markup("\n").join(rows))
    if found.silent:
        names = [
            _("{source}, last heard {moment}", source=rhythm.source, moment=moment(_, rhythm.last, zone))
            for rhythm in found.silent
        ]
        parts.append(_("Silent sources: {names}", names=Markup("; ").join(names)))
    return Markup("\n\n").join(parts)


def _line(_: Texts, line: Line, zone: str) -> Markup:
    """Return "• Old Mosul declared captured", and below it what has changed and when."""
    told = [moment(_, line.event.changed_at, zone), *_news(_, line)]
    return Markup("• <b>{}</b>\n  {}").format(plain(title(_, line.event)), Markup(" · ").join(told))


def _news(_: Texts, line: Line) -> Iterable[Markup]:
    if line.before is None:
        yield _("new")
    elif line.before is not line.event.status:
        yield _("was {status}", status=_(WORDS[line.before]))
    if Change.TOLL_UP in line.changes and line.before is not None:
        yield _("higher toll")
    if Change.CORRECTED in line.changes:
        yield _("corrected")
    if Change.OVER in line.changes:
        yield _("over")
    if line.parts:
        yield _.plural("with a smaller one", "with {n} smaller ones", line.parts)


def _taken_back(_: Texts, line: Line) -> Markup:
    event = line.event
    if event.status is Status.RETRACTED:
        said = _("• <s>{headline}</s> retracted", headline=title(_, event))
    elif event.status is Status.DENIED:
        said = _("• {headline}", headline=title(_, event))
    else:
        said = _("• {headline} (a party denies it)", headline=title(_, event))
    return said + Markup(" – {}").format(note_text(_, line.note)) if line.note else said


def latest(
    _: Texts, events: Sequence[Event], addresses: Mapping[str, str], zone: str, about: Markup | None
) -> Markup:
    """Return the latest events, of what is followed or of what was asked for (`about`, as a sentence)."""
    head = _("Latest: {about}", about=about) if about else _("<b>Latest in what you follow</b>")
    if not events:
        return head + Markup("\n") + _("Nothing yet.")
    return Markup("\n").join([head, *(line(_, event, addresses, zone) for event in events)])


def found(_: Texts, asked: str, rows: Sequence[tuple[Result, str, int]]) -> tuple[Markup, list[list[Button]]]:
    """Return what a search found, each with what sort of thing it is and how many follow it, and buttons to follow it."""
    if not rows:
        return lines(
            _("I know nothing named “{asked}”.", asked=asked),
            _("To ask the editors for it: <code>/subscribe {asked}</code>", asked=asked),
        ), []
    said = [_("<b>Known by “{asked}”</b>", asked=asked)]
    buttons = []
    for result, kind, followers in rows:
        around = result.address.removeprefix(result.name).removeprefix(_.comma)
        lands = around if result.kind == Dimension.ACTOR else ""
        said.append(
            _("• <b>{name}</b> – {where} ({kind})", name=result.name, where=around, kind=kind)
            if around
            else _("• <b>{name}</b> ({kind})", name=result.name, kind=kind)
        )
        label = _("{name} ({where})", name=result.name, where=lands) if lands else result.address
        buttons.append([Button(str(label), "follow", f"{result.kind}:{result.id}")])
        if followers:
            said.append(_.plural("   one follows it", "   {n} follow it", followers))
    return Markup("\n").join(said), buttons
