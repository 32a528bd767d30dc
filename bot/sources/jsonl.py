"""Reports as JSON: one object with `source`, `key`, `published_at`, `text`, and `title`, `url`, `lang` if known."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.cleaning import clean
from bot.domain.errors import InputError
from bot.domain.reports import Report

LONGEST_TEXT = 1_000_000


def parse_jsonl(text: str, *, source: str | None = None, now: datetime) -> list[Report]:
    """Return the reports of a text with one JSON object in each line.

    Raises:
        InputError: a line is no such object; the sentence names the line.
    """
    reports = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            reports.append(parse_object(json.loads(line), source=source, now=now))
        except (json.JSONDecodeError, InputError) as error:
            reason = str(error) if isinstance(error, InputError) else "it is no JSON object"
            raise InputError(f"Line {number}: {reason}.") from error
    return reports


def parse_object(found: Any, *, source: str | None = None, now: datetime, ring: bool = True) -> Report:
    """Return the report that a JSON object is; `source` and `now` stand in for what it does not say.

    Raises:
        InputError: a field is missing or of the wrong kind; the message names it.
    """
    if not isinstance(found, Mapping):
        raise InputError("it is no JSON object")
    text = _text(found, "text")
    if text is None or not text.strip():
        raise InputError("text is missing")
    if len(text) > LONGEST_TEXT:
        raise InputError(f"text is longer than {LONGEST_TEXT:,} characters")
    name = _text(found, "source") or source
    if not name:
        raise InputError("source is missing")
    report = Report(
        source=name[:200],
        key="",
        published_at=_instant(found.get("published_at") or found.get("date"), now),
        text=text,
        title=_text(found, "title"),
        url=_text(found, "url"),
        language=_text(found, "lang"),
        attended=bool(found.get("ring", ring)),
    )
    key = _text(found, "key") or _text(found, "id") or report.content_hash
    return replace(report, key=key[:500])


def instant(value: str) -> datetime:
    """Return the UTC instant of an ISO 8601 date or time; a date means its noon, a time without zone is UTC.

    Raises:
        ValueError: it is neither.
    """
    found = datetime.fromisoformat(value)
    if len(value) <= len("2017-07-08"):
        found = found.replace(hour=12)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _instant(value: Any, now: datetime) -> datetime:
    if value is None:
        return now
    try:
        return min(instant(str(value)), now)
    except (ValueError, OverflowError) as error:
        raise InputError("published_at is no ISO 8601 date or time") from error


def _text(found: Mapping[str, Any], name: str) -> str | None:
    value = found.get(name)
    if value is None:
        return None
    if not isinstance(value, str | int):
        raise InputError(f"{name} is no text")
    return clean(str(value))
