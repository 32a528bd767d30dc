"""Actors: who does things, to whom they happen, and who says so."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of party it is; the values are stored and shipped in data."""

    STATE = "state"
    GOVERNMENT = "government"
    ARMED_FORCES = "armed_forces"
    BRANCH = "branch"
    COMMAND = "command"
    POLICE = "police"
    SPECIAL_FORCES = "special_forces"
    PARAMILITARY = "paramilitary"
    MILITIA = "militia"
    NON_STATE = "non_state"
    GANG = "gang"
    PMC = "pmc"
    COALITION = "coalition"
    IGO = "igo"
    NGO = "ngo"
    MEDIA = "media"
    POPULATION = "population"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Actor:
    """A party with a neutral name.

    `parents` are the actors that include this one for a follower (`part_of`, `affiliate_of`, `successor_of`);
    `countries` are ISO 3166-1 alpha-2 codes of where it belongs or mostly acts.
    """

    id: str
    name: str
    kind: ActorKind
    countries: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
