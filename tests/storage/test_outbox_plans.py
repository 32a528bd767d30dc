"""A claim reads what it takes, however long the queue is: on both databases, with and without statistics."""

import json

import pytest
from delivery.people import ensure, message
from sqlalchemy import event, text

from bot.domain.deliveries import DeliveryKind, Plan
from storage import open_storage
from storage.due import claim_statement, dead_statement

BACKLOG = 300


@pytest.fixture
async def sqlite_storage(sqlite_url, clock):
    async with open_storage(sqlite_url, clock) as opened:
        yield opened


@pytest.fixture
async def postgres_storage(postgres_url, clock):
    async with open_storage(postgres_url, clock) as opened:
        yield opened


async def queue(storage):
    await ensure(storage, *range(1, BACKLOG + 1))
    async with storage.transaction() as tx:
        written = await tx.outbox.write(message())
        await tx.outbox.fan_out(Plan(DeliveryKind.BROADCAST, 1, 0, {"en": written}, "en"))


def scans(node):
    """Every scan of the outbox in a PostgreSQL plan, with the rows that it has read in all its loops."""
    if node.get("Relation Name") == "outbox":
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        yield node["Node Type"], node.get("Index Name"), rows * node["Actual Loops"]
    for inner in node.get("Plans", ()):
        yield from scans(inner)


async def explain(storage, explaining, statement, **parameters):
    """Run a statement, and return what the database says of how it did that."""
    said = []

    def note(_, __, sql, given, *_more):
        said.append((sql, given))

    engine = storage.engines.writer.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    async with storage.engines.begin() as connection:
        await connection.execute(statement, {"now": storage.now(), "limit": 3, **parameters})
        (sql, given), *_ = [(sql, given) for sql, given in said if "outbox" in sql]
        event.remove(engine, "before_cursor_execute", note)
        rows = await connection.exec_driver_sql(f"{explaining} {sql}", given)
        return [tuple(row) for row in rows]


CLAIM = {"epoch": 1, "resting": [], "alerts_first": 0}


@pytest.mark.parametrize("analyzed", [False, True])
async def test_postgres_reads_no_backlog(postgres_storage, analyzed):
    await queue(postgres_storage)
    if analyzed:
        async with postgres_storage.engines.begin() as connection:
            await connection.execute(text("ANALYZE"))
    ((said,),) = await explain(postgres_storage, "EXPLAIN (ANALYZE, FORMAT JSON)", claim_statement(), **CLAIM)
    plan = said if isinstance(said, list) else json.loads(said)
    read = list(scans(plan[0]["Plan"]))
    assert read
    assert max(rows for _, _, rows in read) <= 10, read


async def test_sqlite_reads_no_backlog(sqlite_storage):
    await queue(sqlite_storage)
    for statement, more in ((claim_statement(), CLAIM), (dead_statement(), {})):
        plan = [row[3] for row in await explain(sqlite_storage, "EXPLAIN QUERY PLAN", statement, **more)]
        assert sum("SEARCH outbox USING INDEX ix_outbox_due" in step for step in plan) == 5, plan
        assert not [step for step in plan if step.startswith("SCAN outbox")], plan
