"""The bot in a process of its own, to be stopped and killed."""

import asyncio
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


class BotProcess:
    """`situation-bot run` against a sandbox; use it as an asynchronous context manager."""

    def __init__(self, sandbox_url, token, data_dir, database_url, **environment):
        self._environment = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_API_URL": sandbox_url,
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": database_url,
            "HTTP_LISTEN": "",
            "LOG_LEVEL": "WARNING",
            **environment,
        }
        self._process = None
        self.output = ""

    async def __aenter__(self):
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=self._environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with asyncio.timeout(60):
            while "is running" not in self.output:
                line = await self._process.stderr.readline()
                assert line, f"the bot ended: {self.output}"
                self.output += line.decode()
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_):
        if self._process.returncode is None:
            await self.kill()

    async def kill(self):
        self._process.send_signal(signal.SIGKILL)
        await self._ended()

    async def stop(self):
        """Ask it to stop, and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return await self._ended()

    async def _ended(self):
        async with asyncio.timeout(30):
            code = await self._process.wait()
            await self._reader
        return code

    async def _read(self):
        while line := await self._process.stderr.readline():
            self.output += line.decode()
