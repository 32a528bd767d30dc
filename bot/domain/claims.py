"""What one report says happened: the unit that reading produces and correlation joins."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EventType(StrEnum):
    """Kinds of event (PLOVER and ACLED event types, plus `disaster` and `other`); values are stored."""

    TERRITORY_CHANGE = "territory_change"
    BATTLE = "battle"
    EXPLOSION_REMOTE_VIOLENCE = "explosion_remote_violence"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    TROOP_MOVEMENT = "troop_movement"
    ARREST_DETENTION = "arrest_detention"
    AGREEMENT_CEASEFIRE = "agreement_ceasefire"
    PROTEST_RIOT = "protest_riot"
    HUMANITARIAN = "humanitarian"
    INFRASTRUCTURE_DISRUPTION = "infrastructure_disruption"
    STATEMENT = "statement"
    DISASTER = "disaster"
    OTHER = "other"


class Status(StrEnum):
    """How surely something is said, weakest first; `disputed` and `retracted` exist for events only.

    claimed: alleged by somebody; reported: by media, monitors, witnesses, or flatly by one outlet;
    declared: by an official or a belligerent; confirmed: by independent sources or the losing side;
    denied: said not to be so.
    """

    RETRACTED = "retracted"
    DENIED = "denied"
    DISPUTED = "disputed"
    CLAIMED = "claimed"
    REPORTED = "reported"
    DECLARED = "declared"
    CONFIRMED = "confirmed"

    @property
    def strength(self) -> int:
        """Its place in the order, so that a firmer status compares greater."""
        return list(Status).index(self)


class Basis(StrEnum):
    """What the status rests on in the text."""

    FLAT = "flat"
    ATTRIBUTED = "attributed"
    HEDGED = "hedged"


class Role(StrEnum):
    """What part an actor has in a claim."""

    INITIATOR = "initiator"
    TARGET = "target"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of people: at least `minimum`, at most `maximum` (None: open), and who they were.

    `vague` marks words such as "dozens", whose bounds are a reading and not a count.
    """

    minimum: int | None
    maximum: int | None
    who: str | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place as a claim names it; `relation` is "in", "near", "south of", "12 km from" … (None: in)."""

    surface: str
    region_id: str | None = None
    country: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor as a claim names it; `generic` marks parties without a name of their own (civilians, gunmen)."""

    surface: str
    role: Role
    canonical: str
    actor_id: str | None = None
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one report says happened.

    `status` is by the wording alone (a flat sentence of one outlet is `confirmed` with basis `flat`); what a
    follower is shown is `shown_status`. `span` is the trigger's place in the report's text, in characters,
    `quote` the sentence. `on` is the day it happened, where the text tells. `rule` names what decided the type.
    """

    type: EventType
    subtype: str
    trigger: str
    span: tuple[int, int]
    quote: str
    status: Status
    basis: Basis
    attribution: str | None = None
    attribution_actor: str | None = None
    places: tuple[PlaceRef, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    killed: tuple[Toll, ...] = ()
    injured: tuple[Toll, ...] = ()
    captured: tuple[Toll, ...] = ()
    denied_by: str | None = None
    on: date | None = None
    severity: int = 2
    headline: str = ""
    rule: str = ""

    @property
    def shown_status(self) -> Status:
        """What a follower is told of this claim alone: one outlet's flat narration is a report."""
        if self.status is Status.CONFIRMED and self.basis is Basis.FLAT:
            return Status.REPORTED
        return self.status

    def by_role(self, role: Role) -> tuple[ActorRef, ...]:
        """Return the actors that have this role, in the order of the text."""
        return tuple(actor for actor in self.actors if actor.role is role)
