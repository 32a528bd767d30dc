"""Commands that look over what the bot knows for mistakes of whoever entered it; they need no database and no network."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bot.cli.terminal import say
from bot.knowledge import DataError, Gazetteer, PlaceRow, World
from bot.knowledge.check import check_actors, check_regions
from bot.knowledge.tables import AMEND, actor_rows, imported_places, overlay_places
from bot.knowledge.twins import APART_KM
from bot.opening import known
from bot.settings import Settings


async def check(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print cycles, missing parents, names used twice, unmarked acronyms and wrong coordinates; 1 where one is found."""
    try:
        async with known(settings, say) as world:
            found = list(_findings(world, settings.data_dir, arguments.kind))
    except DataError as error:
        found = [str(error)]
    for finding in found:
        print(finding)
    return int(bool(found))


def _findings(world: World, directory: Path, kind: str) -> Iterator[str]:
    """Check the packaged data, and what was imported into the directory."""
    if kind == "actor":
        yield from check_actors(list(actor_rows()), world.actors)
        return
    imported = list(imported_places(directory))
    for row in imported:
        if _left_out(row, world.regions):
            yield f"{row.where}: {row.name} lies in nothing known ({'; '.join(row.parents)}) and was left out."
    yield from check_regions([*overlay_places(), *imported], world.regions)


def _left_out(row: PlaceRow, regions: Gazetteer) -> bool:
    """Whether an imported place is neither there nor the same as one that is."""
    if row.kind == AMEND or regions.get(row.id) is not None:
        return False
    if row.latitude is None or row.longitude is None:
        return True
    beside = regions.near(row.latitude, row.longitude, APART_KM)
    return not set(beside).intersection(regions.named(row.name))
