"""The command line: `situation-bot …`, or `python -m bot …`.

Errors are one sentence on standard error: exit code 2 for wrong use or input, 1 for failure.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from importlib import import_module
from typing import cast

from bot import logs
from bot.cli.terminal import STANDARD_INPUT, say
from bot.domain.errors import InputError, SettingsError, SituationBotError
from bot.settings import Settings
from bot.sources.jsonl import instant


def _instant(value: str) -> datetime:
    try:
        return instant(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no ISO 8601 date or time") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="situation-bot", description="Situation-update alerts for Telegram."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, function: str, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(function=function)
        return added

    command("run", "working.run", "Run until told to stop.")
    command("demo", "working.play_demo", "Play the acceptance story.")
    _take_reports(
        command(
            "ingest", "working.ingest", "Ingest files, or standard input; print what each report amounted to."
        )
    )
    added = command("extract", "asking.extract", "Print the events of JSON lines with texts.")
    added.add_argument("file", nargs="?", default=STANDARD_INPUT, metavar="FILE")
    added = command(
        "replay", "working.replay_file", "Print what followers would have seen of reports in time order."
    )
    added.add_argument("file", metavar="FILE")
    added.add_argument("--by", metavar="FIELD", help="start afresh at each value of this field")
    command("migrate", "working.migrate_database", "Bring the database to the newest schema.")
    command(
        "doctor",
        "working.doctor",
        "Check everything that the bot needs, one line each; 1 when something is wrong.",
    )
    for kind in ("region", "actor"):
        group = commands.add_parser(f"{kind}s", help=f"what the bot knows of {kind}s").add_subparsers(
            required=True, metavar="COMMAND"
        )
        added = group.add_parser("search", help="find by name")
        added.add_argument("name", metavar="NAME")
        added.set_defaults(function="asking.search", kind=kind)
        about = "Look for cycles, missing parents, shared names, unmarked acronyms and wrong coordinates; 1 where one is found."
        added = group.add_parser("check", help=about, description=about)
        added.set_defaults(function="checking.check", kind=kind)
        if kind == "region":
            _add_import(group)
    added = command("chat", "working.talk", "Talk to the bot that runs on the sandbox.")
    added.add_argument("--url", help="the sandbox's address (default: that of the bot running here)")
    added.add_argument("--as", dest="name", required=True, metavar="NAME")
    return parser


def _take_reports(ingest: argparse.ArgumentParser) -> None:
    ingest.add_argument("files", nargs="*", metavar="FILE", help="- or nothing: standard input")
    ingest.add_argument("--source", help="who published it")
    ingest.add_argument("--published-at", type=_instant, metavar="ISO", help="when it was published")
    ingest.add_argument("--url", help="where it stands")
    ingest.add_argument("--title", help="its title")
    ingest.add_argument("--format", choices=["text", "jsonl"], default="text")


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
    added.set_defaults(function="working.import_regions")


Command = Callable[[Settings, argparse.Namespace], Coroutine[None, None, int]]


def _function(name: str) -> Command:
    """Load the one command that is wanted, and with it only what that command needs."""
    module, _, function = name.partition(".")
    return cast("Command", getattr(import_module(f"bot.cli.{module}"), function))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        logs.set_up(settings.log_level, settings.log_format)
        code = asyncio.run(_function(parsed.function)(settings, parsed))
    except (InputError, SettingsError) as error:
        say(str(error))
        return 2
    except SituationBotError as error:
        say(str(error))
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        say(f"{error.filename}: {error.strerror}." if error.filename else f"{error}.")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def cli() -> None:
    """Entry point of the `situation-bot` command."""
    sys.exit(main())


if __name__ == "__main__":
    cli()
