"""Corrections: what editors change in the ledgers of events. An event is always computed from its ledger and these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.claims import ActorRef, Claim, EventType, PlaceRef, Role, SubType, Toll
from bot.domain.events import LedgerEntry


class CorrectionKind(StrEnum):
    """What an editor did; the values are stored.

    retract: took the event back. drop: struck claims out. merge: moved the claims into another event. split: moved claims
    out into an event of their own. The others say what all claims that were read before should have said.
    """

    RETRACT = "retract"
    DROP = "drop"
    MERGE = "merge"
    SPLIT = "split"
    TYPE = "type"
    PLACE = "place"
    BY = "by"
    ON = "on"
    STATUS = "status"
    KILLED = "killed"
    INJURED = "injured"


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of an editor in the ledger of an event.

    `data` holds the ids of the claims and the other event (retract, drop, merge, split), or the right value. `at` is UTC: it
    speaks for every claim that was read before, and for none that was read after. Undone it counts no more.
    """

    event_id: int
    kind: CorrectionKind
    data: Mapping[str, Any]
    at: datetime
    note: str = ""
    user_id: int | None = None
    id: int = 0
    undone_at: datetime | None = field(default=None)


def amend(entry: LedgerEntry, corrections: Iterable[Correction]) -> LedgerEntry:
    """Return a claim as it should have been told; an editor's later entry wins over an earlier one.

    How sure an event is follows from all of its claims together, so that a chosen status changes none of them.
    """
    claim = entry.claim
    for correction in corrections:
        if correction.undone_at is None and entry.learned_at <= correction.at:
            claim = _amended(claim, correction)
    return replace(entry, claim=claim)


def status_by_editor(corrections: Sequence[Correction]) -> Correction | None:
    """Return the last entry that says how sure an event is, None where no editor said so."""
    standing = [c for c in corrections if c.kind is CorrectionKind.STATUS and c.undone_at is None]
    return standing[-1] if standing else None


def _amended(claim: Claim, correction: Correction) -> Claim:
    data = correction.data
    changes: dict[str, Any] = {}
    match correction.kind:
        case CorrectionKind.TYPE:
            changes = {"type": EventType(data["type"]), "subtype": SubType(data["subtype"])}
        case CorrectionKind.PLACE:
            changes = {"places": tuple(PlaceRef(**place) for place in data["places"])}
        case CorrectionKind.BY:
            changes = {"actors": _with_actors(claim, Role.INITIATOR, data["actors"])}
        case CorrectionKind.ON:
            changes = {"actors": _with_actors(claim, Role.TARGET, data["actors"])}
        case CorrectionKind.KILLED:
            changes = {"killed": _toll(data)}
        case CorrectionKind.INJURED:
            changes = {"injured": _toll(data)}
    return replace(claim, **changes)


def _with_actors(claim: Claim, role: Role, actors: Sequence[Mapping[str, Any]]) -> tuple[ActorRef, ...]:
    others = (actor for actor in claim.actors if actor.role is not role)
    return (*(ActorRef(a["name"], role, a["name"], a["id"]) for a in actors), *others)


def _toll(data: Mapping[str, Any]) -> tuple[Toll, ...]:
    if data["minimum"] is None and data["maximum"] is None:
        return ()
    return (Toll(data["minimum"], data["maximum"], data.get("who")),)
