"""Reading: our reader beside spaCy's PhraseMatcher (a blank English model), same names, same texts, in one run.

The peer only finds names; the reader makes claims of them. So the reader's own look-up of names is measured, too.
Each of the three works in a process of its own, on one core; figures are of processor time, which other work on the
machine disturbs least. Texts: the golden sentences and the golden report, or `python -m benchmarks.extraction --texts
FILE` (JSON lines with "text" and perhaps "date"). spaCy comes by `make bench-extract`; without it its line is left out.
"""

import argparse
import asyncio
import importlib.util
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psutil

from bot.extraction import extract
from bot.knowledge import WATCH_COUNTRIES, World, open_world
from bot.knowledge.tables import actor_rows, base_places, overlay_places

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
MEGABYTE = 1_000_000
_NUMBER = re.compile(r"\b[1-9]\d?\b")
LEAST_TEXTS_A_SECOND = 1_000
MOST_SECONDS_FOR_A_MEGABYTE = 2.0
READER, NAMES, PEER = "reader", "names alone", "PhraseMatcher"
HOSTILE = {
    "one word": "Mosul ",
    "no end": "mosulmosul",
    "commas": "Mosul, ",
    "brackets": "((((",
    "numbers": "12,000 ",
    "said": "said that he said that ",
    "and": "IS and ISF and Mosul and ",
    "lines": "\n\n. \n",
}
"""Texts of the same few words again and again, with which a rule that looks back at everything would never end."""


@dataclass(frozen=True, slots=True)
class Given:
    """One text, the day it was published, where that is known, and whether it is known to tell no news."""

    text: str
    published: datetime | None = None
    news: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """What one process found: seconds for the texts (the first time, and the best of the later rounds), and so on.

    Memory is in bytes: what the process holds more after reading than after its imports.
    """

    texts: int
    size: int
    found: int
    preparation: float
    first: float
    later: float
    megabyte: float
    memory: int
    hostile: dict[str, float]

    @property
    def texts_a_second(self) -> float:
        """Texts in a second of processor time."""
        return self.texts / self.later

    @property
    def megabytes_a_second(self) -> float:
        """Megabytes of UTF-8 in a second of processor time."""
        return self.size / self.later / MEGABYTE


async def run(*, tiny: bool, file: Path | None = None, directory: Path | None = None) -> None:
    """Measure and print; `file` holds other texts as JSON lines, `directory` a gazetteer that is built already."""
    with tempfile.TemporaryDirectory() as folder:
        world = directory or Path(folder)
        report = Path(folder) / "report.txt"
        await asyncio.to_thread(_write_report, report, world, file, 20_000 if tiny else MEGABYTE)
        kinds = [READER, NAMES]
        if not tiny and importlib.util.find_spec("spacy"):
            kinds.append(PEER)
        found = {
            kind: await asyncio.to_thread(_apart, kind, world, report, file, tiny=tiny) for kind in kinds
        }
    for line in said(found):
        print(line)


def said(found: dict[str, Measured]) -> Iterator[str]:
    """Put the figures into lines, each with its limit or its peer."""
    reader = found[READER]
    yield f"{reader.texts:,} texts, {reader.size / reader.texts:,.0f} bytes each; seconds of processor time, one core"
    peer = found.get(PEER)
    for kind, measured in found.items():
        ratio = f"  {measured.texts_a_second / peer.texts_a_second:5.2f} × {PEER}" if peer else ""
        yield (
            f"{kind:14}{measured.texts_a_second:8,.0f} texts/s {measured.megabytes_a_second:6.2f} MB/s"
            f"  ready after {measured.preparation:5.1f} s  memory {measured.memory / MEGABYTE:6,.0f} MB"
            f"  1 MB in {measured.megabyte:5.2f} s  {measured.found:,} found{ratio}"
        )
    if peer is None:
        yield f"{PEER}: spaCy is not installed here (make bench-extract installs it)"
    yield f"the first time {reader.texts / reader.first:,.0f} texts/s; limit {LEAST_TEXTS_A_SECOND:,} texts/s"
    slowest = max(reader.hostile, key=reader.hostile.__getitem__)
    yield f"slowest hostile MB: {slowest}, {reader.hostile[slowest]:.2f} s; limit {MOST_SECONDS_FOR_A_MEGABYTE} s"


def texts(file: Path | None) -> list[Given]:
    """Read the texts of a file, else our golden sentences and the paragraphs of the golden report."""
    if file is not None:
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        return [Given(line["text"], _noon(line.get("date"))) for line in lines]
    cases = [
        case
        for table in sorted(GOLDEN.glob("*.toml"))
        for case in tomllib.loads(table.read_text("utf-8"))["case"]
    ]
    sentences = [Given(case["text"], _noon(case.get("published")), bool(case["claims"])) for case in cases]
    return [
        *sentences,
        Given((GOLDEN / "report.txt").read_text("utf-8"), datetime(2017, 7, 8, 12, tzinfo=UTC)),
    ]


