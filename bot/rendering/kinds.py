"""What kinds of event, statuses and sorts of place are called in a sentence."""

from collections.abc import Mapping

from markupsafe import Markup

from bot.domain.claims import ActorRef, EventType, Status
from bot.domain.corrections import CorrectionKind
from bot.domain.developments import Change
from bot.domain.languages import SOURCE_LANGUAGE
from bot.domain.places import RegionKind
from bot.domain.subscriptions import CASUALTIES, generic_key
from bot.rendering.texts import Texts, marked

TYPES: Mapping[str, str] = {
    EventType.TERRITORY_CHANGE: marked("changes of territory"),
    EventType.BATTLE: marked("fighting"),
    EventType.EXPLOSION_REMOTE_VIOLENCE: marked("explosions and strikes"),
    EventType.VIOLENCE_AGAINST_CIVILIANS: marked("violence against civilians"),
    EventType.TROOP_MOVEMENT: marked("troop movements"),
    EventType.ARREST_DETENTION: marked("arrests"),
    EventType.AGREEMENT_CEASEFIRE: marked("agreements and ceasefires"),
    EventType.PROTEST_RIOT: marked("protests"),
    EventType.HUMANITARIAN: marked("humanitarian news"),
    EventType.INFRASTRUCTURE_DISRUPTION: marked("infrastructure"),
    EventType.STATEMENT: marked("statements"),
    EventType.DISASTER: marked("disasters"),
    EventType.OTHER: marked("other events"),
}
"""The 13 types, in the order in which they are offered."""

SUBTYPES: Mapping[str, str] = {
    CASUALTIES: marked("events with dead or injured"),
    "abducted": marked("abductions"),
    "advanced": marked("advances"),
    "aid_blocked": marked("blocked aid"),
    "airstrike": marked("airstrikes"),
    "ambushed": marked("ambushes"),
    "bridge_destroyed": marked("destroyed bridges"),
    "captured": marked("captures"),
    "ceasefire": marked("ceasefires"),
    "clashed": marked("clashes"),
    "coup": marked("coups"),
    "displaced": marked("displacement"),
    "drone_strike": marked("drone strikes"),
    "encircled": marked("sieges"),
    "epidemic": marked("epidemics"),
    "evacuated": marked("evacuations"),
    "executed": marked("executions"),
    "fire": marked("fires"),
    "flood": marked("floods"),
    "hunger": marked("hunger"),
    "ied": marked("roadside and car bombs"),
    "intercepted": marked("air defence"),
    "lost": marked("losses of places"),
    "massacred": marked("massacres"),
    "mine": marked("mines"),
    "power_out": marked("power cuts"),
    "prisoner_swap": marked("prisoner swaps"),
    "quake": marked("earthquakes"),
    "recaptured": marked("recaptures"),
    "riot": marked("riots"),
    "road_cut": marked("closed roads"),
    "rocket_attack": marked("rockets and missiles"),
    "shelled": marked("shelling"),
    "storm": marked("storms"),
    "struck": marked("strikes"),
    "suicide_attack": marked("suicide attacks"),
    "talks": marked("talks"),
    "truce_broken": marked("broken ceasefires"),
    "withdrew": marked("withdrawals"),
}

GENERIC: Mapping[str, str] = {
    "generic:civilians": marked("civilians"),
    "generic:protesters": marked("protesters"),
    "generic:unidentified gunmen": marked("unidentified gunmen"),
    "generic:unidentified armed group": marked("an unidentified armed group"),
    "generic:unidentified jihadists": marked("unidentified jihadists"),
    "generic:unidentified suspects": marked("unidentified suspects"),
}

STATUSES: Mapping[Status, str] = {
    Status.CLAIMED: marked("claimed"),
    Status.REPORTED: marked("reported"),
    Status.DECLARED: marked("declared"),
    Status.CONFIRMED: marked("confirmed"),
}

WORDS: Mapping[str, str] = {
    **{status.value: word for status, word in STATUSES.items()},
    Status.DENIED: marked("denied"),
    Status.DISPUTED: marked("disputed"),
    Status.RETRACTED: marked("retracted"),
    Change.NEW: marked("new"),
    Change.REPEAT: marked("repeat"),
    Change.FIRMER: marked("firmer"),
    Change.TOLL_UP: marked("higher toll"),
    Change.CORRECTED: marked("corrected"),
    Change.OVER: marked("over"),
    Change.BACKGROUND: marked("background"),
}
"""Each status, and each change."""

CORRECTIONS: Mapping[CorrectionKind, str] = {
    CorrectionKind.RETRACT: marked("taken back"),
    CorrectionKind.DROP: marked("claim struck out"),
    CorrectionKind.MERGE: marked("joined"),
    CorrectionKind.SPLIT: marked("split"),
    CorrectionKind.TYPE: marked("what happened"),
    CorrectionKind.PLACE: marked("place"),
    CorrectionKind.BY: marked("who did it"),
    CorrectionKind.ON: marked("to whom"),
    CorrectionKind.STATUS: marked("status"),
    CorrectionKind.KILLED: marked("number of the dead"),
    CorrectionKind.INJURED: marked("number of the injured"),
}

REGION_KINDS: Mapping[RegionKind, str] = {
    RegionKind.CONTINENT: marked("continent"),
    RegionKind.BLOC: marked("region"),
    RegionKind.COUNTRY: marked("country"),
    RegionKind.ADMIN1: marked("province"),
    RegionKind.ADMIN2: marked("district"),
    RegionKind.CITY: marked("city"),
    RegionKind.TOWN: marked("town"),
    RegionKind.VILLAGE: marked("village"),
    RegionKind.PART: marked("part of a city"),
    RegionKind.DISTRICT: marked("city district"),
    RegionKind.NEIGHBOURHOOD: marked("neighbourhood"),
    RegionKind.CAMP: marked("camp"),
    RegionKind.BASE: marked("base"),
    RegionKind.AIRPORT: marked("airport"),
    RegionKind.PORT: marked("port"),
    RegionKind.CROSSING: marked("crossing"),
    RegionKind.BRIDGE: marked("bridge"),
    RegionKind.DAM: marked("dam"),
    RegionKind.ROAD: marked("road"),
    RegionKind.RIVER: marked("river"),
    RegionKind.SEA: marked("sea"),
    RegionKind.ISLAND: marked("island"),
    RegionKind.FRONT: marked("front"),
    RegionKind.FEATURE: marked("place"),
}


def party_name(_: Texts, actor: ActorRef) -> str:
    """Return what a party is called in the reader's language: its name there, else its English one."""
    generic = GENERIC.get(generic_key(actor.canonical)) if actor.generic else None
    if generic and _.language != SOURCE_LANGUAGE:
        return _(generic).unescape()
    return actor.canonical if _.language == SOURCE_LANGUAGE else _.party(actor.actor_id) or actor.canonical


def type_name(_: Texts, key: str) -> Markup:
    """Return what a type or a sub-type is called, in the plural; a sub-type without a name by its own word."""
    name = TYPES.get(key) or SUBTYPES.get(key)
    return _(name) if name else _("“{word}”", word=key.replace("_", " "))
