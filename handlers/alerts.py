"""What can be pressed below an alert."""

from handlers.context import Handlers, pressed

HANDLERS: Handlers = [
    pressed("event", lambda who, key, services: services.stories.card(who, key)),
    pressed("sources", lambda who, key, services: services.stories.sources(who, key)),
    pressed("map", lambda who, key, services: services.stories.map(who, key)),
    pressed("watch", lambda who, key, services: services.stories.watch(who, key)),
]
