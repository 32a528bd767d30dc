"""docs/extraction.md says what the code does: the example, the table of severity, the modules, the headlines' statuses."""

import json
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.claims import EventType, Status
from bot.extraction import extract
from bot.extraction.export import event_object
from bot.rendering.headlines import headline

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extraction.md").read_text("utf-8")
TABLE = tomllib.loads((ROOT / "bot" / "extraction" / "lexicon" / "severity.toml").read_text("utf-8"))


def section(title):
    return PAGE.split(f"## {title}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]


def test_the_example_is_what_the_reader_gives(world):
    sentence = re.search(r"^\*(On Saturday, .+)\*$", PAGE, re.MULTILINE)[1]
    claims = extract(sentence, world, published_at=datetime(2017, 7, 8, 12, tzinfo=UTC))
    shown = json.loads(PAGE.split("```json\n")[1].split("```")[0])
    assert [event_object(claim, headline(claim)) for claim in claims] == [shown]


def test_the_table_of_severity_is_the_table():
    rows = re.findall(r"^\| (\*?)([a-z_, ]+)\1 \| (\d) \|$", section("Severity"), re.MULTILINE)
    told = {(bool(mark), name): int(figure) for mark, names, figure in rows for name in names.split(", ")}
    assert told == {(False, name): figure for name, figure in TABLE["type"].items()} | {
        (True, name): figure for name, figure in TABLE["subtype"].items()
    }
    assert set(TABLE["type"]) == {kind.value for kind in EventType}
    people = re.findall(r"^\| (killed|injured): (\d+) \| (\d) \|$", section("Severity"), re.MULTILINE)
    assert [(harm, int(least), int(figure)) for harm, least, figure in people] == [
        (harm, step["at_least"], step["severity"]) for harm in ("killed", "injured") for step in TABLE[harm]
    ]
    wide = ", ".join(TABLE["raised_by_wide_place"]["subtypes"])
    assert f"*{wide}*" in section("Severity").replace("\n", " ")


def test_the_modules_it_names_exist():
    steps = section("One sentence, step by step")
    named = {
        name
        for row in steps.splitlines()
        if row.count("|") == 4
        for name in re.findall(r"`([a-z_]+)`", row.split("|")[2])
    }
    there = {path.stem for path in (ROOT / "bot" / "extraction").glob("*.py")} | {"headlines"}
    assert len(named) > 15
    assert named - there == set()


def test_every_status_a_sentence_can_have_is_explained():
    told = set(re.findall(r"^\| ([a-z]+) \|", section("Status"), re.MULTILINE)) - {"status"}
    assert told == {status.value for status in Status} - {Status.DISPUTED, Status.RETRACTED}
