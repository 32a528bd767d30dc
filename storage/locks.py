"""File locks between processes on one SQLite database.

`<database>.run.lock` is held by the one running bot; `<database>.write.lock` around every write transaction of any
process, checkpoint included: SQLite before 3.51.3 can corrupt a write-ahead log when two connections reset it at once
(sqlite.org/wal.html, "the WAL-reset bug"), and Debian 12 ships 3.40.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.errors import AlreadyRunningError


class FileLock:
    """One lock file, taken again and again by one process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._turn = asyncio.Lock()

    def close(self) -> None:
        """Let go of the file, and with it of the lock."""
        os.close(self._file)

    def try_lock(self) -> bool:
        """Take the lock if nobody else has it; say whether it is ours now."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold the lock, after those who came before, in this process and in others."""
        async with self._turn:
            if not self.try_lock():
                await asyncio.to_thread(fcntl.flock, self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


@asynccontextmanager
async def alone(path: Path) -> AsyncIterator[None]:
    """Be the only running bot on a database.

    Raises:
        AlreadyRunningError: another one is running.
    """
    lock = FileLock(path)
    try:
        if not lock.try_lock():
            raise AlreadyRunningError(f"Another bot is running on this database (it holds {path.name}).")
        yield
    finally:
        lock.close()
