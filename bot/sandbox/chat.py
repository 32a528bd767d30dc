"""A terminal as a Telegram app: what is typed goes to the bot, what the bot says is printed."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bot.sandbox.client import SandboxClient
from bot.sandbox.model import Json

QUIET_SECONDS = 2.0
"""How long the end of the input waits for the bot to fall silent."""
POLL_SECONDS = 30.0
SPOKEN = frozenset({"message", "edit", "markup"})
HELP = """Type to talk to the bot. Lines that begin with ! act on Telegram itself:
  !1             press the button numbered 1 of the last message with buttons
  !file PATH     send a text document
  !at LAT LON    send a location
  !paste PATH    send a file's text as messages, cut at 4,096 letters
  !block         block the bot; !unblock lets it write again
  !quit          leave"""


async def typed_lines() -> AsyncIterator[str]:
    """Yield the lines of standard input without holding up the loop or its end."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(queue.put_nowait, line.rstrip("\n"))
        loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


def _to_terminal(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class TerminalChat:
    """One person's chat with the bot: acts on typed lines, shows what happens in the chat."""

    def __init__(self, client: SandboxClient, name: str, show: Callable[[str], None]) -> None:
        self._client = client
        self._name = name
        self._show = show
        self._seen = 0
        self._buttons: list[tuple[Json, Json]] = []

    async def begin(self) -> None:
        """Start with an empty screen: what was said before is not shown again."""
        await self._client.call("person", who=self._name)
        _, self._seen = await self._client.events()

    async def act(self, line: str) -> bool:
        """Do what a typed line asks for; False when it asks to leave. Raises ValueError with one sentence."""
        if not line.startswith("!"):
            if line.strip():
                await self._client.say(self._name, line)
            return True
        word, _, rest = line[1:].strip().partition(" ")
        if word == "quit":
            return False
        if word.isdigit():
            await self._press(int(word))
        elif word in {"file", "paste"}:
            await self._send_file(word, rest.strip())
        elif word == "at":
            latitude, _, longitude = rest.partition(" ")
            await self._client.call("locate", who=self._name, latitude=latitude, longitude=longitude.strip())
        elif word in {"block", "unblock"}:
            await self._client.call(word, who=self._name)
        else:
            self._show(HELP)
        return True

    async def _press(self, number: int) -> None:
        if not 0 < number <= len(self._buttons):
            raise ValueError(
                f"there is no button {number}; the last message with buttons has {len(self._buttons)}"
            )
        message, button = self._buttons[number - 1]
        if "data" not in button:
            raise ValueError(f"the button {button['text']!r} opens {button.get('url', 'something')}")
        await self._client.call(
            "press", who=self._name, message_id=message["message_id"], data=button["data"]
        )

    async def _send_file(self, word: str, path: str) -> None:
        try:
            text = await asyncio.to_thread(Path(path).read_text, encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{path!r} cannot be read as text: {error}") from None
        name = {"name": Path(path).name} if word == "file" else {}
        await self._client.call(word, who=self._name, text=text, **name)

    async def watch(self) -> None:
        """Show what happens, for ever."""
        while True:
            await self.look(POLL_SECONDS)

    async def look(self, seconds: float) -> bool:
        """Show what is new, waiting for it; False when nothing came."""
        events, last = await self._client.events(self._seen, chat=self._name, seconds=seconds)
        news = [event for event in events if event["by_bot"]]
        said: dict[int, Json] = {}
        if any(event["kind"] in SPOKEN for event in news):
            said = {entry["message_id"]: entry for entry in await self._client.transcript(self._name)}
        self._seen = last
        for event in news:
            self._show_event(event, said.get(event.get("message_id", 0)))
        return bool(news)

    def _show_event(self, event: Json, message: Json | None) -> None:
        if event["kind"] == "answer" and event["text"]:
            self._show(f"  ({event['text']})")
        elif event["kind"] == "delete":
            self._show(f"  (the bot deleted: {event['text']})")
        elif message is not None and event["kind"] in SPOKEN:
            marks = [
                mark for mark, on in (("edited", event["kind"] == "edit"), ("silent", event["silent"])) if on
            ]
            text = event["text"] if event["kind"] != "markup" else ""
            for kind in ("document", "photo", "location", "venue"):
                text += f" [{kind}]" if kind in message else ""
            if text.strip():
                self._show(
                    "\n".join(f"  {line}" for line in [f"{_mark(marks)}{text}".strip(), *_links(message)])
                )
            self._offer(message)

    def _offer(self, message: Json) -> None:
        rows = message["buttons"]
        if not rows:
            return
        self._buttons = [(message, button) for row in rows for button in row]
        number = 0
        for row in rows:
            labels: list[str] = []
            for button in row:
                number += 1
                labels.append(
                    f"[{number}] {button['text']}" + (f" ({button['url']})" if "url" in button else "")
                )
            self._show("  " + "   ".join(labels))


def _mark(marks: list[str]) -> str:
    return f"({', '.join(marks)}) " if marks else ""


def _links(message: Json) -> list[str]:
    """Return the addresses behind linked words, which a terminal cannot hide."""
    return [f"-> {entity['url']}" for entity in message["entities"] if entity["type"] == "text_link"]


async def chat(
    url: str, name: str, lines: AsyncIterator[str] | None = None, show: Callable[[str], None] = _to_terminal
) -> None:
    """Chat as a person on the sandbox at a URL, until the input ends and the bot is silent.

    lines and show stand for the terminal. Raises ConnectionError when there is no sandbox at the URL.
    """
    async with SandboxClient(url) as client:
        terminal = TerminalChat(client, name, show)
        await terminal.begin()
        show(f"You are {name}. !help tells what else can be typed.")
        watcher = asyncio.create_task(terminal.watch())
        try:
            if await _obey(terminal, lines or typed_lines(), show):
                return
        finally:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)
        while await terminal.look(QUIET_SECONDS):
            pass


async def _obey(terminal: TerminalChat, lines: AsyncIterator[str], show: Callable[[str], None]) -> bool:
    """Act on every line; True when one asks to leave."""
    async for line in lines:
        try:
            if not await terminal.act(line):
                return True
        except ValueError as error:
            show(f"  ! {error}")
    return False
