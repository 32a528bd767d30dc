"""An act of saying in a sentence: its own words, what it reports, who speaks."""

from dataclasses import dataclass

from bot.extraction.speakers import Speaker


@dataclass(slots=True)
class Frame:
    """One act of saying: which tokens it covers, which tokens it reports, and who speaks with which colour of verb.

    `colour` is say, claim, deny, dismiss, admit, confirm, hedge, or rebut where the denial only follows (", which X denies"); `own` are the tokens of speaker and verb, which are
    no part of what is told.
    """

    own: tuple[int, int]
    scope: tuple[int, int]
    speaker: Speaker | None
    colour: str
    verb: str = ""

    @property
    def leading(self) -> bool:
        """Whether what is told stands behind the speaker."""
        return self.scope[0] >= self.own[1]
