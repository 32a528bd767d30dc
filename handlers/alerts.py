"""What can be pressed below an alert, and what is muted."""

from bot.domain.commands import Command
from handlers.context import Handlers, Right, on, pressed

COMMANDS = [
    Command("mute", "mute one story; as an answer to its alert, or to choose"),
    Command("mutes", "muted stories"),
]

HANDLERS: Handlers = [
    pressed("event", lambda who, key, services: services.stories.card(who, key)),
    pressed("sources", lambda who, key, services: services.stories.sources(who, key)),
    pressed("map", lambda who, key, services: services.stories.map(who, key)),
    pressed("watch", lambda who, key, services: services.stories.watch(who, key)),
    on("mute", lambda who, _, services: services.mutes.command(who), Right.CHANGE),
    on("mutes", lambda who, _, services: services.mutes.show(who)),
    pressed("why", lambda who, key, services: services.why.explain(who, key)),
    pressed("tune", lambda who, choice, services: services.why.tune(who, choice), Right.CHANGE),
    pressed("mute", lambda who, key, services: services.mutes.ask(who, key)),
    pressed("silence", lambda who, choice, services: services.mutes.mute(who, choice), Right.CHANGE),
    pressed("unhush", lambda who, key, services: services.mutes.undo(who, key), Right.CHANGE),
    pressed("unmute", lambda who, key, services: services.mutes.end(who, key), Right.CHANGE),
]
