"""What one report says happened: the unit that reading produces and correlation joins."""

from dataclasses import dataclass, replace
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


class SubType(StrEnum):
    """The outcome word inside an event type; values are stored."""

    CAPTURED = "captured"
    RECAPTURED = "recaptured"
    LOST = "lost"
    ADVANCED = "advanced"
    WITHDREW = "withdrew"
    ENCIRCLED = "encircled"
    SIEGE_BROKEN = "siege_broken"
    DEPLOYED = "deployed"
    AIRSTRIKE = "airstrike"
    DRONE_STRIKE = "drone_strike"
    ROCKET_ATTACK = "rocket_attack"
    SHELLED = "shelled"
    STRUCK = "struck"
    IED = "ied"
    SUICIDE_ATTACK = "suicide_attack"
    MINE = "mine"
    EXPLOSION = "explosion"
    CHEMICAL_ATTACK = "chemical_attack"
    INTERCEPTED = "intercepted"
    CLASHED = "clashed"
    ATTACKED = "attacked"
    AMBUSHED = "ambushed"
    RAID = "raid"
    REPELLED = "repelled"
    KILLED = "killed"
    INJURED = "injured"
    EXECUTED = "executed"
    MASSACRED = "massacred"
    ABDUCTED = "abducted"
    LOOTED = "looted"
    BURNED = "burned"
    ABUSED = "abused"
    ARRESTED = "arrested"
    TAKEN_PRISONER = "taken_prisoner"
    SURRENDERED = "surrendered"
    RELEASED = "released"
    SENTENCED = "sentenced"
    ESCAPED = "escaped"
    CEASEFIRE = "ceasefire"
    AGREEMENT = "agreement"
    PRISONER_SWAP = "prisoner_swap"
    TRUCE_BROKEN = "truce_broken"
    TALKS = "talks"
    PROTEST = "protest"
    RIOT = "riot"
    CRACKDOWN = "crackdown"
    DISPLACED = "displaced"
    EVACUATED = "evacuated"
    AID_DELIVERED = "aid_delivered"
    AID_BLOCKED = "aid_blocked"
    RESCUED = "rescued"
    TOLL = "toll"
    HUNGER = "hunger"
    BODIES_FOUND = "bodies_found"
    MISSING = "missing"
    ROAD_CUT = "road_cut"
    ROAD_REOPENED = "road_reopened"
    BRIDGE_DESTROYED = "bridge_destroyed"
    POWER_OUT = "power_out"
    WATER_CUT = "water_cut"
    INTERNET_CUT = "internet_cut"
    SERVICE_RESTORED = "power_restored"
    HOSPITAL_OUT = "hospital_out"
    FACILITY_DAMAGED = "facility_damaged"
    STATEMENT = "statement"
    CONDEMNED = "condemned"
    THREATENED = "threatened"
    DENIED = "denied"
    APPEAL = "appeal"
    WARNED = "warned"
    ACCUSED = "accused"
    QUAKE = "quake"
    FLOOD = "flood"
    STORM = "storm"
    LANDSLIDE = "landslide"
    FIRE = "fire"
    EPIDEMIC = "epidemic"
    DROUGHT = "drought"
    ERUPTION = "eruption"
    ACCIDENT = "accident"
    SEIZED_GOODS = "seized_goods"
    COUP = "coup"
    ELECTION = "election"
    FREED = "freed"
    CEREMONY = "ceremony"
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
    """A place as a claim names it; `relation` is "near", "south of", "12 km from" … (None: in it).

    A place that the gazetteer does not know has no `region_id`; `parent_id` is then the nearest known place around it.
    `around` marks a place that only says where another one of the same claim lies ("Kutum, North Darfur").
    """

    surface: str
    region_id: str | None = None
    country: str | None = None
    relation: str | None = None
    parent_id: str | None = None
    around: bool = False


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor as a claim names it; `generic` marks parties without a name of their own (civilians, gunmen)."""

    surface: str
    role: Role
    canonical: str
    actor_id: str | None = None
    generic: bool = False

    def with_role(self, role: Role) -> "ActorRef":
        """Return the same actor with another part."""
        return replace(self, role=role)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one report says happened.

    `status` is by the wording alone (a flat sentence of one outlet is `confirmed` with basis `flat`); what a
    follower is shown is `shown_status`. `span` is the trigger's place in the report's text, in characters,
    `quote` the sentence. `on` is the day it happened, where the text tells. `rule` names what decided the type. `also` are other words of
    the text that tell of the same thing ("airstrike … killed"); `cumulative` marks a toll over a long time. `thing` is what
    was taken or cut where it has no name of its own ("presidential palace"); the places then only say where it stands.
    `captured` counts people who were taken, held or let go, `displaced` those driven out, moved or brought to safety: the
    sub-type says which.
    """

    type: EventType
    subtype: SubType
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
    also: tuple[str, ...] = ()
    cumulative: bool = False
    thing: str | None = None
    displaced: tuple[Toll, ...] = ()

    @property
    def shown_status(self) -> Status:
        """What a follower is told of this claim alone: one outlet's flat narration is a report."""
        if self.status is Status.CONFIRMED and self.basis is Basis.FLAT:
            return Status.REPORTED
        return self.status

    def by_role(self, role: Role) -> tuple[ActorRef, ...]:
        """Return the actors that have this role, in the order of the text."""
        return tuple(actor for actor in self.actors if actor.role is role)
