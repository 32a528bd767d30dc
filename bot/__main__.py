"""The command line: `situation-bot …`, or `python -m bot …`.

Errors are one sentence on standard error: exit code 2 for wrong use or input, 1 for failure.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path, PurePath

from bot import demo, logs
from bot.app import ingestion_for, known, remembered, running, sandboxed
from bot.domain.cleaning import clean
from bot.domain.clock import utc_now
from bot.domain.errors import InputError, SettingsError, SituationBotError
from bot.extraction.export import extract_lines
from bot.knowledge import DataError, import_places
from bot.rendering.headlines import headline
from bot.sandbox.chat import chat
from bot.services.atlas import Atlas
from bot.services.doctor import examine, examine_telegram
from bot.services.replay import replay
from bot.settings import Settings
from bot.sources.jsonl import instant, parse_jsonl
from bot.sources.text import parse_text
from storage.dialects import parse_url
from storage.migrate import migrate

STANDARD_INPUT = "-"
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
            _say(f"No TELEGRAM_BOT_TOKEN: the bot runs on a local sandbox at {sandbox.url}")
            (settings.data_dir / SANDBOX_ADDRESS).write_text(sandbox.url)
            _say("Talk to it from another terminal:")
            _say("  .venv/bin/situation-bot chat --as Anna")
            _say("  .venv/bin/situation-bot chat --as Admin   (may /ingest and /broadcast)")
            return await _run_until(stopped, local)
    return await _run_until(stopped, settings)


async def _run_until(stopped: asyncio.Event, settings: Settings) -> int:
    async with known(settings, _say) as world, running(settings, world) as app:
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
        text = _read(name)
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
    async with known(settings, _say) as world, remembered(settings) as storage:
        await Atlas(storage, world).load()
        ingestion = ingestion_for(settings, storage, world)
        for report in reports:
            print(json.dumps((await ingestion.ingest(report)).as_json(), ensure_ascii=False))
    return 0


async def extract(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the events of JSON lines with texts."""
    lines = _read(arguments.file).splitlines()
    async with known(settings, _say) as world:
        for line in extract_lines(lines, world, headline):
            sys.stdout.write(line + "\n")
    return 0


async def replay_file(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what followers would have seen of reports in time order."""
    lines = _read(arguments.file).splitlines()
    async with known(settings, _say) as world:
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
    async with known(settings, _say) as world, remembered(settings) as storage:
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


async def search(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what the bot knows by a name."""
    async with known(settings, _say) as world:
        for found in world.search(arguments.name, 10):
            if found.kind == arguments.kind:
                result = {"id": found.id, "name": found.name, "address": found.address, "exact": found.exact}
                print(json.dumps(result, ensure_ascii=False))
    return 0


async def import_regions(settings: Settings, arguments: argparse.Namespace) -> int:
    """Keep a country dump of GeoNames or a CSV of places; the bot knows them when it next starts."""
    name = arguments.name or PurePath(arguments.file).stem
    try:
        data = _content(arguments.file)
        count = import_places(settings.data_dir, name, data, parent=arguments.parent)
    except DataError as error:
        raise InputError(f"{arguments.file}: {error}") from error
    async with known(settings, _say), remembered(settings) as storage, storage.transaction() as tx:
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


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _read(name: str) -> str:
    """Return the text of a file, or of standard input.

    Raises:
        InputError: it cannot be read, or is no text in UTF-8.
    """
    try:
        return clean(_content(name).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        source = "Standard input" if name == STANDARD_INPUT else name
        raise InputError(f"{source} is no text in UTF-8.") from error


def _content(name: str) -> bytes:
    """Return what a file, or standard input, holds.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}.") from error


def _instant(value: str) -> datetime:
    try:
        return instant(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no ISO 8601 date or time") from error


Command = Callable[[Settings, argparse.Namespace], Awaitable[int]]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="situation-bot", description="Situation-update alerts for Telegram."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, function: Command) -> argparse.ArgumentParser:
        about = (function.__doc__ or "").partition("\n")[0]
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(function=function)
        return added

    command("run", run)
    command("demo", play_demo)
    added = command("ingest", ingest)
    added.add_argument("files", nargs="*", metavar="FILE", help="- or nothing: standard input")
    added.add_argument("--source", help="who published it")
    added.add_argument("--published-at", type=_instant, metavar="ISO", help="when it was published")
    added.add_argument("--url", help="where it stands")
    added.add_argument("--title", help="its title")
    added.add_argument("--format", choices=["text", "jsonl"], default="text")
    added = command("extract", extract)
    added.add_argument("file", nargs="?", default=STANDARD_INPUT, metavar="FILE")
    added = command("replay", replay_file)
    added.add_argument("file", metavar="FILE")
    added.add_argument("--by", metavar="FIELD", help="start afresh at each value of this field")
    command("migrate", migrate_database)
    command("doctor", doctor)
    for kind in ("region", "actor"):
        group = commands.add_parser(f"{kind}s", help=f"what the bot knows of {kind}s").add_subparsers(
            required=True
        )
        added = group.add_parser("search", help="find by name")
        added.add_argument("name", metavar="NAME")
        added.set_defaults(function=search, kind=kind)
        if kind == "region":
            _add_import(group)
    added = command("chat", talk)
    added.add_argument("--url", help="the sandbox's address (default: that of the bot running here)")
    added.add_argument("--as", dest="name", required=True, metavar="NAME")
    return parser


def _add_import(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    added = group.add_parser("import", help="a country dump of GeoNames (text or zip) or a CSV of places")
    added.add_argument("file", metavar="FILE")
    added.add_argument(
        "--name", help="what to call the list; the same name replaces it (default: the file's)"
    )
    added.add_argument(
        "--parent",
        default="",
        metavar="PLACE",
        help="what places without a parent lie in: an id, or IQ/Nineveh",
    )
    added.set_defaults(function=import_regions)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        logs.set_up(settings.log_level, settings.log_format)
        code: int = asyncio.run(parsed.function(settings, parsed))
    except (InputError, SettingsError) as error:
        _say(str(error))
        return 2
    except SituationBotError as error:
        _say(str(error))
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        _say(f"{error.filename}: {error.strerror}." if error.filename else f"{error}.")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def cli() -> None:
    """Entry point of the `situation-bot` command."""
    sys.exit(main())


if __name__ == "__main__":
    cli()
