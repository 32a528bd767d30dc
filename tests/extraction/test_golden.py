"""What the reader makes of sentences of our own, one table per phenomenon (see tests/golden/README.md)."""

import tomllib
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.extraction import extract
from bot.rendering.headlines import headline

GOLDEN = Path(__file__).parent.parent / "golden"


def cases():
    for path in sorted(GOLDEN.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"], start=1):
            yield pytest.param(case, id=f"{path.stem}-{number}")


def instant(day):
    return datetime.combine(day, time(12), UTC) if day else None


def told(claim, wanted, world):
    """The fields of a claim that a case names, in the case's own form."""
    fields = {
        "type": claim.type.value,
        "subtype": str(claim.subtype),
        "status": claim.status.value,
        "basis": claim.basis.value,
        "attribution": claim.attribution,
        "denied_by": claim.denied_by,
        "on": claim.on,
        "severity": claim.severity,
        "places": [place.surface for place in claim.places],
        "relations": {place.surface: place.relation for place in claim.places if place.relation},
        "where": {place.surface: address(place, world) for place in claim.places},
        "generic": {actor.canonical: actor.role.value for actor in claim.actors if actor.generic},
        "actors": {actor.canonical: actor.role.value for actor in claim.actors if not actor.generic},
        "killed": bounds(claim.killed),
        "injured": bounds(claim.injured),
        "captured": bounds(claim.captured),
        "displaced": bounds(claim.displaced),
        "headline": headline(claim),
        "trigger": claim.trigger,
        "cumulative": claim.cumulative,
    }
    return {name: fields[name] for name in wanted}


def address(place, world):
    """Where a place lies; "? " before what is only the nearest known place around an unknown one."""
    known = world.regions.address(place.region_id) if place.region_id else ""
    return known or f"? {world.regions.address(place.parent_id) if place.parent_id else ''}".strip()


def bounds(tolls):
    return [[toll.minimum, -1 if toll.maximum is None else toll.maximum] for toll in tolls]


@pytest.mark.parametrize("case", list(cases()))
def test_sentence(case, world):
    claims = extract(case["text"], world, published_at=instant(case.get("published")))
    wanted = case["claims"]
    assert [claim.type.value for claim in claims] == [entry["type"] for entry in wanted]
    for claim, entry in zip(claims, wanted, strict=True):
        assert told(claim, entry, world) == entry
