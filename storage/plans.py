"""Plans as JSON, for those that outlive their transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.circles import Reach, Spot
from bot.domain.claims import Status
from bot.domain.deliveries import DeliveryKind, Plan
from bot.domain.mutes import MuteKind
from bot.domain.subscriptions import Audience, Dimension
from bot.domain.volume import Ringing


def dump(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON."""
    audience = plan.audience
    return {
        "kind": plan.kind,
        "cause": plan.cause,
        "version": plan.version,
        "messages": dict(plan.messages),
        "language": plan.language,
        "silent": plan.silent,
        "expires_at": plan.expires_at.isoformat() if plan.expires_at else None,
        "together": plan.together,
        "host": plan.host,
        "mute": plan.mute,
        "ringing": int(plan.ringing),
        "audience": {
            "keys": {dimension: sorted(keys) for dimension, keys in audience.keys.items()},
            "severity": audience.severity,
            "status": audience.status,
            "spots": [[spot.x, spot.y, spot.z] for spot in audience.spots],
            "reach": audience.reach,
        }
        if audience
        else None,
    }


def load(stored: Mapping[str, Any]) -> Plan:
    """Return the plan that `dump` wrote."""
    audience = stored["audience"]
    return Plan(
        kind=DeliveryKind(stored["kind"]),
        cause=stored["cause"],
        version=stored["version"],
        messages=stored["messages"],
        language=stored["language"],
        silent=stored["silent"],
        expires_at=datetime.fromisoformat(stored["expires_at"]) if stored["expires_at"] else None,
        together=stored["together"],
        host=stored["host"],
        mute=MuteKind(stored["mute"]) if stored["mute"] else None,
        ringing=Ringing(stored["ringing"]),
        audience=Audience(
            keys={Dimension(dimension): frozenset(keys) for dimension, keys in audience["keys"].items()},
            severity=audience["severity"],
            status=Status(audience["status"]),
            spots=tuple(Spot(*place) for place in audience["spots"]),
            reach=Reach(audience["reach"]),
        )
        if audience
        else None,
    )
