"""How a request meets an event: which of its terms are hit, and over which regions and parties."""

from collections.abc import Callable, Iterable, Sequence

from bot.correlation.parts import closest
from bot.domain.events import Event
from bot.domain.places import RegionKind
from bot.domain.reasons import Path, Reason
from bot.domain.subscriptions import PARTIES, Audience, Dimension, Subscription, Term
from bot.knowledge import World


def reasons(
    requests: Iterable[Subscription], event: Event, concerned: Audience, world: World, language: str
) -> list[Reason]:
    """Return the requests whose names an event answers, each with the paths from the event up to what is followed.

    `concerned` is the event's audience. How severe and how sure a request wants events to be is not asked: that may
    have been changed since.
    """
    return [
        Reason(request, paths, _narrower(paths, event, world))
        for request in requests
        if (paths := _paths(request, event, concerned, world, language)) is not None
    ]


def _paths(
    request: Subscription, event: Event, concerned: Audience, world: World, language: str
) -> tuple[Path, ...] | None:
    """One path for each dimension that the request names; None where one is missing or something refused is hit."""
    if any(_hit(term, concerned) for term in request.terms if term.negated):
        return None
    found: list[Path] = []
    for dimension in Dimension:
        terms = [term for term in request.terms if term.dimension is dimension and not term.negated]
        hit = next((term for term in terms if _hit(term, concerned)), None)
        if hit is not None:
            found.append(Path(hit, tuple(_steps(hit, event, world, language))))
        elif terms and not (dimension is Dimension.REGION and _admitted(request, concerned)):
            return None
    return tuple(found) or None


def _admitted(request: Subscription, concerned: Audience) -> bool:
    """Whether a request takes an event of which no place is known in place of one in its places."""
    return request.unlocated and not concerned.located


def _hit(term: Term, concerned: Audience) -> bool:
    circle = term.circle
    if circle is not None:
        return any(circle.holds(spot, concerned.reach) for spot in concerned.spots)
    return term.key in concerned.keys.get(term.dimension, frozenset())


def _steps(term: Term, event: Event, world: World, language: str) -> Sequence[str]:
    """The names on the way from what the event names up to what is followed."""
    if term.dimension is Dimension.REGION and term.circle is None:
        return _region_names(
            _ways(closest(event, world), term.key, _parents_of_region(world)), world, language
        )
    if term.dimension in PARTIES:
        ids = [actor.actor_id for actor in event.actors if actor.actor_id]
        way = _ways(ids, term.key, _parents_of_actor(world))
        return [world.actors.name(step, language) for step in way if world.actors.get(step) is not None]
    return ()


def _narrower(paths: Iterable[Path], event: Event, world: World) -> str | None:
    """The place one step below what is followed, on the way to the event; divisions nobody speaks of are passed over."""
    for path in paths:
        if path.term.dimension is not Dimension.REGION or path.term.circle is not None:
            continue
        way = _ways(closest(event, world), path.term.key, _parents_of_region(world))
        below = [step for step in way[:-1] if _is_spoken_of(step, world)]
        if below:
            return below[-1]
    return None


def _ways(starts: Iterable[str], goal: str, parents: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """Return the shortest way up from one of the starts to the goal, both included; nothing where there is none."""
    found = [way for start in starts if (way := _way(start, goal, parents))]
    return min(found, key=len, default=())


def _way(start: str, goal: str, parents: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    queue: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in queue:
        if way[-1] == goal:
            return way
        for above in parents(way[-1]):
            if above not in seen:
                seen.add(above)
                queue.append((*way, above))
    return ()


def _region_names(way: Sequence[str], world: World, language: str) -> list[str]:
    """The names of regions on a way, without second-level divisions, each once."""
    names = [
        world.regions.name(step, language)
        for step in way
        if world.regions.get(step) is not None and (_is_spoken_of(step, world) or step == way[-1])
    ]
    return list(dict.fromkeys(names))


def _is_spoken_of(key: str, world: World) -> bool:
    region = world.regions.get(key)
    return region is not None and region.kind is not RegionKind.ADMIN2


def _parents_of_region(world: World) -> Callable[[str], Sequence[str]]:
    def parents(key: str) -> Sequence[str]:
        region = world.regions.get(key)
        return region.parents if region else ()

    return parents


def _parents_of_actor(world: World) -> Callable[[str], Sequence[str]]:
    def parents(key: str) -> Sequence[str]:
        actor = world.actors.get(key)
        return actor.parents if actor else ()

    return parents
