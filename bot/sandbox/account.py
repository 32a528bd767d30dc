"""The bot's account on this Telegram: its world, its pressed buttons, its public profile, its webhook."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.callbacks import Callbacks
from bot.sandbox.model import Json
from bot.sandbox.world import World


@dataclass(slots=True)
class Webhook:
    """Where updates go instead of getUpdates; url "" means nowhere."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error_at: int | None = None
    last_error: str = ""


@dataclass(slots=True)
class Profile:
    """What setMyCommands, setMyName and their like have set, by scope and language."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Account:
    """Everything a Bot API method works on."""

    world: World
    token: str
    callbacks: Callbacks
    profile: Profile = field(default_factory=Profile)
    webhook: Webhook = field(default_factory=Webhook)


@dataclass(slots=True, frozen=True)
class Described:
    """The answer True with a sentence beside it, as the webhook methods give it."""

    description: str


Answer = Any
"""What a method returns: anything JSON can hold, the `result` of the answer; or a Described."""
