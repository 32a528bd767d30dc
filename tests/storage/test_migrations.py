"""One chain of migrations for both databases, and nothing is lost on the way."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from bot.domain.errors import StorageError
from storage.dialects import parse_url
from storage.migrate import migrate
from storage.schema import metadata


def sync_engine(url):
    parsed = parse_url(url)
    return create_engine(parsed.set(drivername=parsed.drivername.replace("+aiosqlite", "")))


@pytest.fixture(params=["sqlite", "postgres"])
def fresh_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/fresh.db"
    return request.getfixturevalue("empty_postgres")


def test_the_migrated_database_is_the_schema(database_url):
    engine = sync_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(fresh_url):
    migrate(parse_url(fresh_url))
    migrate(parse_url(fresh_url))


def test_a_database_of_a_newer_program_is_refused(fresh_url):
    migrate(parse_url(fresh_url))
    engine = sync_engine(fresh_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StorageError, match="newer version"):
        migrate(parse_url(fresh_url))


def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path):
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StorageError, match="cannot be used"):
        migrate(parse_url(f"sqlite:///{tmp_path}/folder.db"))
