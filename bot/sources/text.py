"""A situation report as plain text: typed, pasted, forwarded, or a file.

Its first lines may say what it is: `Source: …`, `Title: …`, `URL: …`, `Date: …`. A date that stands alone in one of
the first lines, as pages print it, is the day it was published.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.domain.reports import Report

UNKNOWN_SOURCE = "Handed-in report"
HEADER_LINES = 8
_FIELD = re.compile(r"(?P<name>source|title|url|date)\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})"),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"),
)
# A line with a date and more words than these is a sentence, and its date that of an event.
_MOST_WORDS_BESIDE_DATE = 5


def parse_text(
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    published_at: datetime | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Report:
    """Return the report that a text is; what the caller knows wins over what its first lines say.

    Args:
        text: the report, cleaned.
        now: the present instant, UTC; no report is younger.
        source: who published it.
        published_at: when, UTC.
        title: its title.
        url: where it stands.
    """
    fields, body = _header(text)
    day = _day(fields.get("date", "")) or _printed_day(body, now)
    if published_at is None:
        published_at = _instant(day, now) if day else now
    report = Report(
        source=source or fields.get("source") or UNKNOWN_SOURCE,
        key="",
        published_at=published_at,
        text=body,
        title=title or fields.get("title"),
        url=url or fields.get("url"),
    )
    return replace(report, key=report.content_hash)


def _header(text: str) -> tuple[dict[str, str], str]:
    fields: dict[str, str] = {}
    lines = text.strip().split("\n")
    while lines and (match := _FIELD.fullmatch(lines[0].strip())):
        fields[match["name"].lower()] = match["value"].strip()
        lines.pop(0)
    return fields, "\n".join(lines).strip()


def _printed_day(body: str, now: datetime) -> date | None:
    lines = [line.strip() for line in body.split("\n") if line.strip()][:HEADER_LINES]
    for line in lines:
        day = _day(line)
        if day and day <= now.date():
            return day
    return None


def _day(line: str) -> date | None:
    for pattern in _DATES:
        match = pattern.search(line)
        if match and len((line[: match.start()] + line[match.end() :]).split()) <= _MOST_WORDS_BESIDE_DATE:
            return _date(match)
    return None


def _date(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    if not month.isdigit():
        number = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(month)), 0)
    else:
        number = int(month)
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def _instant(day: date, now: datetime) -> datetime:
    """Return noon of the day, or now for today."""
    return min(now, datetime.combine(day, time(12), UTC))
