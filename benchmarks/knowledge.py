"""How fast the bot looks up the world, each figure beside its limit: `python -m benchmarks knowledge`.

Builds the gazetteer in a temporary folder. Memory is what a fresh process holds more after opening, reading a text
and searching than after importing.
"""

import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.knowledge import PlaceContext, World, open_world, words

TYPED = (
    "mosul", "Мосул", "الموصل", "Hashd", "rsf", "nineveh", "ninawa", "kyiv", "киев", "goma", "tripoli", "georgia",
    "gaza", "darfur", "mosoul", "hezbolla", "donetks", "port au prince", "cabo delgado", "isis", "wagner", "kharkov",
    "deir ezzor", "el fasher", "Mosul, Iraq", "tripoli lebanon", "south kivu", "ras al ain", "avdeevka", "houthi",
)  # fmt: skip
TEXT = (
    "Iraqi forces entered Bab al-Toub in Old Mosul on Thursday, the Joint Operations Command said. Near Goma the M23 took "
    "Sake from the Congolese army; in North Darfur the Rapid Support Forces shelled El Fasher and Zamzam camp. Ukraine's "
    "air force said Russian drones struck Kharkiv, Odesa and Kryvyi Rih, while fighting went on near Pokrovsk.\n"
) * 4


async def run(*, tiny: bool) -> None:
    """Measure and print; it takes no less time for `tiny`."""
    del tiny
    await asyncio.to_thread(_run)


def _run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        build = _timed(lambda: open_world(directory).close())
        started = time.perf_counter()
        world = open_world(directory)
        opened = time.perf_counter() - started
        _print("first build", f"{build:.1f} s", "20 s")
        _print("later opening", f"{1000 * opened:.0f} ms", "1,500 ms")
        _measure(world)
        world.close()
        _print("memory of the world", f"{_memory(directory) / 1e6:.0f} MB", "110 MB")


_FRESH = """
import psutil, sys
from pathlib import Path
from benchmarks.knowledge import TEXT, TYPED
from bot.knowledge import open_world
before = psutil.Process().memory_info().rss
world = open_world(Path(sys.argv[1]))
world.regions.scan(TEXT), world.actors.scan(TEXT), [world.search(typed) for typed in TYPED]
print(psutil.Process().memory_info().rss - before)
"""


def _memory(directory: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _FRESH, str(directory)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


def _measure(world: World) -> None:
    keys = _some_ids(world)
    _print("look-up by id", f"{_each(world.regions.get, keys):.1f} µs", "tens of µs")
    names = [region.name for key in keys if (region := world.regions.get(key)) is not None]
    _print("look-up by name", f"{_each(world.regions.named, names):.1f} µs", "tens of µs")
    _print("ancestors", f"{_each(world.regions.ancestors, keys):.1f} µs", "tens of µs")
    split = words(TEXT)
    _print("split 1,000 characters", f"{_per_thousand(lambda: words(TEXT)):.0f} µs", "-")
    _print(
        "places in 1,000 characters", f"{_per_thousand(lambda: world.regions.scan(TEXT, split)):.0f} µs", "-"
    )
    _print(
        "parties in 1,000 characters", f"{_per_thousand(lambda: world.actors.scan(TEXT, split)):.0f} µs", "-"
    )
    candidates = world.regions.named("Mykolaivka")
    context = PlaceContext(countries={"UA": 1.0}, near=(world.regions.named("Sloviansk")[0],))
    _print(
        "resolve 16 namesakes",
        f"{_each(lambda _: world.resolve(candidates, context), range(200)):.0f} µs",
        "-",
    )
    searches = [1000 * _timed(lambda typed=typed: world.search(typed)) for typed in TYPED]
    _print("search, median", f"{statistics.median(searches):.1f} ms", "50 ms")
    _print("search, slowest", f"{max(searches):.1f} ms", "-")


def _some_ids(world: World) -> list[str]:
    below = world.regions.descendants("cc:UA")
    return random.Random(1).sample(below, 2000)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _each(ask: Callable[..., object], questions: Sequence[object]) -> float:
    """Microseconds for one question, asked for the first time."""
    return 1e6 * _timed(lambda: [ask(question) for question in questions]) / len(questions)


def _per_thousand(act: Callable[[], object]) -> float:
    act()
    return 1e6 * _timed(lambda: [act() for _ in range(20)]) / 20 * 1000 / len(TEXT)


def _print(what: str, figure: str, limit: str) -> None:
    print(f"{what:32} {figure:>12}   limit {limit}")
