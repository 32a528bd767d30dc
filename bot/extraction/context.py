"""What a report has told so far: its countries, places, groups and speakers, carried from sentence to sentence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.domain.actors import Actor, ActorKind
from bot.domain.claims import ActorRef, PlaceRef, Role
from bot.extraction.lexicon import Lexicon
from bot.extraction.mentions import ACTOR, NATION, PARTY, Mention
from bot.extraction.names import Known
from bot.extraction.speakers import Speaker
from bot.knowledge import ActorHit, World

_GROUP_KINDS = frozenset({ActorKind.NON_STATE, ActorKind.GANG})
_IRREGULAR = _GROUP_KINDS | {ActorKind.MILITIA, ActorKind.PARAMILITARY, ActorKind.PMC}
"""Kinds that "the group" can mean where no other group is named."""
_STATE_KINDS = frozenset(
    {ActorKind.ARMED_FORCES, ActorKind.BRANCH, ActorKind.POLICE, ActorKind.SPECIAL_FORCES, ActorKind.COMMAND}
)
BYSTANDERS = frozenset(
    {ActorKind.IGO, ActorKind.NGO, ActorKind.MEDIA, ActorKind.POPULATION, ActorKind.PERSON}
)
"""Kinds that are named in news of violence without a part in it."""
NOT_ARMED = frozenset({
    ActorKind.GOVERNMENT, ActorKind.STATE, ActorKind.IGO, ActorKind.NGO, ActorKind.MEDIA, ActorKind.POPULATION,
    ActorKind.PERSON,
})  # fmt: skip
_OF_AN_ARMY, _OF_THE_AIR = ("army", "soldier"), ("air force", "warplane", "fighter jet", "military aircraft")
"""How words for the forces of an army and of an air force begin."""
_MEN, _GUNMEN = frozenset({"man", "men", "individual", "individuals", "persons"}), "Unidentified gunmen"
"""Words for people of whom nothing is told but their violence, and what such are called."""
_OWN_MEN = ("fighter", "militant", "insurgent", "combatant")
"""Words that in a group's own account mean its own men."""
_KEPT = 12
"""Places that are kept for resolving names by nearness."""


class Here(NamedTuple):
    """What a party without a name is read by: the country of the place, the speaker's own group, whether it is violence.

    `apart` says that the report's group is named beside it, so that "rebel fighters" are others.
    """

    country: str | None
    group: str | None
    violent: bool
    apart: bool = False


