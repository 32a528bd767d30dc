"""Wish → request: what its names mean in the world, or what a person has to be asked first."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.circles import Circle
from bot.domain.errors import NothingAskedError, UserError
from bot.domain.places import RegionKind
from bot.domain.subscriptions import PARTIES, Dimension, Subscription, Term, source_key
from bot.knowledge import Result, World
from bot.knowledge.inflection import spellings
from bot.knowledge.normalise import words
from bot.wishes.wish import NEAR, Name, Wish

CHOICES = 6
LEFT_OUT = "-"
"""In place of what a name means: the request shall do without it."""
# How far behind the best match another one has to be so that it was not meant: a little when it only has the name as
# an alias (Arak was once written Iraq), more when it is called exactly so (Georgia).
ALIAS_MARGIN, NAME_MARGIN = 0.05, 0.15
_TOO_LARGE = {RegionKind.CONTINENT, RegionKind.BLOC, RegionKind.COUNTRY, RegionKind.ADMIN1}
_DWARFED = 20
_ATTACHED_AND = "و"
_ELIDED = re.compile(r"[dl]['’ʼ]", re.IGNORECASE)
_LONGEST_PHRASE, _SHORTEST_INSIDE = 12, 4


@dataclass(frozen=True, slots=True)
class Question:
    """A name that a person has to decide: what it may mean, or (not `exact`) what is spelled like it."""

    name: Name
    found: tuple[Result, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of a wish: the request so far, the open questions, and sources of which nothing was ever read."""

    subscription: Subscription
    questions: tuple[Question, ...] = ()
    new_sources: tuple[str, ...] = ()


def knows(world: World) -> Callable[[str], bool]:
    """Return the question whether a phrase is a name of something, for `parse`."""
    return lambda phrase: bool(world.regions.named(phrase) or world.actors.named(phrase))


def resolve(
    wish: Wish, world: World, picked: Mapping[str, str] | None = None, sources: Collection[str] = ()
) -> Resolved:
    """Look the names of a wish up.

    Args:
        wish: what was asked for.
        world: what the bot knows.
        picked: what a person has decided, as name → `region:<id>`, `actor:<id>`, or `LEFT_OUT`.
        sources: the keys (`source_key`) of sources that have told something.

    Raises:
        UserError: it contradicts itself, asks for a circle around a country, or names nothing to follow.
    """
    if wish.here:
        raise UserError("Send me your location (📎 ▸ Location), and I offer what is around it.")
    terms: dict[tuple[Dimension, str], Term] = {}
    questions: list[Question] = []
    new_sources: list[str] = []
    for term in wish.terms:
        _put(terms, term, term.key)
    chosen = picked or {}
    for name in _joined(wish.names, world):
        if chosen.get(name.text) == LEFT_OUT:
            continue
        found = _meaning(name, world, chosen, sources)
        if isinstance(found, Question):
            questions.append(found)
            continue
        _put(terms, found, name.text)
        if found.dimension is Dimension.SOURCE and found.key not in sources:
            new_sources.append(name.text)
    if not questions and not any(not term.negated for term in terms.values()):
        raise NothingAskedError
    subscription = Subscription(
        tuple(terms.values()),
        min_severity=wish.min_severity,
        min_status=wish.min_status,
        cadence=wish.cadence,
        sound=wish.sound,
        unlocated=wish.unlocated,
    )
    return Resolved(subscription, tuple(questions), tuple(new_sources))


def without(wish: Wish, world: World, picked: Mapping[str, str], name: str) -> bool:
    """Whether something is left to follow of a wish when it does without one of its names; raises nothing."""
    try:
        rest = resolve(wish, world, {**picked, name: LEFT_OUT})
    except UserError:
        return False
    return any(not term.negated for term in rest.subscription.terms)


def circle_around(region_id: str, km: int | None, world: World) -> Circle:
    """Return the circle around a place.

    Raises:
        UserError: it is too large to be at a point, or nobody knows where it is.
    """
    region = world.regions.get(region_id)
    if region is None or region.kind in _TOO_LARGE:
        raise UserError("I can draw a circle around a town or a smaller place, not around a whole region.")
    spot = world.regions.spot(region_id)
    if spot is None:
        raise UserError("I do not know where {place} lies exactly.", place=region.name)
    return Circle(*spot, km, region_id)


def holds_circle(region_id: str, world: World) -> bool:
    """Whether a circle can be drawn around a place: it is small, and somebody knows where it is."""
    region = world.regions.get(region_id)
    return region is not None and region.kind not in _TOO_LARGE and world.regions.spot(region_id) is not None


def clear(world: World, asked: str, found: Sequence[Result]) -> bool:
    """Whether the first result is what was meant: spelled so, and no rival comes close but its own parts and whole."""
    if not found or not found[0].exact:
        return False
    best = found[0]
    above = world.regions.ancestors(best.id)
    for rival in found[1:]:
        nested = rival.id in above or best.id in world.regions.ancestors(rival.id)
        called_so = rival.name.casefold() == asked.casefold() and not _remote(world, best.id, rival.id)
        margin = NAME_MARGIN if called_so else ALIAS_MARGIN
        close = rival.exact and not nested and best.score - rival.score < margin
        if close and not _dwarfed(world, best.id, rival.id):
            return False
    return True


def _remote(world: World, best: str, rival: str) -> bool:
    """Whether a rival lies far from the news: a town of a country that nobody watches, beside what is watched."""
    place = world.regions.get(rival)
    if place is None or place.kind in _TOO_LARGE or world.regions.watched(rival):
        return False
    return world.regions.get(best) is None or world.regions.watched(best)


