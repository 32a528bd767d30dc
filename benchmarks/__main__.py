"""Run all benchmarks, or those named: `python -m benchmarks [delivery …] [--tiny]`."""

import argparse
import asyncio
import importlib
import pkgutil

import benchmarks


def main() -> None:
    """Run and print."""
    known = [
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")
    ]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*known, []], help="default: all")
    parser.add_argument("--tiny", action="store_true", help="only show that they run")
    given = parser.parse_args()
    for name in given.names or known:
        asyncio.run(importlib.import_module(f"benchmarks.{name}").run(tiny=given.tiny))


if __name__ == "__main__":
    main()
