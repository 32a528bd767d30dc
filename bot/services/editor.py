"""What editors do to events: each change is an entry in the ledger, and a development that reaches what was sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.domain.corrections import Correction, CorrectionKind
from bot.domain.developments import Change, Development
from bot.domain.errors import UserError
from bot.domain.events import Event, EventState
from bot.matching import audience
from bot.services.alerts import Alerts
from bot.services.books import composed, enter, recompose
from storage import Transaction

# What an editor mends so long after it was learned is no news to those who have not heard of it.
FRESH = timedelta(hours=24)
_REASONS = {
    CorrectionKind.DROP: "an editor struck a claim out",
    CorrectionKind.MERGE: "an editor found that two stories are one",
    CorrectionKind.SPLIT: "an editor told two happenings apart",
    CorrectionKind.TYPE: "an editor corrected what happened",
    CorrectionKind.PLACE: "an editor corrected the place",
    CorrectionKind.BY: "an editor corrected who did it",
    CorrectionKind.ON: "an editor corrected to whom it was done",
    CorrectionKind.STATUS: "an editor corrected how sure it is",
    CorrectionKind.KILLED: "an editor corrected the number of the dead",
    CorrectionKind.INJURED: "an editor corrected the number of the injured",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change by an editor: which event, by whom, and what he says of it."""

    event_id: int
    user_id: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Editor:
    """Changes ledgers, computes the events anew, and tells the chats. Each method returns the id of its entry."""

    alerts: Alerts

    async def retract(self, tx: Transaction, edit: Edit) -> int:
        """Take an event back.

        Raises:
            UserError: it is taken back already.
        """
        event = await self._open(tx, edit.event_id)
        ids = [entry.claim_id for entry in event.ledger if not entry.retracted]
        await tx.events.take_back(ids)
        key = await self._enter(tx, edit, CorrectionKind.RETRACT, {"claims": ids})
        await self._tell(tx, edit.event_id, Change.RETRACTED, "an editor takes it back", edit.note)
        return key

    async def drop(self, tx: Transaction, edit: Edit, places: Collection[int]) -> int:
        """Strike claims out, by their numbers in the ledger (from 1).

        Raises:
            UserError: there are no such claims, or nothing would be left.
        """
        event = await self._open(tx, edit.event_id)
        ids = _claims(event, places)
        if not [entry for entry in event.ledger if not entry.retracted and entry.claim_id not in ids]:
            raise UserError("Nothing would be left of this event: retract it instead.")
        await tx.events.take_back(ids)
        key = await self._enter(tx, edit, CorrectionKind.DROP, {"claims": ids})
        await self._tell(tx, edit.event_id, Change.CORRECTED, _REASONS[CorrectionKind.DROP], edit.note)
        return key

    async def correct(
        self, tx: Transaction, edit: Edit, kind: CorrectionKind, data: Mapping[str, Any]
    ) -> int:
        """Say what the claims of an event should have told: type, place, by, on, status, killed, injured."""
        await self._open(tx, edit.event_id)
        key = await self._enter(tx, edit, kind, data)
        await self._tell(tx, edit.event_id, Change.CORRECTED, _REASONS[kind], edit.note)
        return key

    async def merge(self, tx: Transaction, edit: Edit, into: int) -> int:
        """Let another event hold everything that is known of this one; its live messages show the other one from now on.

        Raises:
            UserError: it is the same event.
        """
        event, other = await self._open(tx, edit.event_id), await self._open(tx, into)
        if event.id == other.id:
            raise UserError("These are one event already.")
        ids = [entry.claim_id for entry in event.ledger]
        await tx.relations.move(ids, other.id)
        await tx.outbox.withdraw(event.id)
        await tx.relations.merge(event.id, other.id)
        await tx.alerts.hand_over(event.id, other.id)
        await tx.roundups.hand_over(event.id, other.id)
        key = await self._enter(tx, edit, CorrectionKind.MERGE, {"claims": ids, "into": other.id})
        await self._tell(tx, other.id, Change.CORRECTED, _REASONS[CorrectionKind.MERGE], edit.note)
        merged = replace(event, state=EventState.MERGED, revision=event.revision + 1)
        await self.alerts.point_to(tx, merged, other.id)
        return key

    async def split(self, tx: Transaction, edit: Edit, places: Collection[int]) -> int:
        """Let claims, by their numbers in the ledger, be an event of their own.

        Raises:
            UserError: there are no such claims, or nothing would be left.
        """
        event = await self._open(tx, edit.event_id)
        ids = _claims(event, places)
        moved = [entry for entry in event.ledger if entry.claim_id in ids]
        if len(moved) == len(event.ledger):
            raise UserError("Nothing would be left of this event.")
        new = composed(moved, self.alerts.world, None)
        new = replace(new, id=await tx.events.add(new))
        await tx.relations.move(ids, new.id)
        await enter(tx, new, self.alerts.world)
        key = await self._enter(tx, edit, CorrectionKind.SPLIT, {"claims": ids, "event": new.id})
        reason = _REASONS[CorrectionKind.SPLIT]
        await self._tell(tx, edit.event_id, Change.CORRECTED, reason, edit.note)
        await self._tell(tx, new.id, Change.NEW, reason, edit.note)
        return key

    async def undo(self, tx: Transaction, key: int, user_id: int | None) -> Correction:
        """Take an entry back: its events are as if it had never been made, and the chats are told.

        Raises:
            UserError: there is no such entry, it is undone already, or what followed it is in its way.
        """
        done = await tx.corrections.find(key)
        if done is None or done.undone_at is not None:
            raise UserError("There is no such change, or it is undone already.")
        await tx.corrections.undo(key)
        await tx.audit.note(user_id, "undo", f"event {done.event_id}", {"correction": key, "kind": done.kind})
        told = [done.event_id]
        match done.kind:
            case CorrectionKind.RETRACT | CorrectionKind.DROP:
                await tx.events.take_back(done.data["claims"], retracted=False)
            case CorrectionKind.MERGE:
                await self._unmerge(tx, done)
                told.append(done.data["into"])
            case CorrectionKind.SPLIT:
                await self._unsplit(tx, done)
        for event_id in told:
            await self._tell(tx, event_id, Change.CORRECTED, "an editor took a change back", "")
        return done

    async def _unmerge(self, tx: Transaction, done: Correction) -> None:
        (other,) = await tx.events.find([done.data["into"]])
        here = {entry.claim_id for entry in other.ledger}
        if not set(done.data["claims"]) <= here or here == set(done.data["claims"]):
            raise UserError("What was joined has been moved on since; it cannot be undone by itself.")
        await tx.relations.move(done.data["claims"], done.event_id)
        await tx.relations.merge(done.event_id, None)

    async def _unsplit(self, tx: Transaction, done: Correction) -> None:
        new = done.data["event"]
        (event,) = await tx.events.find([new])
        if event.state is EventState.MERGED:
            raise UserError("What was split off has been moved on since; it cannot be undone by itself.")
        await tx.relations.move([entry.claim_id for entry in event.ledger], done.event_id)
        await tx.outbox.withdraw(new)
        await tx.relations.merge(new, done.event_id)
        await tx.alerts.hand_over(new, done.event_id)
        await tx.roundups.hand_over(new, done.event_id)

    async def _open(self, tx: Transaction, event_id: int) -> Event:
        """Return an event that can be changed.

        Raises:
            UserError: there is none.
        """
        found = await tx.events.find([event_id])
        if not found or found[0].state is not EventState.OPEN:
            raise UserError("There is no open event {n}.", n=event_id)
        return found[0]

    async def _enter(self, tx: Transaction, edit: Edit, kind: CorrectionKind, data: Mapping[str, Any]) -> int:
        """Write the entry, and who made it."""
        await tx.audit.note(edit.user_id, kind, f"event {edit.event_id}", {"note": edit.note, **data})
        return await tx.corrections.add(
            Correction(edit.event_id, kind, data, tx.now(), edit.note, edit.user_id)
        )

    async def _tell(self, tx: Transaction, event_id: int, change: Change, reason: str, note: str) -> None:
        """Compute an event anew, and let its chats know: those who have heard of it, and those whom it concerns now."""
        event = await recompose(tx, event_id, self.alerts.world)
        said = note or f"{reason[0].upper()}{reason[1:]}."
        development = Development(change, reason, event, event.latest.claim, said)
        await tx.events.developed(development, claim_id=None)
        stale = tx.now() - min(entry.learned_at for entry in event.ledger) > FRESH
        await self.alerts.tell(
            tx, development, audience(event, self.alerts.world), silent=stale or change is Change.NEW
        )


def _claims(event: Event, places: Collection[int]) -> list[int]:
    if not places or not all(1 <= place <= len(event.ledger) for place in places):
        raise UserError("Tell me numbers of claims from 1 to {n}.", n=len(event.ledger))
    return [event.ledger[place - 1].claim_id for place in sorted(set(places))]
