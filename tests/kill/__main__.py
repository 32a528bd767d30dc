"""Kill the sender as often as you like: `python -m tests.kill --kills 200 --people 2500 --seed 3 --faults`."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.kill.harness import Wish, hold, kills

FAULTS = [
    {"action": "answer", "method": "sendMessage", "status": 429, "times": 0, "rate": 0.01},
    {"action": "answer", "method": "sendMessage", "status": 502, "times": 0, "rate": 0.005},
    {"action": "drop_before", "method": "sendMessage", "times": 0, "rate": 0.003},
    {"action": "drop_after", "method": "sendMessage", "times": 0, "rate": 0.003},
]


def main():
    """Run one fight and print what the judge says."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--people", type=int, default=600, help="each gets all messages")
    parser.add_argument("--alerts", type=int, default=4, help="a broadcast and a digest come on top")
    parser.add_argument("--rate", type=float, default=250.0, help="messages a second")
    parser.add_argument("--latency", type=float, default=0.09, help="seconds of one call")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--faults", action="store_true", help="some calls are refused, fail or are lost as well"
    )
    parser.add_argument("--database", help="address of an empty database (default: a new SQLite file)")
    given = parser.parse_args()
    wish = Wish(
        given.people, given.alerts, given.rate, given.latency, given.seed, FAULTS if given.faults else []
    )
    with tempfile.TemporaryDirectory() as folder:
        database = given.database or f"sqlite:///{folder}/situation.db"
        verdict = asyncio.run(kills(Path(folder), database, given.kills, wish))
    hold(verdict, wish.rate, strangers=given.faults)


if __name__ == "__main__":
    sys.exit(main())
