"""The acceptance story, played in the terminal: a report comes in, and those whom it concerns hear of it, once."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot import logs
from bot.app import running, sandboxed
from bot.opening import known
from bot.sandbox import Sandbox
from bot.settings import Settings

REPORT = """\
Source: Situation desk
Date: 8 July 2017

Iraqi security forces (ISF) captured Old Mosul from ISIS on Saturday, the Iraqi military has declared. It was the last \
quarter of the city under the group's control.

Earlier in the day ISF units took Nujaifi street, Bab al-Toub and Souk al-Sagha. At least 35 ISIS fighters were \
reportedly killed as they tried to get out of the Old City.

South of Mosul, the Iraqi Federal Police seized an ISIS training camp in the village of al-Bouseif.
"""
ECHO = """\
Source: Another desk
Date: 8 July 2017

Old Mosul has been captured from ISIS by Iraqi security forces, the Iraqi military declared on Saturday.
"""
HEADLINE = "Old Mosul declared captured"
PATIENCE = 15.0


class _Story:
    """People on the sandbox, and a transcript of what is said."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._missing: list[str] = []

    def says(self, name: str, text: str) -> None:
        """Let somebody write to the bot."""
        print(f"\n{name}: {text.strip().replace(chr(10), chr(10) + '    ')}")
        self._sandbox.person(name).say(text.strip())

    async def hears(self, name: str, part: str, *, within: float = PATIENCE) -> None:
        """Wait until somebody has received a message with this in it."""
        try:
            async with asyncio.timeout(within):
                while True:
                    message = await self._sandbox.person(name).next(seconds=within)
                    text = str(message.content["text"])
                    print(f"\n  bot → {name}:\n    " + text.replace("\n", "\n    "))
                    if part in text:
                        return
        except TimeoutError:
            self._missing.append(f"{name} did not receive “{part}”")

    def check_once(self, name: str, headline: str) -> None:
        """Check that somebody has received a headline exactly once."""
        count = self._count(name, headline)
        if count != 1:
            self._missing.append(f"{name} received “{headline}” {count} times, not once")

    def check_nothing(self, name: str, headline: str) -> None:
        """Check that somebody has not received a headline."""
        if self._count(name, headline):
            self._missing.append(f"{name} received “{headline}”, which is none of theirs")

    def end(self) -> int:
        """Tell how the story ended; 0 when everything came as it should."""
        for line in self._missing:
            print(f"MISSING: {line}", file=sys.stderr)
        print("\nThe story is complete." if not self._missing else "\nThe story is not complete.")
        return int(bool(self._missing))

    def _count(self, name: str, headline: str) -> int:
        said = self._sandbox.transcript(self._sandbox.person(name).id)
        return sum(line["by_bot"] and line["text"].startswith(headline) for line in said)


async def play() -> int:
    """Play the story on a sandbox and a database of its own; return 0 when every expected message arrived."""
    logs.set_up("WARNING", "console")
    with tempfile.TemporaryDirectory(prefix="situation-demo-") as folder:
        settings = Settings.model_construct(data_dir=Path("data"), database_url=f"sqlite:///{folder}/demo.db")
        async with (
            known(settings, _say) as world,
            sandboxed(settings) as (local, sandbox),
            running(local, world),
        ):
            story = _Story(sandbox)
            await _tell(story)
            return story.end()


async def _tell(story: _Story) -> None:
    story.says("Anna", "/start")
    await story.hears("Anna", "/subscribe")
    for name, wish, answer in (
        ("Anna", "Nineveh", "Nineveh, Iraq"),
        ("Omar", "Daesh", "Islamic State"),
        ("Olena", "Ukraine", "Ukraine"),
    ):
        story.says(name, f"/subscribe {wish}")
        await story.hears(name, answer)
    story.says("Admin", f"/ingest {REPORT}")
    await story.hears("Admin", HEADLINE)
    await story.hears("Anna", HEADLINE)
    await story.hears("Omar", HEADLINE)
    story.says("Admin", f"/ingest {ECHO}")
    await story.hears("Admin", "repeat")
    story.says("Olena", "/latest")
    await story.hears("Olena", "Nothing yet")
    for name in ("Anna", "Omar"):
        story.check_once(name, HEADLINE)
    story.check_nothing("Olena", HEADLINE)


def _say(text: str) -> None:
    print(text, file=sys.stderr)
