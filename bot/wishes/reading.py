"""A line of words → wish and request, in whichever of our languages it makes sense."""

from collections.abc import Collection, Mapping

from bot.domain.errors import UserError
from bot.knowledge import World
from bot.wishes.parse import parse
from bot.wishes.resolve import Resolved, knows, resolve
from bot.wishes.vocabulary import LATIN
from bot.wishes.wish import Wish


def read(
    line: str,
    world: World,
    language: str,
    picked: Mapping[str, str] | None = None,
    sources: Collection[str] = (),
) -> tuple[Wish, Resolved]:
    """Read a line in the chat's language and in English; only where that leaves names unknown, in another one of its script.

    The script of a text tells Arabic and Cyrillic from the rest; French and Spanish words need a try ("cerca de Goma").
    `language` is an IETF tag; the rest is as in `resolve`.

    Raises:
        UserError: see `resolve`.
    """
    known = knows(world)
    wish = parse(line, known, language)
    found = resolve(wish, world, picked, sources)
    for other in LATIN if _strange(found) else ():
        attempt = parse(line, known, other)
        if attempt == wish:
            continue
        try:
            meant = resolve(attempt, world, picked, sources)
        except UserError:
            continue
        if not _strange(meant):
            return attempt, meant
    return wish, found


def _strange(found: Resolved) -> bool:
    """Whether there is a name that nothing has."""
    return any(not question.exact for question in found.questions)
