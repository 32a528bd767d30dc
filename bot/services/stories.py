"""What a reader can ask about one event, from the buttons below its alert."""

from dataclasses import dataclass

from bot.domain.chats import Asker, ChatKind
from bot.domain.deliveries import Message
from bot.domain.errors import UserError
from bot.domain.events import Event
from bot.domain.places import RegionKind
from bot.domain.subscriptions import Dimension
from bot.knowledge import World
from bot.rendering import ledgers
from bot.rendering import stories as say
from bot.rendering.subscriptions import Choice
from bot.rendering.texts import Texts
from bot.rendering.titles import title
from bot.services.alerts import Alerts
from bot.services.conversation import Conversation
from storage import Transaction

MOST_CHOICES = 8
# What people follow around a place, besides the place itself.
_FOLLOWED_KINDS = {RegionKind.CITY, RegionKind.TOWN, RegionKind.ADMIN1, RegionKind.COUNTRY}


async def event_of(tx: Transaction, key: str) -> Event:
    """Return the event that a button names, or what it was merged into.

    Raises:
        UserError: there is none any more.
    """
    found = await tx.events.find([await tx.relations.standing_for(int(key))]) if key.isdecimal() else []
    if not found:
        raise UserError("I do not know this story any more.")
    return found[0]


def refuse_channels(asker: Asker) -> None:
    """Let nobody make the bot write into a channel by pressing what everybody can press.

    Raises:
        UserError: the button was pressed in a channel.
    """
    if asker.kind is ChatKind.CHANNEL:
        raise UserError("I cannot answer in a channel. Ask me in a private chat.")


@dataclass(frozen=True, slots=True)
class Stories:
    """Sources, place and parties of one event, and the event itself."""

    conversation: Conversation
    world: World
    alerts: Alerts

    async def card(self, asker: Asker, key: str) -> None:
        """Show an event as its alert does."""
        refuse_channels(asker)
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            answer = self.alerts.card(talk.texts, event, parts=await talk.tx.relations.parts_of(event.id))
            talk.reply(answer.text, answer.rows)

    async def sources(self, asker: Asker, key: str) -> None:
        """Show every claim that an event rests on."""
        refuse_channels(asker)
        async with self.conversation.open(asker) as talk:
            talk.reply(ledgers.sources(talk.texts, await event_of(talk.tx, key)))

    async def map(self, asker: Asker, key: str) -> None:
        """Show where it happened, as a place on Telegram's map.

        Raises:
            UserError: nobody knows where its places lie.
        """
        refuse_channels(asker)
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            for region_id in event.region_ids:
                if spot := self.world.regions.spot(region_id):
                    talk.show(self._venue(talk.texts, event, region_id, spot))
                    return
        raise UserError("I do not know where this place lies.")

    async def watch(self, asker: Asker, key: str) -> None:
        """Offer the places and the parties of an event to follow."""
        refuse_channels(asker)
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            talk.reply(*say.watch(talk.texts, event, self._choices(event, talk.texts)))

    def _venue(self, _: Texts, event: Event, region_id: str, spot: tuple[float, float]) -> Message:
        """Return Telegram's venue; its address says so where the point is that of a wider place."""
        latitude, longitude = spot
        return Message(
            "sendVenue",
            {
                "latitude": latitude,
                "longitude": longitude,
                "title": _.place(region_id) or title(_, event),
                "address": self.world.regions.address(region_id, _.language),
            },
        )

    def _choices(self, event: Event, _: Texts) -> list[Choice]:
        """Return the places, what they lie in, and the named parties with what includes them, the nearest first."""
        regions = dict.fromkeys(event.region_ids)
        for region_id in event.region_ids:
            for above in self.world.regions.ancestors(region_id)[1:]:
                region = self.world.regions.get(above)
                if region is not None and region.kind in _FOLLOWED_KINDS:
                    regions.setdefault(above)
        actors: dict[str, None] = {}
        for actor in event.actors:
            if actor.actor_id and not actor.generic:
                actors.update(dict.fromkeys(self.world.actors.ancestors(actor.actor_id)[:2]))
        half = MOST_CHOICES // 2
        places = [self._place(_, key) for key in list(regions)[: MOST_CHOICES - min(half, len(actors))]]
        parties = [self._party(_, key) for key in list(actors)[: MOST_CHOICES - len(places)]]
        return [choice for choice in (*places, *parties) if choice is not None]

    def _place(self, _: Texts, key: str) -> Choice | None:
        name, regions = _.place(key), self.world.regions
        return Choice(f"{Dimension.REGION}:{key}", name, regions.address(key, _.language)) if name else None

    def _party(self, _: Texts, key: str) -> Choice | None:
        name = _.party(key)
        return Choice(f"{Dimension.ACTOR}:{key}", name, name) if name else None