@dataclass(slots=True)
class Context:
    """The memory of one report while it is read; `day` is the day that it told last."""

    world: World
    lexicon: Lexicon
    countries: Counter[str]
    published: date | None = None
    day: date | None = None
    near: list[str] = field(default_factory=list)
    places: tuple[PlaceRef, ...] = ()
    city: PlaceRef | None = None
    group: str | None = None
    speakers: dict[str, Speaker] = field(default_factory=dict)
    speaker: Speaker | None = None

    @property
    def country(self) -> str | None:
        """The country that the report speaks of most, None where it names none."""
        common = self.countries.most_common(2)
        alone = len(common) == 1
        return common[0][0] if common and (alone or common[0][1] > 1) else None

    def remember_places(self, places: Sequence[PlaceRef]) -> None:
        """Keep the places of a claim for what follows ("there", "the city")."""
        if not places:
            return
        self.places = tuple(places)
        for place in places:
            if place.region_id is not None and place.region_id not in self.near:
                self.near.append(place.region_id)
        del self.near[:-_KEPT]

    def remember_speaker(self, speaker: Speaker) -> None:
        """Keep a named speaker, so that a bare surname or a pronoun later means the same voice."""
        if speaker.sort in {"pronoun", "none"}:
            return
        self.speaker = speaker
        if speaker.name:
            self.speakers.setdefault(speaker.name, speaker)

    def known_speaker(self, speaker: Speaker) -> Speaker:
        """The sort of a speaker named before stays: "Abd" is the officer of the sentence before."""
        if speaker.sort == "pronoun" and self.speaker is not None:
            return Speaker(self.speaker.text, self.speaker.sort, self.speaker.actors, self.speaker.name)
        if speaker.sort == "person" and speaker.name in self.speakers:
            return Speaker(speaker.text, self.speakers[speaker.name].sort, speaker.actors, speaker.name)
        return speaker

    def actor(self, mention: Mention, role: Role, here: "Here") -> ActorRef | None:
        """Say which party a mention means here."""
        if mention.kind == ACTOR:
            return self._registered(mention, role, violent=here.violent)
        if mention.kind == NATION:
            return self._nation(mention, role, violent=here.violent)
        if mention.kind == PARTY and mention.party is not None:
            return self._party(mention, role, here)
        return None

    def group_of(self, speaker: Speaker) -> str | None:
        """The armed group that a speaker speaks for: "fighters" in its words are its own."""
        for mention in self.known_speaker(speaker).actors:
            for key in mention.ids[:1] if mention.kind == ACTOR else ():
                actor = self.world.actors.get(self.world.actors.speaks_for(key) or key)
                if actor is not None and actor.kind in _GROUP_KINDS:
                    return actor.id
        return None

    def side_of(self, speaker: Speaker) -> Actor | None:
        """The armed side that a speaker speaks for: the group or force named, else the army of the official's country."""
        for mention in self.known_speaker(speaker).actors:
            actor = self.world.actors.get(mention.ids[0]) if mention.kind == ACTOR and mention.ids else None
            if actor is None or actor.kind is ActorKind.MEDIA:
                continue
            actor = self.world.actors.get(self.world.actors.speaks_for(actor.id) or actor.id) or actor
            if actor.kind in NOT_ARMED:
                actor = self._army_of(actor) or actor
            return actor
        return None

    def _registered(self, mention: Mention, role: Role, *, violent: bool) -> ActorRef | None:
        ids = mention.ids
        if not ids:
            return ActorRef(mention.surface, role, mention.surface)
        if mention.weak or len(ids) > 1:
            fitting = [key for key in ids if self._fits(key)]
            if mention.weak and not fitting and len(ids) > 1:
                return None
            ids = tuple(fitting) or ids
        actor = self.world.actors.get(ids[0])
        if actor is None or actor.kind is ActorKind.MEDIA:
            return None
        speaks = self.world.actors.speaks_for(actor.id)
        if speaks is not None:
            actor = self.world.actors.get(speaks) or actor
            if violent and actor.kind is ActorKind.GOVERNMENT and role is Role.INITIATOR:
                actor = self._army_of(actor) or actor
        stands = role is Role.INITIATOR or self.group is None
        if (actor.kind in _GROUP_KINDS and stands) or (actor.kind in _IRREGULAR and self.group is None):
            self.group = actor.id
        return ActorRef(mention.surface, role, actor.name, actor.id)

    def _branch(self, default: str, *names: str) -> str:
        """The id of the first of these that the register knows, else the default."""
        return next((ids[0] for name in names if (ids := self.world.actors.named(name))), default)

    def _army_of(self, actor: Actor) -> Actor | None:
        """The armed forces of the state that a party belongs to."""
        state = self.world.actors.state(actor.countries[0]) if actor.countries else None
        return self.world.actors.get(state.armed_forces) if state is not None else None

    def _fits(self, key: str) -> bool:
        actor = self.world.actors.get(key)
        return actor is not None and any(self.countries[country] > 0 for country in actor.countries)

    def _nation(self, mention: Mention, role: Role, *, violent: bool) -> ActorRef | None:
        state = self.world.actors.state(mention.country or "")
        if state is None:
            return None
        actor = self.world.actors.get(state.armed_forces if violent else state.government)
        return ActorRef(mention.surface, role, actor.name, actor.id) if actor else None

    def _coalition(self, mention: Mention, role: Role, country: str | None) -> ActorRef | None:
        """Say which coalition fights where the news is; elsewhere "the coalition" is one of politics."""
        lands = (country, *(land for land, _ in self.countries.most_common()))
        key = next((self.lexicon.coalitions[land] for land in lands if land in self.lexicon.coalitions), None)
        actor = self.world.actors.get(key) if key else None
        return ActorRef(mention.surface, role, actor.name, actor.id) if actor else None

    def _party(self, mention: Mention, role: Role, here: "Here") -> ActorRef | None:
        assert mention.party is not None
        kind, canonical = mention.party.kind, mention.party.canonical
        if kind == "coalition":
            return self._coalition(mention, role, here.country)
        if kind == "spoken_of":
            word = mention.party.word.removeprefix("the ")
            actor = self.world.actors.get(self._dominant(word, self.group, here.country) or "")
            return ActorRef(mention.surface, role, actor.name, actor.id) if actor else None
        if kind == "state":
            return self._state_party(mention, role, canonical, here.country)
        own = here.group if role is Role.INITIATOR and mention.party.word.startswith(_OWN_MEN) else None
        group = own or (None if here.apart else self.group)
        if kind == "group":
            group = self._dominant(mention.party.word, group, here.country)
        if kind == "group" and group is not None:
            actor = self.world.actors.get(group)
            if actor is not None:
                return ActorRef(mention.surface, role, actor.name, actor.id)
        if kind == "people" and role is Role.INITIATOR and here.violent and mention.party.word in _MEN:
            canonical = _GUNMEN
        return ActorRef(mention.surface, role, canonical, generic=True)

    def _dominant(self, word: str, group: str | None, country: str | None) -> str | None:
        """The one group that a word means in a country, unless the report's own group can be called so."""
        found = self.lexicon.dominant.get((country or self.country or "", word))
        if found is None or (group is not None and group not in found[1]):
            return group
        actor, _ = found
        return actor

    def _state_party(self, mention: Mention, role: Role, canonical: str, country: str | None) -> ActorRef:
        """The army, police or government of the country where it happened, if the report speaks of that country."""
        told = country if country is not None and self.countries[country] > 0 else self.country
        if canonical == "armed_forces":
            told = self.lexicon.stand_in.get(told or "", told)
        state = self.world.actors.state(told or "")
        names = {
            "armed_forces": "Armed forces",
            "police": "Police",
            "security_forces": "Security forces",
            "government": "Government",
        }
        if state is None:
            return ActorRef(mention.surface, role, names[canonical], generic=True)
        key = {
            "armed_forces": state.armed_forces,
            "police": state.police,
            "government": state.government,
            "security_forces": state.security_forces,
        }.get(canonical, state.armed_forces)
        if mention.party is not None and mention.party.word.startswith(_OF_AN_ARMY):
            key = self._branch(key, f"{state.demonym} Army", f"{state.demonym} National Army")
        elif mention.party is not None and mention.party.word.startswith(_OF_THE_AIR):
            army = self.world.actors.get(key)
            if army is not None and army.name.endswith("Army"):
                key = self._branch(key, f"{state.demonym} Air Force")
        actor = self.world.actors.get(key)
        if actor is None:
            return ActorRef(mention.surface, role, names[canonical], generic=True)
        return ActorRef(mention.surface, role, actor.name, actor.id)


def new_context(known: Known, world: World, lexicon: Lexicon, published: date | None) -> Context:
    """Begin reading a report with what its whole text names."""
    context = Context(world, lexicon, Counter(known.countries), published)
    context.group = _first_group(known, world)
    return context


def _first_group(known: Known, world: World) -> str | None:
    """The group that the text names, where it names just one: "the militants" can only mean it."""
    for kinds in (_GROUP_KINDS, _IRREGULAR):
        groups = {
            actor.id
            for hit in known.actors
            if _means(hit, known, world) and (actor := world.actors.get(hit.ids[0])) and actor.kind in kinds
        }
        if groups:
            return groups.pop() if len(groups) == 1 else None
    return None


def _means(hit: ActorHit, known: Known, world: World) -> bool:
    """Whether a name surely means its actor here: an acronym does in the actor's own country."""
    meant = [actor for key in hit.ids if (actor := world.actors.get(key)) and actor.kind not in BYSTANDERS]
    own = any(known.countries[country] > 0 for actor in meant for country in actor.countries)
    return not hit.weak or (own and len(meant) == 1)
