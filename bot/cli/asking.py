"""Commands that ask what the bot knows and how it reads; they need no database and no network."""

import argparse
import json
import sys

from bot.cli.terminal import read, say
from bot.extraction.export import extract_lines
from bot.opening import known
from bot.rendering.headlines import headline
from bot.settings import Settings


async def extract(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the events of JSON lines with texts."""
    lines = read(arguments.file).splitlines()
    async with known(settings, say) as world:
        for line in extract_lines(lines, world, headline):
            sys.stdout.write(line + "\n")
    return 0


async def search(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what the bot knows by a name."""
    async with known(settings, say) as world:
        for found in world.search(arguments.name, 10):
            if found.kind == arguments.kind:
                result = {"id": found.id, "name": found.name, "address": found.address, "exact": found.exact}
                print(json.dumps(result, ensure_ascii=False))
    return 0
