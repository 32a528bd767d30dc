"""A wish: what somebody asked for in words, its names not yet looked up."""

from dataclasses import dataclass

from bot.domain.claims import Status
from bot.domain.subscriptions import Cadence, Dimension, Term

NEAR = 0
"""In place of a number of kilometres: near, whatever that is for what happens."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name in a wish, as it was written.

    `dimension` is None where the words leave open whether it is a place or a party. `km` is the size of the circle around the place, `NEAR` for near it, None for the place itself.
    `after` is what stood before it: a comma, a word such as "or", or nothing. `said` is how it was written, where `text` is
    the name without its ending.
    """

    text: str
    negated: bool = False
    dimension: Dimension | None = None
    km: int | None = None
    after: str = ""
    said: str = ""

    @property
    def shown(self) -> str:
        """The name as the person wrote it."""
        return self.said or self.text

    @property
    def plain(self) -> bool:
        """Whether no word says what part it has."""
        return not (self.negated or self.dimension) and self.km is None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for. `terms` are those that need no look-up: types, and parties without a name.

    `here` says that it is about where the person is, which words cannot tell.
    """

    names: tuple[Name, ...] = ()
    terms: tuple[Term, ...] = ()
    min_severity: int = 1
    min_status: Status = Status.CLAIMED
    cadence: Cadence = Cadence.INSTANT
    sound: bool = True
    unlocated: bool = False
    here: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is one name and nothing else."""
        return self == Wish(names=self.names) and len(self.names) == 1 and self.names[0].plain
