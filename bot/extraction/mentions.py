"""Who and what a sentence names: known places and parties, parties without a name, peoples, unknown place names."""

from dataclasses import dataclass, field

from bot.extraction.lexicon import Party

PLACE, ACTOR, PARTY, NATION = "place", "actor", "party", "nation"


@dataclass(slots=True)
class Mention:
    """A stretch of tokens that names something.

    `kind` is place, actor (a party of the register), party (one without a name) or nation (a demonym or a country
    word that can stand for the state). `ids` are the candidates of the gazetteer or register, `country` the nation's.
    `head` is the token that decides the number and sort ("fighters" in "ISIS fighters").
    """

    first: int
    last: int
    kind: str
    surface: str
    ids: tuple[str, ...] = ()
    weak: bool = False
    party: Party | None = None
    country: str | None = None
    relation: str | None = None
    inside: "Mention | None" = None
    parts: "list[Mention]" = field(default_factory=list)


class Mentions:
    """The mentions of one sentence, in order, and which of them covers a token."""

    __slots__ = ("at", "found")

    def __init__(self, size: int) -> None:
        self.found: list[Mention] = []
        self.at: list[Mention | None] = [None] * size

    def add(self, mention: Mention) -> bool:
        """Take a mention unless another one already covers one of its tokens."""
        if any(self.at[place] is not None for place in range(mention.first, mention.last)):
            return False
        self.found.append(mention)
        for place in range(mention.first, mention.last):
            self.at[place] = mention
        return True

    def extend(self, mention: Mention, last: int) -> bool:
        """Let a mention reach up to a token further right; False where another mention stands in between."""
        if any(self.at[place] is not None for place in range(mention.last, last)):
            return False
        for place in range(mention.last, last):
            self.at[place] = mention
        mention.last = last
        return True

    def remove(self, mention: Mention) -> None:
        """Take a mention away."""
        for place in range(mention.first, mention.last):
            if self.at[place] is mention:
                self.at[place] = None
        self.found = [other for other in self.found if other is not mention]

    def close(self) -> None:
        """Bring the mentions into the order of the text."""
        self.found.sort(key=lambda mention: mention.first)
