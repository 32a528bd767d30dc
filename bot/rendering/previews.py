"""How much a request would have told, as text and as buttons that tighten it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.domain.claims import Status
from bot.domain.events import Event
from bot.domain.previews import SEVERITIES, WEEK, Preview
from bot.domain.subscriptions import Cadence, Subscription
from bot.domain.tuning import status_code
from bot.rendering.alerts import line
from bot.rendering.buttons import Button
from bot.rendering.kinds import STATUSES
from bot.rendering.markup import lines
from bot.rendering.moments import weekday
from bot.rendering.texts import Texts

_BARS = "▁▂▃▄▅▆▇█"


def volume(_: Texts, preview: Preview) -> Markup:
    """Return how many alerts a request would have been: in 7 days by day and severity, in 30 days as a line."""
    if not preview.month:
        return _("Nothing of this in the last 30 days.")
    week = _.plural("one alert", "{n} alerts", preview.week)
    month = (
        _("more than {n}", n=preview.month)
        if preview.more
        else _.plural("one alert", "{n} alerts", preview.month)
    )
    said = [
        _("This would have been {week} in the last 7 days, {month} in 30.", week=week, month=month),
        Markup("<code>{}</code>").format(bars([count for _day, count in preview.days])),
    ]
    if preview.week:
        days = [_("{day}: {n}", day=weekday(_, day), n=count) for day, count in preview.days[-WEEK:] if count]
        grave = [
            _("severity {level}: {n}", level=level, n=count)
            for level, count in zip(SEVERITIES, preview.by_severity, strict=True)
            if count
        ]
        said += [Markup(" · ").join(days), Markup(" · ").join(grave)]
    if preview.nights:
        said.append(_.plural("One of them came at night.", "{n} of them came at night.", preview.nights))
    return lines(*said)


def samples(_: Texts, events: Sequence[Event], addresses: Mapping[str, str], zone: str) -> Markup | None:
    """Return the latest events that a request asks for, None where there are none."""
    if not events:
        return None
    return lines(
        _.plural("The last one:", "The last {n}:", len(events)),
        *(line(_, event, addresses, zone) for event in events),
    )


def tighten(
    _: Texts, preview: Preview, subscription: Subscription, action: str, key: str
) -> list[list[Button]]:
    """Return buttons that make a request speak less, each with what would be left; `key` names the request."""
    rows = []
    for bound, left in preview.tighter(subscription):
        if isinstance(bound, Status):
            label = (
                _("Only if confirmed: {n} in 30 days", n=left)
                if bound is Status.CONFIRMED
                else _("Only {status} or surer: {n} in 30 days", status=_(STATUSES[bound]), n=left)
            )
            rows.append([Button(str(label), action, f"{key}{status_code(bound)}")])
        else:
            label = _("Only severity {level} or more: {n} in 30 days", level=bound, n=left)
            rows.append([Button(str(label), action, f"{key}v{bound}")])
    if preview.month and subscription.cadence is Cadence.INSTANT:
        rows.append([Button(str(_("Only in the digest")), action, f"{key}d")])
    return rows


def bars(counts: Sequence[int]) -> str:
    """Return numbers as bars, the highest full."""
    top = max(counts)
    return "".join(_BARS[0] if not n else _BARS[max(1, round(n / top * 7))] for n in counts)
