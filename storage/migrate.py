"""Bring a database to the schema of this program; the version is Alembic's, in `alembic_version`."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.domain.errors import StorageError
from storage.dialects import file_of, is_sqlite

SCRIPTS = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; with a connection, the migrations run on it."""
    alembic = Config()
    alembic.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    alembic.attributes["connection"] = connection
    return alembic


def migrate(url: URL) -> None:
    """Bring the database to the newest schema; blocking, in one transaction.

    Raises:
        StorageError: the database cannot be reached, or a newer program has written it.
    """
    if is_sqlite(url):
        file_of(url).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(_sync(url), poolclass=NullPool)
    if is_sqlite(url):
        event.listen(engine, "connect", _without_foreign_keys)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            _refuse_newer(connection)
            command.upgrade(config(connection), "head")
            _check_references(connection)
    except DBAPIError as error:
        raise StorageError(
            f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}"
        ) from error
    finally:
        engine.dispose()


def _sync(url: URL) -> URL:
    return url.set(drivername="sqlite") if is_sqlite(url) else url


def _without_foreign_keys(connection: Any, _: object) -> None:
    """Alembic rebuilds a parent table by dropping it: with foreign keys on, its children would be emptied."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA busy_timeout=30000")


def _refuse_newer(connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if current is not None and current not in known:
        raise StorageError("A newer version of the bot has written this database; start that version.")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        raise StorageError(
            f"The migration would leave a dangling reference in table {broken[0]}; nothing was changed."
        )
