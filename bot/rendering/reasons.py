"""Why something is told, in the reader's language.

Correlation and editors give their reasons in English, from a fixed stock, several joined by commas and one before the others
with a colon. What is not in the stock is an editor's own words and stays as it is.
"""

from markupsafe import Markup

from bot.rendering.markup import plain
from bot.rendering.texts import Texts, marked

REASONS = frozenset({
    marked("nothing like it is known"),
    marked("it tells nothing that was not told before"),
    marked("it looks back on it"),
    marked("it tells of a day long past"),
    marked("it recalls what was told long ago"),
    marked("the agreement is broken"),
    marked("the captives are free"),
    marked("it has ended"),
    marked("a party denies it"),
    marked("part of it is taken back"),
    marked("the toll is revised down"),
    marked("an official count is lower"),
    marked("the side that it hurts admits it"),
    marked("somebody who did not make the claim confirms it"),
    marked("the agreement is in force"),
    marked("an official or a party to it now says so"),
    marked("it is admitted after all"),
    marked("a higher authority says so again"),
    marked("somebody says that he did it"),
    marked("it is the first count of the dead"),
    marked("the toll has risen by a fifth or more"),
    marked("it counts the victims"),
    marked("what was hit is out of use"),
    marked("the same captives"),
    marked("the siege of the same place"),
    marked("it is not all of it"),
    marked("who leaves a place gives it up"),
    marked("who took a place is in it"),
    marked("the same figure"),
    marked("it goes on counting"),
    marked("the same sort of target"),
    marked("it is recalled, and nothing is known of it"),
    marked("it ends or denies what is not known"),
    marked("words by themselves ring for nobody"),
    marked("it says too little to be a happening of its own"),
    marked("it is mentioned on the way"),
    marked("told within a day"),
    marked("in the same days"),
    marked("about the same day"),
    marked("the same day"),
    marked("it is spoken of as known"),
    marked("the same countries"),
    marked("the same region"),
    marked("the same place"),
    marked("the same side"),
    marked("the same sides"),
    marked("a part of the same town"),
    marked("near the same place"),
    marked("a part of the same region"),
    marked("a part of it remains"),
    marked("the same country"),
    marked("an editor took a change back"),
    marked("an editor takes it back"),
    marked("an editor struck a claim out"),
    marked("an editor found that two stories are one"),
    marked("an editor told two happenings apart"),
    marked("an editor corrected what happened"),
    marked("an editor corrected the place"),
    marked("an editor corrected who did it"),
    marked("an editor corrected to whom it was done"),
    marked("an editor corrected how sure it is"),
    marked("an editor corrected the number of the dead"),
    marked("an editor corrected the number of the injured"),
})  # fmt: skip


def reason_text(_: Texts, reason: str) -> Markup:
    """Return a reason as the reader understands it."""
    if reason in REASONS:
        return _(reason)
    for mark in (Markup(": "), Markup(", ")):
        first, found, rest = reason.partition(mark)
        if found:
            return reason_text(_, first) + mark + reason_text(_, rest)
    return plain(reason)


def note_text(_: Texts, note: str) -> Markup:
    """Return what an editor says of a change: his own words, or the reason where he gave none ("An editor … .")."""
    reason = note[:1].lower() + note[1:].removesuffix(".")
    if reason not in REASONS:
        return plain(note)
    said = _(reason)
    return said[:1].upper() + said[1:] + Markup(".")
