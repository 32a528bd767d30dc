"""One target takes the place of another: a group has become a supergroup, and may be known under both ids already."""

from collections.abc import Iterator

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import ChatKind
from storage.schema import alerts, metadata, targets


async def move_chat(connection: AsyncConnection, old_chat_id: int, new_chat_id: int) -> None:
    """Let all targets of a chat, and all that hangs on them, be those of its new id.

    Where a topic is known under both ids, the new target stays as it is and gets what it does not have yet. The ids of
    messages do not move: a supergroup counts its own, so that an edit could hit any other message.
    """
    old_one, new_one = targets.alias("old_one"), targets.alias("new_one")
    both = await connection.execute(
        select(old_one.c.id.label("old"), new_one.c.id.label("new"))
        .join(new_one, new_one.c.thread_id == old_one.c.thread_id)
        .where(old_one.c.chat_id == old_chat_id, new_one.c.chat_id == new_chat_id)
    )
    moving = select(targets.c.id).where(targets.c.chat_id == old_chat_id)
    await connection.execute(update(alerts).where(alerts.c.target_id.in_(moving)).values(telegram_id=None))
    for pair in both.all():
        for table in _hanging_on_targets():
            await _hand_over(connection, table, pair.old, pair.new)
        await connection.execute(delete(targets).where(targets.c.id == pair.old))
    await connection.execute(
        update(targets)
        .where(targets.c.chat_id == old_chat_id)
        .values(chat_id=new_chat_id, kind=ChatKind.SUPERGROUP)
    )


def _hanging_on_targets() -> Iterator[Table]:
    for table in metadata.sorted_tables:
        column = table.c.get("target_id")
        if column is not None and column.references(targets.c.id):
            yield table


async def _hand_over(connection: AsyncConnection, table: Table, old: int, new: int) -> None:
    """Give rows of one target to another, but for those that it has already."""
    there = table.alias("there")
    known = [
        exists().where(
            there.c.target_id == new,
            *[there.c[column.name] == column for column in key.columns if column.name != "target_id"],
        )
        for key in table.constraints
        if isinstance(key, PrimaryKeyConstraint | UniqueConstraint) and "target_id" in key.columns
    ]
    await connection.execute(
        update(table).where(table.c.target_id == old, *[~already for already in known]).values(target_id=new)
    )