def _dwarfed(world: World, best: str, rival: str) -> bool:
    """Whether a rival is a village beside a city: so much smaller that who means it says where it lies."""
    city, village = world.regions.get(best), world.regions.get(rival)
    if city is None or village is None or {city.kind, village.kind} & _TOO_LARGE:
        return False
    return 0 < village.population * _DWARFED <= city.population


def _put(terms: dict[tuple[Dimension, str], Term], term: Term, said: str) -> None:
    known = terms.setdefault((term.dimension, term.key), term)
    if known.negated != term.negated:
        raise UserError("You ask for “{name}” and against it at once.", name=said)


def _meaning(
    name: Name, world: World, picked: Mapping[str, str], sources: Collection[str]
) -> Term | Question:
    if name.dimension is Dimension.SOURCE:
        key = source_key(name.text)
        found = world.search(name.text, CHOICES)
        if key in sources or not (found and found[0].exact and found[0].kind == Dimension.REGION):
            return Term(Dimension.SOURCE, key, name.negated)
    if choice := picked.get(name.text):
        kind, _, key = choice.partition(":")
        return _term(name, kind, key, world)
    return _looked_up(name, world)


def _looked_up(name: Name, world: World) -> Term | Question:
    known = world.search(name.text, 3 * CHOICES)
    found = [result for result in known if _fits(result, name, world)][:CHOICES]
    if not found and name.km is not None and clear(world, name.text, known):
        return _term(name, known[0].kind, known[0].id, world)
    if clear(world, name.text, found):
        return _term(name, found[0].kind, found[0].id, world)
    exact = tuple(result for result in found if result.exact)
    if name.dimension is Dimension.ON and not exact and clear(world, name.text, known):
        return _term(replace(name, dimension=Dimension.REGION), known[0].kind, known[0].id, world)
    if exact:
        return Question(name, exact, exact=True)
    guesses = {(result.kind, result.id): result for result in (*_inside(name, world), *found)}
    return Question(name, tuple(guesses.values())[:CHOICES], exact=False)


def _inside(name: Name, world: World) -> Iterator[Result]:
    """Yield what the names mean that stand in a longer phrase, from the left ("the market of Mosul")."""
    said = name.text.split()[:_LONGEST_PHRASE]
    known, start = knows(world), 0
    while len(said) > 1 and start < len(said):
        ends = range(len(said), start, -1)
        end = next((end for end in ends if _is_name(" ".join(said[start:end]), known)), 0)
        if end:
            found = world.search(" ".join(said[start:end]), 1)
            yield from (result for result in found if result.exact and _fits(result, name, world))
        start = end or start + 1


def _is_name(text: str, known: Callable[[str], bool]) -> bool:
    return len(text) >= _SHORTEST_INSIDE and known(text)


def _fits(result: Result, name: Name, world: World) -> bool:
    """Whether what was found can have the part that the name has in the wish."""
    if name.dimension is None:
        return True
    if name.dimension in PARTIES:
        return result.kind == Dimension.ACTOR
    region = world.regions.get(result.id) if result.kind == Dimension.REGION else None
    return region is not None and (name.km is None or region.kind not in _TOO_LARGE)


def _term(name: Name, kind: str, key: str, world: World) -> Term:
    if kind == Dimension.ACTOR:
        part = name.dimension if name.dimension in PARTIES else Dimension.ACTOR
        return Term(part or Dimension.ACTOR, key, name.negated)
    if name.km is not None:
        key = circle_around(key, None if name.km == NEAR else name.km, world).key
    return Term(Dimension.REGION, key, name.negated)


def _joined(names: Sequence[Name], world: World) -> list[Name]:
    """Put together what belongs together ("Tripoli, Lebanon"), and take apart what does not ("Nineveh ISIS")."""
    said: list[Name] = []
    for name in names:
        before = said[-1] if said else None
        if (
            before is not None
            and name.plain
            and name.after == ","
            and before.dimension in {None, Dimension.REGION}
            and _lies_in(before.text, name.text, world)
        ):
            said[-1] = replace(before, text=f"{before.text}, {name.text}")
        else:
            said += _apart(name, world)
    return said


def _lies_in(inner: str, outer: str, world: World) -> bool:
    above = set(world.regions.named(outer))
    first = inner.partition(",")[0]
    return any(above.intersection(world.regions.ancestors(key)[1:]) for key in world.regions.named(first))


def _apart(name: Name, world: World) -> list[Name]:
    known = knows(world)
    if "," in name.text or name.dimension is Dimension.SOURCE or known(name.text):
        return [name]
    said = name.text.split()
    for cut in range(len(said) - 1, 0, -1) if name.plain else ():
        left = _spelled(" ".join(said[:cut]), world)
        right = _spelled(" ".join(said[cut:]), world)
        if left and right and not _found_whole(name.text, world):
            return [replace(name, text=left), replace(name, text=right)]
    return [replace(name, text=_spelled(name.text, world) or name.text, said=name.text)]


def _spelled(text: str, world: World) -> str | None:
    """Return a known name, also one that is bent ("Харькова"), or has a French article or an Arabic "and" written onto it.

    None for other words.
    """
    known = knows(world)
    if known(text):
        return text
    rest = _ELIDED.sub("", text) if _ELIDED.match(text) else text.removeprefix(_ATTACHED_AND)
    if rest != text and known(rest):
        return rest
    split = words(text)
    forms = spellings(text, split[0]) if len(split) == 1 else ()
    return max((form for form in forms if known(form)), key=lambda form: _score(form, world), default=None)


def _score(name: str, world: World) -> float:
    return max((result.score for result in world.search(name, 1)), default=0.0)


def _found_whole(text: str, world: World) -> bool:
    """Whether the words name one place with what it lies in ("tripoli lebanon")."""
    return any(result.exact for result in world.search(text, 1))
