"""Every type, sub-type, status and basis of the domain has a golden sentence, and so has every type in every status."""

import tomllib
from pathlib import Path

import pytest

from bot.domain.claims import Basis, EventType, Status, SubType

GOLDEN = Path(__file__).parent.parent / "golden"
SAID = (Status.CLAIMED, Status.REPORTED, Status.DECLARED, Status.CONFIRMED, Status.DENIED)
ONLY_EDITORS_TELL = {SubType.RAID}
"""Sub-types that the reader gives with a wider one (an attack)."""
PHENOMENA = {
    "meanings",
    "actors", "anaphora", "attribution", "casualties", "clauses", "dates", "no_news", "other_types", "parts", "places",
    "silence", "statuses", "sub_types", "territory", "violence",
}  # fmt: skip


@pytest.fixture(scope="module")
def wanted():
    tables = (tomllib.loads(path.read_text("utf-8")) for path in sorted(GOLDEN.glob("*.toml")))
    return [claim for table in tables for case in table["case"] for claim in case["claims"]]


def test_every_sub_type_has_a_sentence(wanted):
    told = {claim.get("subtype") for claim in wanted}
    assert {subtype for subtype in SubType if subtype.value not in told} == ONLY_EDITORS_TELL


def test_every_type_has_a_sentence_in_every_status_and_on_every_basis(wanted):
    statuses = {(claim["type"], claim.get("status")) for claim in wanted}
    bases = {(claim["type"], claim.get("basis")) for claim in wanted}
    said = {(kind, status) for kind in EventType for status in SAID if kind is not EventType.STATEMENT}
    assert sorted(f"{kind} {status}" for kind, status in said if (kind, status) not in statuses) == []
    flat = [(kind, basis) for kind in EventType for basis in Basis if kind is not EventType.STATEMENT]
    assert [f"{kind} {basis}" for kind, basis in flat if (kind, basis) not in bases] == []


def test_a_statement_is_declared_by_whoever_makes_it(wanted):
    assert {(claim["type"], claim.get("status")) for claim in wanted} >= {("statement", Status.DECLARED)}


def test_every_phenomenon_has_a_table_of_its_own():
    assert {path.stem for path in GOLDEN.glob("*.toml")} == PHENOMENA


def test_nothing_is_said_twice():
    texts = [
        (case["text"], case.get("published"))
        for path in sorted(GOLDEN.glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]
    assert [text for text in set(texts) if texts.count(text) > 1] == []