def names() -> list[str]:
    """List every name of the packaged world, places and parties, in the spellings of its data."""
    found: dict[str, None] = {}
    for row in (*base_places(), *overlay_places()):
        found.update(dict.fromkeys([row.name, *row.folded, *(entry.text for entry in row.names)]))
    for actor in actor_rows():
        found.update(dict.fromkeys([actor.name, *(entry.text for entry in actor.names)]))
    return [name for name in found if name]


def _write_report(target: Path, directory: Path, file: Path | None, size: int) -> None:
    """Write a long report: the texts again and again, each time with other places and numbers, so that nothing repeats."""
    world = open_world(directory)
    chance = random.Random(1)
    towns = [row.name for row in base_places() if row.country in WATCH_COUNTRIES and row.name.isalpha()]
    pieces = [_around_places(given.text, world) for given in texts(file) if given.news]
    written = 0
    with target.open("w", encoding="utf-8") as out:
        while written < size:
            piece = list(chance.choice(pieces))
            piece[1::2] = [chance.choice(towns) for _ in piece[1::2]]
            changed = _NUMBER.sub(lambda _: str(chance.randrange(2, 90)), "".join(piece))
            written += out.write(f"{changed}\n\n")
    world.close()


def _around_places(text: str, world: World) -> list[str]:
    """Cut a text at its places, so that every second piece is one."""
    ends = [place for hit in world.regions.scan(text) for place in (hit.start, hit.end)]
    return [text[first:end] for first, end in itertools.pairwise([0, *ends, len(text)])]


def _noon(day: object) -> datetime | None:
    try:
        known = day if isinstance(day, date) else date.fromisoformat(str(day)[:10])
    except ValueError:
        return None
    return datetime(known.year, known.month, known.day, 12, tzinfo=UTC)


def _apart(kind: str, world: Path, report: Path, file: Path | None, *, tiny: bool) -> Measured:
    """Measure one kind in a fresh process, so that each has its own memory and none warms the other's caches."""
    order = json.dumps({
        "kind": kind, "world": str(world), "report": str(report), "file": str(file) if file else None, "tiny": tiny
    })  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.extraction", "--measure", order],
        check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return Measured(**json.loads(done.stdout))


def _measure(kind: str, world: Path, report: Path, file: Path | None, *, tiny: bool) -> Measured:
    corpus = texts(file)
    least = 1 if tiny else 4
    before = psutil.Process().memory_info().rss
    started = time.process_time()
    read = _reading(kind, world)
    prepared = time.process_time() - started
    count = sum(read(given) for given in corpus)
    first = time.process_time() - started - prepared
    later = min(_seconds(read, corpus) for _ in range(least))
    size = 20_000 if tiny else MEGABYTE
    megabyte = _seconds(read, [Given(report.read_text("utf-8"))])
    return Measured(
        texts=len(corpus),
        size=sum(len(given.text.encode()) for given in corpus),
        found=count,
        preparation=prepared,
        first=first,
        later=later,
        megabyte=megabyte,
        memory=psutil.Process().memory_info().rss - before,
        hostile={
            name: _seconds(read, [Given(_repeated(piece, size))]) for name, piece in HOSTILE.items()
        } if kind == READER else {},
    )  # fmt: skip


def _reading(kind: str, directory: Path) -> Callable[[Given], int]:
    """Make ready and return what reads one text and says how many things it found."""
    if kind == PEER:
        return _phrase_matcher(names())
    world = open_world(directory)
    if kind == NAMES:
        return lambda given: len(world.regions.scan(given.text)) + len(world.actors.scan(given.text))
    return lambda given: len(extract(given.text, world, published_at=given.published))


def _phrase_matcher(known: Sequence[str]) -> Callable[[Given], int]:
    spacy: Any = importlib.import_module("spacy")
    matching: Any = importlib.import_module("spacy.matcher")
    language = spacy.blank("en")
    language.max_length = 2 * MEGABYTE
    matcher = matching.PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("name", list(language.tokenizer.pipe(known)))
    return lambda given: len(matcher(language.make_doc(given.text)))


def _seconds(read: Callable[[Given], int], corpus: Sequence[Given]) -> float:
    started = time.process_time()
    for given in corpus:
        read(given)
    return time.process_time() - started


def _repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction")
    parser.add_argument("--texts", type=Path, help='JSON lines with "text" and perhaps "date"')
    parser.add_argument("--tiny", action="store_true", help="only show that it runs")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure is None:
        asyncio.run(run(tiny=given.tiny, file=given.texts))
        return
    order = json.loads(given.measure)
    file = Path(order["file"]) if order["file"] else None
    print(
        json.dumps(
            asdict(
                _measure(order["kind"], Path(order["world"]), Path(order["report"]), file, tiny=order["tiny"])
            )
        )
    )


if __name__ == "__main__":
    main()
