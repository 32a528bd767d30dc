"""A pasted report says for itself who published it and when, if it can."""

from datetime import UTC, datetime

import pytest

from bot.domain.errors import InputError
from bot.sources.jsonl import parse_jsonl
from bot.sources.text import parse_text

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date: 8 July 2017\n\nThe army took the town.", datetime(2017, 7, 8, 12, tzinfo=UTC)),
        ("A page\n\n08.07.2017\n\nThe army took the town.", datetime(2017, 7, 8, 12, tzinfo=UTC)),
        (
            "date 2017-07-08 Posted on by someone\n\nThe army took the town.",
            datetime(2017, 7, 8, 12, tzinfo=UTC),
        ),
        ("MARKET HIT – JULY 7, 2017\nThe army took the town.", datetime(2017, 7, 7, 12, tzinfo=UTC)),
        ("The army took the town it had lost on 3 March 2015 in heavy fighting.", NOW),
        ("99.99.2017\nThe army took the town.", NOW),
        ("2031-01-01\nThe army took the town.", NOW),
        ("2026-11-23\nThe army took the town.", NOW),
    ],
)
def test_when_it_was_published(text, expected):
    assert parse_text(text, now=NOW).published_at == expected


def test_its_first_lines_say_what_it_is():
    report = parse_text(
        "Source: Desk\nTitle: Evening\nURL: https://example.org/1\nThe army took the town.", now=NOW
    )
    assert (report.source, report.title, report.url) == ("Desk", "Evening", "https://example.org/1")
    assert report.text == "The army took the town."


def test_what_the_caller_knows_wins():
    assert parse_text("Source: Desk\nText.", now=NOW, source="Other").source == "Other"


def test_the_same_text_is_the_same_item():
    assert parse_text("Text.", now=NOW).key == parse_text(" Text. ", now=NOW).key


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", "Line 1: it is no JSON object"),
        ("[1]", "Line 1: it is no JSON object"),
        ('{"source": "a"}', "text is missing"),
        ('{"text": "a"}', "source is missing"),
        ('{"text": "a", "source": "b", "published_at": "soon"}', "published_at is no ISO 8601"),
        ('{"text": ["a"], "source": "b"}', "text is no text"),
    ],
)
def test_a_line_that_is_no_report_is_named(line, reason):
    with pytest.raises(InputError, match=reason):
        parse_jsonl(line, now=NOW)


def test_json_lines():
    (report,) = parse_jsonl(
        '{"source":"S","key":"7","published_at":"2017-07-08T10:00:00+03:00","text":"T"}\n', now=NOW
    )
    assert (report.source, report.key, report.published_at) == ("S", "7", datetime(2017, 7, 8, 7, tzinfo=UTC))
