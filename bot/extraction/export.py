"""Claims as the event objects of `situation-bot extract`: JSON lines in, JSON lines out."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from bot.domain.claims import Claim, Toll
from bot.domain.errors import InputError
from bot.extraction import extract
from bot.knowledge import World

_written = json.JSONEncoder(ensure_ascii=False).encode


def event_object(claim: Claim, headline: str) -> dict[str, Any]:
    """Return a claim with its headline as the event object that docs/extraction.md describes."""
    return {
        "type": claim.type.value,
        "subtype": str(claim.subtype),
        "trigger": claim.trigger,
        "alt_triggers": list(claim.also),
        "headline": headline,
        "places": [
            {
                "surface": place.surface,
                "region_id": place.region_id,
                "country": place.country,
                "rel": place.relation,
            }
            for place in claim.places
        ],
        "actors": [
            {"surface": actor.surface, "role": actor.role.value, "canonical": actor.canonical}
            for actor in claim.actors
        ],
        "status": claim.status.value,
        "basis": claim.basis.value,
        "attribution": claim.attribution,
        "killed": [_toll(toll) for toll in claim.killed],
        "injured": [_toll(toll) for toll in claim.injured],
        "captured": [_toll(toll) for toll in claim.captured],
        "displaced": [_toll(toll) for toll in claim.displaced],
        "date": claim.on.isoformat() if claim.on else None,
        "span": list(claim.span),
    }


def extract_lines(lines: Iterable[str], world: World, headline: Callable[[Claim], str]) -> Iterator[str]:
    """Read JSON lines {"id", "text", "date"?, "source"?, "title"?} and give JSON lines {"id", "events"}.

    `headline` writes a claim's line (`bot.rendering.headlines.headline`; reading itself writes nothing for people).
    Raises InputError with one sentence that names the line, where a line is no such object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        entry = _entry(line, number)
        claims = extract(
            entry["text"],
            world,
            published_at=_instant(entry.get("date")),
            source=entry.get("source"),
            title=entry.get("title"),
        )
        found = {"id": entry["id"], "events": [event_object(claim, headline(claim)) for claim in claims]}
        yield _written(found)


def _entry(line: str, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise InputError(f"Line {number} is not JSON: {error}.") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or "id" not in entry:
        raise InputError(f'Line {number} needs "id" and "text".')
    return entry


def _instant(value: object) -> datetime | None:
    """Read an ISO day or instant; anything less exact is no known day."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _toll(toll: Toll) -> dict[str, Any]:
    return {"min": toll.minimum, "max": toll.maximum, "who": toll.who} | (
        {"vague": True} if toll.vague else {}
    )
