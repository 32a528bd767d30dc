"""What followers would have seen: reports told again, one by one, in their order, on a scratch database."""

import json
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.errors import InputError
from bot.domain.reports import Report
from bot.knowledge import World
from bot.services.alerts import Alerts
from bot.services.ingestion import Ingested, Ingestion
from bot.sources.jsonl import parse_object
from storage import open_storage
from storage.dialects import parse_url
from storage.migrate import migrate


class _Clock:
    """The time of the report that is told."""

    def __init__(self) -> None:
        self.now = datetime(1970, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def replay(
    lines: Iterable[str], world: World, *, by: str | None = None
) -> AsyncIterator[dict[str, Any]]:
    """Yield, for each line, its id and the events that it tells of with what a follower would have experienced.

    Args:
        lines: JSON objects `{"id", "source", "published_at", "text"}` in time order.
        world: what the bot knows.
        by: a field of the lines; at each new value of it everything is forgotten.

    Raises:
        InputError: a line is no such object.
    """
    told = [_parse(number, line, by) for number, line in enumerate(lines, 1) if line.strip()]
    streams: dict[str, list[tuple[str, Report]]] = {}
    for name, key, report in told:
        streams.setdefault(name, []).append((key, report))
    for name, stream in streams.items():
        with tempfile.TemporaryDirectory(prefix="situation-replay-") as folder:
            url = f"sqlite:///{Path(folder) / 'scratch.db'}"
            migrate(parse_url(url))
            clock = _Clock()
            async with open_storage(url, clock) as storage:
                ingestion = Ingestion(storage, world, Alerts(world, "en"))
                for key, report in stream:
                    clock.now = max(clock.now, report.published_at)
                    yield {"id": key, "events": _events(await ingestion.ingest(report), name)}


def _parse(number: int, line: str, by: str | None) -> tuple[str, str, Report]:
    try:
        found = json.loads(line)
        report = parse_object(found, source="replay", now=datetime.max.replace(tzinfo=UTC))
        report = replace(report, url=report.url or _page(found))
    except (json.JSONDecodeError, InputError) as error:
        reason = str(error) if isinstance(error, InputError) else "it is no JSON object"
        raise InputError(f"Line {number}: {reason}.") from error
    return str(found.get(by)) if by else "", _key(found, number), report


def _page(found: Mapping[str, Any]) -> str | None:
    """Return the page that the text was taken from: parts of one page speak of each other ("denied this")."""
    page = found.get("url_or_repo")
    return page if isinstance(page, str) and page else None


def _key(found: Mapping[str, Any], number: int) -> str:
    return str(found.get("id", number))


def _events(result: Ingested, stream: str) -> list[dict[str, str]]:
    """Return what a follower saw; the keys of separate streams stay apart."""
    return [
        {
            "event_key": f"{stream}/{development.event.id}" if stream else str(development.event.id),
            "type": development.event.type.value,
            "development": development.change.value,
            "headline": development.event.headline,
            "status": development.event.status.value,
        }
        for development in result.developments
    ]
