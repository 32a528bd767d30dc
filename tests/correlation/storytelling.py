"""Stories: reports told one after the other to a small memory that finds its events by the product's own keys."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.correlation import compose, correlate, event_keys, lookup
from bot.correlation.whereabouts import BROAD
from bot.domain.claims import ActorRef, Basis, Claim, EventType, PlaceRef, Role, Status, Toll
from bot.domain.developments import Change, ReportContext
from bot.domain.events import Event, LedgerEntry

GENERIC = {"Civilians", "Protesters", "Unidentified"}


def headline(claim, status):
    return f"{', '.join(place.surface for place in claim.places) or 'somewhere'}: {claim.subtype} {status}"


@dataclass
class Story:
    """Tells reports in their order and keeps what a follower was told."""

    world: object
    events: dict[int, Event] = field(default_factory=dict)
    keys: dict[int, frozenset[str]] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)
    reports: int = 0
    claims: int = 0

    def claim(
        self, kind, place=None, by=(), on=(), status="reported", basis=None, killed=None, quote="", **more
    ):
        """Make a claim; `place` and actors are names that the world knows, `killed` a number or a pair."""
        status = Status(status)
        if basis is None:
            basis = Basis.FLAT if status is Status.CONFIRMED else Basis.ATTRIBUTED
        places = [self.place(name) for name in ([place] if isinstance(place, str) else place or [])]
        actors = [self.actor(name, Role.INITIATOR) for name in by] + [
            self.actor(name, Role.TARGET) for name in on
        ]
        least, most = killed if isinstance(killed, tuple) else (killed, killed)
        values = {
            "type": EventType(kind),
            "subtype": more.pop("subtype", "happened"),
            "trigger": "x",
            "span": (0, 1),
            "quote": quote or f"{kind} {place} {by} {on} {status} {killed} {more} {self.reports}",
            "status": status,
            "basis": basis,
            "places": tuple(places),
            "actors": tuple(actors),
            "killed": (Toll(least, most),) if killed else (),
        }
        said_by = more.pop("said_by", None)
        if said_by:
            values |= {"attribution": said_by, "attribution_actor": self.world.actors.named(said_by)[0]}
        return Claim(**values | more)

    def place(self, name):
        found = [region for key in self.world.regions.named(name) if (region := self.world.regions.get(key))]
        found.sort(key=lambda region: region.kind in BROAD)
        region = found[0] if found else None
        return PlaceRef(name, region.id if region else None, region.country if region else None)

    def actor(self, name, role):
        found = self.world.actors.named(name)
        return ActorRef(name, role, name, found[0] if found else None, name in GENERIC)

    def tell(self, day, *claims, source="Outlet", page=None):
        """Tell one report and return what it changed: a list of (event, change)."""
        said_at = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
        self.reports += 1
        report = ReportContext(source, said_at, page)
        candidates = {}
        for claim in claims:
            asked = lookup(claim, report, self.world)
            assert len(asked.keys) <= 20
            for number, keys in self.keys.items():
                if keys & set(asked.keys) and self.events[number].changed_at >= asked.since:
                    candidates[number] = self.events[number]
        changed = []
        for decision in correlate(claims, report, list(candidates.values()), self.world):
            assert decision.reason
            if decision.event_id is None and decision.change is not Change.NEW and not decision.keep:
                continue
            number = decision.event_id or len(self.events) + 1
            entries = [
                self._entry(claims[position], said_at, source, page) for position in decision.positions
            ]
            self._keep(number, entries)
            changed.append((number, str(decision.change)))
        self.told += changed
        return changed

    def _entry(self, claim, said_at, source, page):
        self.claims += 1
        learned_at = said_at + timedelta(seconds=self.claims)
        return LedgerEntry(claim, source, said_at, learned_at, self.reports, page, self.claims)

    def _keep(self, number, entries):
        before = self.events.get(number)
        ledger = (*(before.ledger if before else ()), *entries)
        self.events[number] = compose(number, ledger, self.world, headline, before)
        self.keys[number] = event_keys(self.events[number], self.world)

    def retract(self, number, claim_id):
        """An editor takes one claim back."""
        before = self.events[number]
        ledger = [
            replace(entry, retracted=entry.retracted or entry.claim_id == claim_id) for entry in before.ledger
        ]
        self.events[number] = compose(number, ledger, self.world, headline, before)
        return self.events[number]
