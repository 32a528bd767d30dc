"""Where SQLite and PostgreSQL differ, as questions with one answer each."""

from pathlib import Path

from sqlalchemy import URL, ColumnElement, Insert, Table, and_, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import SettingsError


def parse_url(text: str) -> URL:
    """Return the address of the database with the driver that we use.

    Args:
        text: `sqlite:///path`, `postgresql://…` or `postgres://…`; a driver in it is ignored.

    Raises:
        SettingsError: it is no address, or of another kind of database.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingsError(
            "DATABASE_URL is no database address: use sqlite:///… or postgresql://…."
        ) from error
    match url.drivername.partition("+")[0]:
        case "sqlite":
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise SettingsError(f"DATABASE_URL names {other}; only sqlite and postgresql are supported.")


def is_sqlite(url: URL) -> bool:
    """Tell whether the database is an SQLite file."""
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path:
    """Return the SQLite file, absolute.

    Raises:
        SettingsError: the address names no file (an in-memory database would forget every promise).
    """
    if not url.database or url.database == ":memory:":
        raise SettingsError("DATABASE_URL names no file: an in-memory database would forget every promise.")
    return Path(url.database).absolute()


def insert_new(connection: AsyncConnection, table: Table) -> Insert:
    """Return an INSERT that passes over rows whose unique key exists."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def insert_or_ring(connection: AsyncConnection, outbox: Table) -> Insert:
    """Return an INSERT into the outbox that passes over rows whose key exists, but lets a waiting silent one ring."""
    keys = ["target_id", "kind", "cause", "version"]
    if connection.dialect.name == "sqlite":
        lite = sqlite.insert(outbox)
        return lite.on_conflict_do_update(
            index_elements=keys,
            set_={"silent": False},
            where=_may_ring(outbox, lite.excluded.silent, lite.excluded.state),
        )
    post = postgresql.insert(outbox)
    return post.on_conflict_do_update(
        index_elements=keys,
        set_={"silent": False},
        where=_may_ring(outbox, post.excluded.silent, post.excluded.state),
    )


def _may_ring(outbox: Table, silent: ColumnElement[bool], state: ColumnElement[str]) -> ColumnElement[bool]:
    """A row that waits in silence, where the one that is in its way would ring at once."""
    quiet = and_(outbox.c.silent.is_(True), outbox.c.state == "pending")
    return and_(quiet, silent.is_(False), state == "pending")


def upsert(
    connection: AsyncConnection, table: Table, *, keys: tuple[str, ...], update: tuple[str, ...]
) -> Insert:
    """Return an INSERT that writes the columns `update` of a row whose `keys` exist already."""
    if connection.dialect.name == "sqlite":
        lite = sqlite.insert(table)
        return lite.on_conflict_do_update(
            index_elements=list(keys), set_={name: lite.excluded[name] for name in update}
        )
    post = postgresql.insert(table)
    return post.on_conflict_do_update(
        index_elements=list(keys), set_={name: post.excluded[name] for name in update}
    )
