"""Structured logs, and the one place that keeps secrets out of them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from typing_extensions import override

SECRET = re.compile(r"\d{6,}:[\w-]{30,}")
REDACTED = "<token>"


class _Redact(logging.Formatter):
    """Format a record with another formatter and cut every bot token out of the finished line, tracebacks included."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    @override
    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(REDACTED, self._inner.format(record))


def _renderer(log_format: str) -> structlog.typing.Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _redact_event(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {
        key: SECRET.sub(REDACTED, value) if isinstance(value, str) else value for key, value in event.items()
    }


def set_up(level: str, log_format: str) -> None:
    """Send all logs to standard error: `level` is a name of logging's, `log_format` console or json."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _redact_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _renderer(log_format),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redact(formatter))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "aiosqlite", "aiohttp.access", "apscheduler", "telegram", "alembic"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
