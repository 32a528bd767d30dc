"""How soon the whole bot works, and what it holds then: `python -m benchmarks start`.

The bot runs in a process of its own against a local Telegram: the first time with an empty folder, so that it builds the
gazetteer, then again. Memory is its resident set after it has answered somebody.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from benchmarks.delivery import say, telegram
from bot.sandbox import SANDBOX_TOKEN, SandboxClient

ROOT = Path(__file__).parents[1]
TYPED = ("/start", "mosul", "Мосул", "mosoul", "/subscribe near Goma", "/subscriptions")


async def run(*, tiny: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="situation-bench-") as folder:
        async with telegram(0) as (url, _, _), SandboxClient(url) as people:
            data = Path(folder)
            async with _bot(url, data) as (seconds, process):
                worked = sum(psutil.Process(process.pid).cpu_times()[:2])
                say(
                    "first start, with the build",
                    f"{seconds:.1f} s",
                    f"limit 20 s; {worked:.1f} s of processor time",
                )
            async with _bot(url, data) as (seconds, process):
                worked = sum(psutil.Process(process.pid).cpu_times()[:2])
                say("later start", f"{seconds:.1f} s", f"limit 3 s; {worked:.1f} s of processor time")
                for typed in TYPED[: 1 if tiny else None]:
                    await people.say("Anna", typed)
                    await people.next("Anna", seconds=60)
                memory = psutil.Process(process.pid).memory_info().rss
                say("memory of the whole bot", f"{memory / 1e6:.0f} MB", "limit 200 MB")


@asynccontextmanager
async def _bot(url: str, data: Path) -> AsyncIterator[tuple[float, asyncio.subprocess.Process]]:
    """Run the bot; give how long it took until it said that it runs (seconds), and its process."""
    environment = {
        "PATH": os.environ["PATH"],
        "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
        "TELEGRAM_API_URL": url,
        "DATA_DIR": str(data),
        "HTTP_LISTEN": "",
        "LOG_LEVEL": "WARNING",
    }
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        assert process.stderr is not None
        while b"is running" not in (line := await process.stderr.readline()):
            if not line:
                raise RuntimeError("the bot ended")
        yield time.perf_counter() - started, process
    finally:
        process.terminate()
        await process.communicate()
