"""A request read back as one sentence."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce

from markupsafe import Markup

from bot.domain.claims import Status
from bot.domain.previews import SEVERITIES
from bot.domain.subscriptions import FOREVER, Cadence, Dimension, Subscription, Term
from bot.rendering.kinds import STATUSES, type_name
from bot.rendering.moments import moment
from bot.rendering.texts import Texts

Names = Mapping[str, str]
"""What to call each term, as `dimension:key` → words: the address of a place, the name of a party or a source."""


def sentence(_: Texts, subscription: Subscription, names: Names) -> Markup:
    """Return what a request asks for: "everything in Nineveh, Iraq, but not casualties, only if declared or surer"."""
    return reduce(
        lambda said, condition: _("{said}, {condition}", said=said, condition=condition),
        [*_manner(_, subscription, names)],
        _core(_, subscription, names),
    )


def paused(_: Texts, subscription: Subscription, now: datetime, zone: str) -> Markup | None:
    """Return how long a request is silent, None where it is not."""
    until = subscription.paused_until
    if until is None or until <= now:
        return None
    return _("paused") if until >= FOREVER else _("paused until {time}", time=moment(_, until, zone))


def brief(_: Texts, subscription: Subscription, names: Names) -> str:
    """Return the names in a request, for a button."""
    return _.comma.join(str(term_name(_, term, names)) for term in subscription.terms if not term.negated)


def term_name(_: Texts, term: Term, names: Names) -> Markup:
    """Return what one term asks for, by itself."""
    name = _called(term, names)
    circle = term.circle
    if circle is not None:
        return (
            _("near {place}", place=name)
            if circle.km is None
            else _("within {n} km of {place}", n=circle.km, place=name)
        )
    match term.dimension:
        case Dimension.TYPE:
            return type_name(_, term.key)
        case Dimension.BY:
            return _("by {party}", party=name)
        case Dimension.ON:
            return _("on {party}", party=name)
        case Dimension.SOURCE:
            return _("told by {source}", source=name)
    return Markup("{}").format(name)


def either(_: Texts, names: Sequence[Markup]) -> Markup:
    """Return alternatives as one phrase."""
    return reduce(lambda one, other: _("{one} or {other}", one=one, other=other), names)


def _core(_: Texts, subscription: Subscription, names: Names) -> Markup:
    types = _alternatives(_, subscription, names, Dimension.TYPE)
    what = types or _("everything")
    where = _alternatives(_, subscription, names, Dimension.REGION)
    who = [
        said
        for dimension in (Dimension.ACTOR, Dimension.BY, Dimension.ON)
        if (said := _alternatives(_, subscription, names, dimension))
    ]
    if who:
        parties = reduce(lambda one, other: _("{one} and {other}", one=one, other=other), who)
        if where:
            return _("{what} {where}, {parties}", what=what, where=where, parties=parties)
        return _("{what} {parties}", what=what, parties=parties)
    if where:
        return _("{what} {where}", what=what, where=where)
    return _("{what} everywhere", what=what) if types else what


def _alternatives(_: Texts, subscription: Subscription, names: Names, dimension: Dimension) -> Markup | None:
    terms = [t for t in subscription.terms if t.dimension is dimension and not t.negated]
    circles = [_bold(term_name(_, term, names)) for term in terms if term.circle]
    others = [_bold(_bare(_, term, names)) for term in terms if not term.circle]
    if others:
        plain = either(_, others)
        match dimension:
            case Dimension.REGION:
                plain = _("in {places}", places=plain)
            case Dimension.ACTOR:
                plain = _("with {parties}", parties=plain)
            case Dimension.BY:
                plain = _("done by {parties}", parties=plain)
            case Dimension.ON:
                plain = _("done to {parties}", parties=plain)
        circles.insert(0, plain)
    return either(_, circles) if circles else None


def _bare(_: Texts, term: Term, names: Names) -> Markup:
    return (
        type_name(_, term.key)
        if term.dimension is Dimension.TYPE
        else Markup("{}").format(_called(term, names))
    )


def _manner(_: Texts, subscription: Subscription, names: Names) -> list[Markup]:
    said = []
    if sources := _alternatives(_, subscription, names, Dimension.SOURCE):
        said.append(_("told by {sources}", sources=sources))
    if refused := [_bold(term_name(_, t, names)) for t in subscription.terms if t.negated]:
        said.append(_("but not {names}", names=either(_, refused)))
    if subscription.min_severity > 1:
        grave = subscription.min_severity >= SEVERITIES[-1]
        said.append(
            _("only of severity {n}", n=subscription.min_severity)
            if grave
            else _("only of severity {n} or more", n=subscription.min_severity)
        )
    if subscription.min_status is Status.CONFIRMED:
        said.append(_("only if confirmed"))
    elif subscription.min_status is not Status.CLAIMED:
        said.append(_("only if {status} or surer", status=_(STATUSES[subscription.min_status])))
    if subscription.unlocated:
        said.append(_("also without a known place"))
    if subscription.cadence is Cadence.DIGEST:
        said.append(_("in the digest only"))
    elif not subscription.sound:
        said.append(_("without sound"))
    return said


def _called(term: Term, names: Names) -> str:
    return names.get(f"{term.dimension}:{term.key}", term.key)


def _bold(text: Markup) -> Markup:
    return Markup("<b>{}</b>").format(text)
