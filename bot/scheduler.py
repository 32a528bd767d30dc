"""What happens when: the table of timed jobs. Due times live in the database; this only looks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import metrics
from bot.logs import logger
from bot.services.atlas import Atlas
from bot.services.broadcasts import Broadcasts
from bot.services.desk import Desk
from bot.services.digests import Digests
from bot.services.roundups import Roundups
from bot.services.upkeep import Upkeep

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """The services whose work is timed."""

    digests: Digests
    broadcasts: Broadcasts
    desk: Desk
    upkeep: Upkeep
    roundups: Roundups
    atlas: Atlas


@dataclass(frozen=True, slots=True)
class Job:
    """One timed job: its name, how often it looks, and what it calls."""

    id: str
    every: timedelta
    run: Callable[[Work], Awaitable[object]]


JOBS = (
    Job("digests", timedelta(seconds=10), lambda work: work.digests.send_due()),
    Job("broadcasts", timedelta(seconds=3), lambda work: work.broadcasts.report_finished()),
    Job("pastes", timedelta(seconds=1), lambda work: work.desk.finish_pastes()),
    Job("roundups", timedelta(seconds=3), lambda work: work.roundups.work()),
    Job("backlog", timedelta(seconds=60), lambda work: work.roundups.catch_up()),
    Job("edits", timedelta(seconds=10), lambda work: work.atlas.load()),
    Job("prune", timedelta(hours=1), lambda work: work.upkeep.prune()),
)


def build_scheduler(work: Work) -> AsyncIOScheduler:
    """Return a scheduler with every job of the product, not started.

    APScheduler is only the ticker: it drops runs that come late and doubles them when clocks change, so whether
    something is due is asked of the database each time.
    """
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in JOBS:
        scheduler.add_job(
            _run,
            "interval",
            args=(job, work),
            seconds=job.every.total_seconds(),
            id=job.id,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    return scheduler


async def _run(job: Job, work: Work) -> None:
    """Run a job once; a failure is logged, and the next look tries again."""
    try:
        await job.run(work)
    except Exception:
        metrics.JOBS.labels(job=job.id, result="failed").inc()
        log.exception("a timed job failed", job=job.id)
    else:
        metrics.JOBS.labels(job=job.id, result="done").inc()
