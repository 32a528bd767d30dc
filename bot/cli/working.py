"""Commands that need the whole bot: its database, its network, its services."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import PurePath

from bot import demo
from bot.app import ingestion_for, remembered, running, sandboxed
from bot.cli.terminal import STANDARD_INPUT, content, read, say
from bot.domain.clock import utc_now
from bot.domain.errors import InputError
from bot.knowledge import DataError, import_places
from bot.opening import known
from bot.sandbox.chat import chat
from bot.services.atlas import Atlas
from bot.services.doctor import examine, examine_telegram
from bot.services.replay import replay
from bot.settings import Settings
from bot.sources.jsonl import parse_jsonl
from bot.sources.text import parse_text
from storage.dialects import parse_url
from storage.migrate import migrate

SANDBOX_ADDRESS = "sandbox.url"
SANDBOX_MEMORY = "sandbox.json"


async def run(settings: Settings, _: argparse.Namespace) -> int:
    """Run until told to stop."""
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    if settings.telegram_bot_token is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        async with sandboxed(settings, settings.data_dir / SANDBOX_MEMORY) as (local, sandbox):
            say(f"No TELEGRAM_BOT_TOKEN: the bot runs on a local sandbox at {sandbox.url}")
            (settings.data_dir / SANDBOX_ADDRESS).write_text(sandbox.url)
            say("Talk to it from another terminal:")
            say("  .venv/bin/situation-bot chat --as Anna")
            say("  .venv/bin/situation-bot chat --as Admin   (may /ingest and /broadcast)")
            return await _run_until(stopped, local)
    return await _run_until(stopped, settings)


async def _run_until(stopped: asyncio.Event, settings: Settings) -> int:
    async with known(settings, say) as world, running(settings, world) as app:
        print("situation-bot is running. Ctrl-C stops it.", file=sys.stderr)
        ends = [asyncio.create_task(event.wait()) for event in (stopped, app.failed)]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        return int(app.failed.is_set())


async def ingest(settings: Settings, arguments: argparse.Namespace) -> int:
    """Ingest files, or standard input; print what each report amounted to."""
    now = utc_now()
    reports = []
    for name in arguments.files or [STANDARD_INPUT]:
        text = read(name)
        if arguments.format == "jsonl":
            reports += parse_jsonl(text, source=arguments.source, now=now)
        else:
            reports.append(
                parse_text(
                    text,
                    now=now,
                    source=arguments.source,
                    published_at=arguments.published_at,
                    title=arguments.title,
                    url=arguments.url,
                )
            )
    async with known(settings, say) as world, remembered(settings) as storage:
        await Atlas(storage, world).load()
        ingestion = ingestion_for(settings, storage, world)
        for report in reports:
            print(json.dumps((await ingestion.ingest(report)).as_json(), ensure_ascii=False))
    return 0


async def replay_file(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what followers would have seen of reports in time order."""
    lines = read(arguments.file).splitlines()
    async with known(settings, say) as world:
        async for line in replay(lines, world, by=arguments.by):
            print(json.dumps(line, ensure_ascii=False))
    return 0


async def migrate_database(settings: Settings, _: argparse.Namespace) -> int:
    """Bring the database to the newest schema."""
    await asyncio.to_thread(migrate, parse_url(settings.database))
    print("The database has the newest schema.")
    return 0


async def doctor(settings: Settings, _: argparse.Namespace) -> int:
    """Check everything that the bot needs, one line each; 1 when something is wrong."""
    well = True
    async with known(settings, say) as world, remembered(settings) as storage:
        async for finding in examine(storage):
            well &= finding.well
            print(f"{'ok  ' if finding.well else 'BAD '} {finding.name}: {finding.seen}")
        print(f"ok   gazetteer: {world.regions.address('cc:IQ')} and the rest of the world are known")
    if settings.telegram_bot_token is None:
        print("ok   telegram: TELEGRAM_BOT_TOKEN is not set, the bot would run on a local sandbox")
        return int(not well)
    finding = await examine_telegram(
        settings.telegram_api_url, settings.telegram_bot_token.get_secret_value()
    )
    print(f"{'ok  ' if finding.well else 'BAD '} {finding.name}: {finding.seen}")
    return int(not (well and finding.well))


async def play_demo(_: Settings, __: argparse.Namespace) -> int:
    """Play the acceptance story."""
    return await demo.play()


async def import_regions(settings: Settings, arguments: argparse.Namespace) -> int:
    """Keep a country dump of GeoNames or a CSV of places; the bot knows them when it next starts."""
    name = arguments.name or PurePath(arguments.file).stem
    try:
        data = content(arguments.file)
        count = import_places(settings.data_dir, name, data, parent=arguments.parent)
    except DataError as error:
        raise InputError(f"{arguments.file}: {error}") from error
    async with known(settings, say), remembered(settings) as storage, storage.transaction() as tx:
        await tx.audit.note(None, "regions import", name, {"places": count})
    print(json.dumps({"name": name, "places": count}))
    return 0


async def talk(settings: Settings, arguments: argparse.Namespace) -> int:
    """Talk to the bot that runs on the sandbox."""
    address = settings.data_dir / SANDBOX_ADDRESS
    try:
        url = arguments.url or address.read_text().strip()
        await chat(url, arguments.name)
    except (OSError, ConnectionError) as error:
        raise InputError(
            "No bot runs on a sandbox here; start one with `make run`, without a token."
        ) from error
    return 0
