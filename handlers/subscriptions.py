"""What a chat follows."""

from bot.domain.chats import Asker
from bot.domain.commands import Command
from bot.rendering.texts import marked
from handlers.context import Handlers, Right, Services, on, pressed

COMMANDS = [
    Command("subscribe", "follow places, parties, kinds of event", marked("Mosul")),
    Command("subscriptions", "what you follow; change, pause, share, end"),
    Command("unsubscribe", "follow something no more", marked("[Mosul]")),
    Command("test", "a sample alert, on the way that real ones take"),
]
CHANGE, LOOK = Right.CHANGE, Right.LOOK


async def subscribe(who: Asker, text: str, services: Services) -> None:
    """Follow what the words ask for; of coordinates, offer what is around them."""
    if not await services.places.typed(who, text):
        await services.wishes.subscribe(who, text)


HANDLERS: Handlers = [
    on("subscribe", subscribe, CHANGE),
    on("subscriptions", lambda who, _, services: services.subscriptions.show(who), LOOK),
    on("unsubscribe", lambda who, text, services: services.subscriptions.unsubscribe(who, text), CHANGE),
    on("test", lambda who, _, services: services.trials.test(who), CHANGE),
    pressed("follow", lambda who, key, services: services.subscriptions.follow(who, key), CHANGE),
    pressed("remove", lambda who, key, services: services.subscriptions.remove(who, key), CHANGE),
    pressed("list", lambda who, page, services: services.subscriptions.show(who, int(page)), LOOK),
    pressed("edit", lambda who, key, services: services.tuning.edit(who, key), CHANGE),
    pressed("set", lambda who, key, services: services.tuning.change(who, key), CHANGE),
    pressed("test", lambda who, key, services: services.trials.test(who, key), CHANGE),
    pressed("pick", lambda who, key, services: services.wishes.pick(who, key), CHANGE),
    pressed("want", lambda who, key, services: services.wishes.want(who, key), CHANGE),
    pressed("share", lambda who, key, services: services.sharing.share(who, key), LOOK),
    pressed("join", lambda who, key, services: services.sharing.join(who, key), CHANGE),
    pressed("packs", lambda who, _, services: services.sharing.packs(who), LOOK),
    pressed("pack", lambda who, name, services: services.sharing.pack(who, name), LOOK),
    pressed("unpack", lambda who, name, services: services.sharing.unpack(who, name), CHANGE),
]
