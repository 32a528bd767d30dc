"""Places chosen on the map, and shared locations."""

from telegram import Update
from telegram.ext import MessageHandler
from telegram.ext.filters import LOCATION, VENUE, ChatType, UpdateType

from handlers.context import Context, Handlers, Right, asker, pressed


async def on_location(update: Update, context: Context) -> None:
    """Offer what is around a location that somebody shares."""
    who, message = asker(update), update.message
    if who is None or message is None:
        return
    place = message.venue.location if message.venue else message.location
    if place is not None:
        await context.services.places.located(who, place.latitude, place.longitude)


HANDLERS: Handlers = [
    pressed("browse", lambda who, key, services: services.places.browse(who, key)),
    pressed("around", lambda who, key, services: services.places.around(who, key), Right.CHANGE),
    MessageHandler(UpdateType.MESSAGE & ChatType.PRIVATE & (LOCATION | VENUE), on_location),
]
