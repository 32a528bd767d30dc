"""What a driver sees of the bot, and the trouble it orders."""

import time

from bot.sandbox.faults import Fault, FloodLimits
from bot.sandbox.model import Json
from bot.sandbox.transcript import entry
from bot.sandbox.verbs.arguments import Arguments, Verb
from bot.sandbox.views import user_json


def _transcript(args: Arguments) -> list[Json]:
    return args.sandbox.transcript(args.chat())


async def _next(args: Arguments) -> Json | None:
    try:
        message = await args.sandbox.wait_message(args.chat(), args.number("after") or 0, args.wait(10.0))
    except TimeoutError:
        return None
    return entry(args.sandbox.world, message)


async def _hear(args: Arguments) -> Json | None:
    try:
        message = await args.sandbox.hear(args.text("text"), args.chat(), args.wait(10.0))
    except TimeoutError:
        return None
    return entry(args.sandbox.world, message)


async def _events(args: Arguments) -> Json:
    """Return the events after a number, waiting for the first one."""
    journal = args.sandbox.world.journal
    after = args.number("after") or 0
    chat = args.chat().id if "chat" in args or "as" in args else None
    deadline = time.monotonic() + args.wait(0.0)
    while True:
        found = [event.as_json() for event in journal.since(after) if chat in {None, event.chat_id}]
        last = journal.last
        if found or not await journal.changed(last, max(deadline - time.monotonic(), 0.0)):
            return {"events": found, "last": last}
        after = last


def _fault(args: Arguments) -> None:
    known = set(Fault.__dataclass_fields__)
    values = dict(args.params.values)
    if unknown := set(values) - known:
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(known))}")
    args.text("action")
    for name, kinds in (
        ("seconds", (int, float)),
        ("rate", (int, float)),
        ("status", int),
        ("chat", int),
        ("times", int),
    ):
        if name in values and not isinstance(values[name], kinds):
            raise ValueError(f"the argument {name!r} must be a number")
    args.sandbox.server.faults.add(Fault(**values))


def _latency(args: Arguments) -> None:
    args.sandbox.server.faults.latency = args.decimal("seconds")


def _limits(args: Arguments) -> None:
    if not args.flag("on"):
        args.sandbox.server.limits = None
        return
    args.sandbox.server.limits = FloodLimits(
        args.number("overall") or 30, args.number("chat_burst") or 3, args.number("group_per_minute") or 20
    )


def _state(args: Arguments) -> Json:
    world, server = args.sandbox.world, args.sandbox.server
    return {
        "bot": user_json(world.bot),
        "chats": [{"id": chat.id, "type": chat.type, "title": chat.title} for chat in world.chats.values()],
        "calls": server.calls,
        "updates_waiting": len(world.updates),
        "faults_pending": server.faults.pending,
        "last": world.journal.last,
    }


WATCHING: dict[str, Verb] = {
    "transcript": _transcript,
    "next": _next,
    "hear": _hear,
    "events": _events,
    "quiet": lambda args: args.sandbox.quiet(args.wait(0.5)),
    "fault": _fault,
    "clear_faults": lambda args: args.sandbox.server.faults.clear(),
    "latency": _latency,
    "limits": _limits,
    "state": _state,
}
