"""Claims in the making: what one sentence tells, before the report's other sentences have their say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.domain.claims import ActorRef, EventType, PlaceRef, Role, SubType
from bot.extraction.assertion import Assertion
from bot.extraction.mentions import Mention
from bot.extraction.tolls import Harm
from bot.extraction.triggers import Trigger

VIOLENT = frozenset({
    EventType.BATTLE, EventType.EXPLOSION_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS,
})  # fmt: skip
"""Types whose deeds kill: a toll of its own joins one of them."""
HARMING = VIOLENT | {EventType.DISASTER, EventType.PROTEST_RIOT}


@dataclass(slots=True)
class Draft:
    """A claim in the making; `harm_only` says that only a toll is told and no deed.

    `definite` marks a noun with "the", which can point at something told before; `circumstance` a clause that only
    says at what moment the main thing happened ("killed as they fled"); `given` says that its paragraph was read to the
    end and its claim handed on, so that nothing can be added any more. `refers` says that "the town" or "it" is what it happened to,
    `about` names a thing with "the" that it happened to ("the bus was targeted").
    """

    type: EventType
    subtype: SubType
    trigger: Trigger
    words: list[str]
    assertion: Assertion
    sentence: int
    span: tuple[int, int]
    quote: str
    rule: str
    harm_only: bool = False
    weak: bool = False
    definite: bool = False
    cumulative: bool = False
    circumstance: bool = False
    weapon: SubType | None = None
    accidental: bool = False
    places: list[PlaceRef] = field(default_factory=list)
    actors: dict[tuple[str, Role], ActorRef] = field(default_factory=dict)
    harms: list[Harm] = field(default_factory=list)
    counted: list[Harm] = field(default_factory=list)
    place_mentions: list[Mention] = field(default_factory=list)
    parties: list[tuple[Mention, Role]] = field(default_factory=list)
    day: date | None = None
    given: bool = False
    thing: str | None = None
    refers: bool = False
    about: str | None = None
    manner: bool = False
    cause: bool = False

    def add_actor(self, actor: ActorRef | None) -> None:
        """Take an actor unless it is there in a stronger part; a doer or sufferer replaces a mere mention."""
        if actor is None:
            return
        if actor.role is Role.MENTIONED and any(name == actor.canonical for name, _ in self.actors):
            return
        self.actors.pop((actor.canonical, Role.MENTIONED), None)
        self.actors.setdefault((actor.canonical, actor.role), actor)

    def add_places(self, places: list[PlaceRef]) -> None:
        """Take places that are not there yet."""
        known = {place.surface for place in self.places}
        self.places.extend(place for place in places if place.surface not in known)

    def tolls(self, kind: str) -> set[int | None]:
        """The lower bounds of its tolls of a kind that are counts."""
        return {harm.toll.minimum for harm in self.harms if harm.kind == kind and not harm.toll.vague}

    def has_role(self, role: Role) -> bool:
        """Whether an actor with this part is known."""
        return any(part is role for _, part in self.actors)

    def absorb(self, other: "Draft") -> None:
        """Take over what another draft tells of the same thing."""
        for word in other.words:
            if word not in self.words:
                self.words.append(word)
        shot_down = self.subtype is SubType.INTERCEPTED and other.subtype is not SubType.INTERCEPTED
        for told in other.actors.values():
            # who sent what is shot down is not who shoots it down
            actor = told.with_role(Role.TARGET) if shot_down and told.role is Role.INITIATOR else told
            opposite = Role.TARGET if actor.role is Role.INITIATOR else Role.INITIATOR
            if (actor.canonical, opposite) not in self.actors:
                self.add_actor(actor)
        self.add_places(other.places)
        for mention in other.place_mentions:
            if mention not in self.place_mentions:
                self.place_mentions.append(mention)
        self.harms.extend(harm for harm in other.harms if harm not in self.harms)
        self.counted.extend(harm for harm in other.counted if harm not in self.counted)
        self.day = self.day or other.day
        self.thing = self.thing or (other.thing if all(place.around for place in self.places) else None)
        self.cumulative = self.cumulative or other.cumulative
        self.weak = self.weak and other.weak
        self.weapon = self.weapon or other.weapon


def sentences_before(draft: Draft, earlier: list[Draft], reach: int) -> Iterator[Draft]:
    """Give the drafts of at most so many sentences before, the nearest first."""
    for old in reversed(earlier):
        if draft.sentence - old.sentence > reach:
            break
        if old.sentence < draft.sentence:
            yield old
