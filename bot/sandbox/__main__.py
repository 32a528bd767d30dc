"""Run the local Telegram in a process of its own: `python -m bot.sandbox --port N [--state-log FILE]`."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument(
        "--port", type=int, default=0, help="port to listen on (default: a free one, printed)"
    )
    parser.add_argument(
        "--token", default=SANDBOX_TOKEN, help="token of the bot (default: the sandbox's own)"
    )
    parser.add_argument(
        "--state-log", type=Path, help="append every accepted send and edit to this file as JSON lines"
    )
    parser.add_argument(
        "--memory", type=Path, help="keep people, groups and channels in this file between runs"
    )
    parser.add_argument(
        "--fsync", action="store_true", help="put every line of the state log on the disk at once"
    )
    parser.add_argument("--no-privacy", action="store_true", help="let the bot hear everything in groups")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    sandbox = Sandbox(token=arguments.token, privacy=not arguments.no_privacy, memory=arguments.memory)
    if arguments.state_log is not None:
        sandbox.log_to(arguments.state_log, fsync=arguments.fsync)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    url = await sandbox.start(arguments.host, arguments.port)
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    await stop.wait()
    await sandbox.stop()


def main() -> int:
    """Serve until told to stop. Returns the exit code: 1 when the address is taken or the memory file damaged."""
    try:
        asyncio.run(_serve(_arguments()))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"the sandbox cannot start: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
