"""Starter packs: what somebody may begin with, from `packs.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def packs() -> Mapping[str, tuple[str, ...]]:
    """Return the packs in the order in which they are offered: name → one request in words on each line."""
    with Path(__file__).with_name("packs.toml").open("rb") as file:
        return {name: tuple(lines) for name, lines in tomllib.load(file).items()}
