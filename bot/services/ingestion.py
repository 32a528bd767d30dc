"""From a report to promised messages: read it, join its claims to events, tell whom it concerns, in one transaction."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot import metrics
from bot.correlation import correlate, is_current, lookup
from bot.domain.claims import Claim
from bot.domain.developments import Change, Decision, Development, ReportContext, worth_telling
from bot.domain.events import Event, LedgerEntry
from bot.domain.reports import Report
from bot.extraction import READER_VERSION, read
from bot.knowledge import World
from bot.matching import audience
from bot.services.absorption import Absorption
from bot.services.alerts import Alerts
from bot.services.atlas import strangers_in
from bot.services.books import composed, enter
from bot.services.roundups import Roundups
from storage import Storage, Transaction

# What an unattended source tells so late is no alert any more; what a person hands in rings whatever its age.
LATE = timedelta(hours=24)
# Events that a report is held against: so many, and some more for each claim of it.
CANDIDATES, CANDIDATES_PER_CLAIM, MOST_CANDIDATES = 40, 10, 300


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a report: its id, whether it was known already, what it changed, and how many messages follow."""

    report_id: int
    known: bool
    developments: tuple[Development, ...]
    promised: int

    def as_json(self) -> dict[str, Any]:
        """Return the object that `situation-bot ingest` prints."""
        events = [
            {
                "event": development.event.id,
                "type": development.event.type.value,
                "development": development.change.value,
                "reason": development.reason,
                "status": development.event.status.value,
                "headline": development.event.headline,
            }
            for development in self.developments
        ]
        return {"report": self.report_id, "known": self.known, "events": events, "messages": self.promised}


@dataclass(frozen=True, slots=True)
class Ingestion:
    """Turns reports into events and promised messages."""

    storage: Storage
    world: World
    alerts: Alerts

    async def ingest(self, report: Report) -> Ingested:
        """Read a report, store it with its claims, and promise what followers get, all or nothing."""
        claims = await self.read(report)
        async with self.storage.transaction() as tx:
            return await self.enter(tx, report, claims)

    async def read(self, report: Report) -> list[Claim]:
        """Return the claims of a report; the loop gets its turn between paragraphs."""
        claims: list[Claim] = []
        for part in read(
            report.text,
            self.world,
            published_at=report.published_at,
            source=report.source,
            title=report.title,
        ):
            claims += part
            await asyncio.sleep(0)
        return claims

    async def enter(self, tx: Transaction, report: Report, claims: Sequence[Claim]) -> Ingested:
        """Enter a report that was read into the books of an open transaction."""
        report_id = await tx.reports.add(report)
        if report_id is None:
            metrics.REPORTS.labels(result="known").inc()
            return Ingested(await tx.reports.known(report) or 0, known=True, developments=(), promised=0)
        metrics.REPORTS.labels(result="new").inc()
        await tx.strangers.note(strangers_in(claims, self.world.regions))
        context = ReportContext(report.source, report.published_at, report.url, report.content_hash)
        candidates = await self._candidates(tx, claims, context)
        told: list[tuple[Development, Event | None]] = []
        decisions = correlate(claims, context, candidates, self.world)
        known = {
            event.id: event for event in await tx.events.find(d.event_id for d in decisions if d.event_id)
        }
        for decision in decisions:
            previous = known.get(decision.event_id or 0)
            if previous is None and decision.change is not Change.NEW and not decision.keep:
                continue
            development = await self._develop(tx, report, report_id, claims, decision, previous)
            told.append((development, previous))
        developments = tuple(development for development, _ in told)
        promised = await self._tell(tx, report, told)
        return Ingested(report_id, known=False, developments=developments, promised=promised)

    async def _candidates(
        self, tx: Transaction, claims: Sequence[Claim], context: ReportContext
    ) -> list[Event]:
        lookups = [lookup(claim, context, self.world) for claim in claims]
        if not lookups:
            return []
        keys = {key for found in lookups for key in found.keys}
        since = min(found.since for found in lookups)
        limit = min(MOST_CANDIDATES, CANDIDATES + CANDIDATES_PER_CLAIM * len(claims))
        found = await tx.events.candidates(keys, since, limit)
        stale = await tx.events.find(event.id for event in found if not is_current(event))
        in_full = {event.id: event for event in stale}
        return [in_full.get(event.id, event) for event in found]

    async def _develop(
        self,
        tx: Transaction,
        report: Report,
        report_id: int,
        claims: Sequence[Claim],
        decision: Decision,
        previous: Event | None,
    ) -> Development:
        """Write the claims of one decision into their event's ledger, and what the event amounts to now."""
        told = [
            LedgerEntry(
                claim=claims[position],
                source=report.source,
                said_at=report.published_at,
                learned_at=tx.now(),
                report_id=report_id,
                url=report.url,
                content_hash=report.content_hash,
            )
            for position in decision.positions
        ]
        ledger = (*(previous.ledger if previous else ()), *told)
        corrections = await tx.corrections.of(previous.id) if previous else ()
        event = composed(ledger, self.world, previous, corrections)
        if previous is None:
            event = replace(event, id=await tx.events.add(event))
        elif worth_telling(decision.change) and event.revision == previous.revision:
            event = replace(event, revision=event.revision + 1)
        claim_ids = [
            await tx.events.record(event.id, position, entry, READER_VERSION)
            for position, entry in zip(decision.positions, told, strict=True)
        ]
        await enter(tx, event, self.world)
        development = Development(decision.change, decision.reason, event, claims[decision.positions[0]])
        await tx.events.developed(development, claim_id=claim_ids[0])
        metrics.DEVELOPMENTS.labels(change=decision.change).inc()
        return development

    async def _tell(
        self, tx: Transaction, report: Report, told: Sequence[tuple[Development, Event | None]]
    ) -> int:
        """Tell followers what a report changes; several events that it tells of share a message in each chat."""
        late = not report.attended and tx.now() - report.published_at > LATE
        together = not late and sum(worth_telling(development.change) for development, _ in told) > 1
        hosts = {
            development.event.id: await Absorption(self.world).relate(tx, development.event)
            for development, _ in told
            if development.change is Change.NEW
        }
        promised = 0
        for development, previous in sorted(told, key=lambda one: hosts.get(one[0].event.id) is not None):
            event = development.event
            if previous is not None and event.revision == previous.revision:
                continue
            promised += await self.alerts.tell(
                tx,
                development,
                audience(event, self.world),
                late=late,
                together=together,
                host=hosts.get(event.id),
            )
        if together:
            ids = [development.event.id for development, _ in told]
            promised += await Roundups(self.storage, self.alerts).release_all(tx, ids)
        return promised
