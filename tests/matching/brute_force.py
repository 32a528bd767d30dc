"""The algebra of subscriptions said a second time, slowly and plainly, to hold the one SQL statement against."""

from math import asin, cos, radians, sin, sqrt

from bot.domain.circles import NEAR_KM, circle_of
from bot.domain.claims import Status
from bot.domain.subscriptions import Cadence, Dimension

ORDER = [Status.DENIED, Status.DISPUTED, Status.CLAIMED, Status.REPORTED, Status.DECLARED, Status.CONFIRMED]


def great_circle_km(one, other):
    """Kilometres between two (latitude, longitude), by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ([radians(degrees) for degrees in place] for place in (one, other))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(h)))


def hits(term, happened):
    """Whether one term names something of what happened."""
    circle = circle_of(term.key) if term.dimension is Dimension.REGION else None
    if circle is None:
        return term.key in happened["keys"].get(term.dimension, ())
    km = circle.km or NEAR_KM[happened["reach"]]
    middle = (circle.latitude, circle.longitude)
    return any(great_circle_km(middle, place) <= km for place in happened["places"])


def too_close_to_call(term, happened):
    """Whether a place lies so exactly on a circle that rounding decides."""
    circle = circle_of(term.key) if term.dimension is Dimension.REGION else None
    if circle is None:
        return False
    km = circle.km or NEAR_KM[happened["reach"]]
    middle = (circle.latitude, circle.longitude)
    return any(abs(great_circle_km(middle, place) - km) < 0.002 * km for place in happened["places"])


def wants(subscription, happened):
    """Whether a request asks for what happened, whenever it wants to hear of it."""
    positive = {}
    for term in subscription.terms:
        if term.negated and hits(term, happened):
            return False
        if not term.negated:
            positive.setdefault(term.dimension, []).append(hits(term, happened))
    located = bool(happened["keys"].get(Dimension.REGION))
    if Dimension.REGION in positive and subscription.unlocated and not located:
        positive[Dimension.REGION] = [True]
    if not positive or not all(any(found) for found in positive.values()):
        return False
    if happened["severity"] < subscription.min_severity:
        return False
    least = Status.DISPUTED if subscription.min_status is Status.CLAIMED else subscription.min_status
    if ORDER.index(happened["status"]) < ORDER.index(least):
        return False
    return located or subscription.unlocated


def rings(subscription, happened, now):
    """Whether the request speaks up at once."""
    awake = subscription.paused_until is None or subscription.paused_until <= now
    return awake and subscription.cadence is Cadence.INSTANT and wants(subscription, happened)
