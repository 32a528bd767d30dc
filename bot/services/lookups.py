"""Asking what happened, and what the bot knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chats import Asker
from bot.domain.errors import UnknownNameError, UserError
from bot.domain.events import Event
from bot.domain.subscriptions import Dimension
from bot.knowledge import World
from bot.rendering import digests as say
from bot.services.conversation import Conversation

SHOWN = 10
HORIZON = timedelta(days=30)


def addresses(world: World, events: Iterable[Event]) -> dict[str, str]:
    """Return where in the world each region of these events is."""
    ids = {region for event in events for region in event.region_ids}
    return {region: world.regions.address(region) for region in ids}


@dataclass(frozen=True, slots=True)
class Lookups:
    """Questions that change nothing."""

    conversation: Conversation
    world: World

    async def latest(self, asker: Asker, text: str) -> None:
        """Show the latest events of a place or party, or of what the chat follows.

        Raises:
            UnknownNameError: the text names nothing we know.
        """
        async with self.conversation.open(asker) as talk:
            since = self.conversation.now() - HORIZON
            if text:
                about, keys = self._meant(text)
                events = await talk.tx.events.latest(keys, since, SHOWN)
            else:
                about = None
                followed = await talk.tx.followed.since([talk.chat.id], since, SHOWN)
                events = await talk.tx.events.find(followed.get(talk.chat.id, []))
            zone = talk.chat.timezone
            talk.say(say.latest(talk.texts, events, addresses(self.world, events), zone, about))

    async def search(self, asker: Asker, text: str) -> None:
        """Show which places and parties are known by a name.

        Raises:
            UserError: there is no name to search for.
        """
        if not text:
            raise UserError("Tell me what to search for, for example: /search Mosul")
        async with self.conversation.open(asker) as talk:
            rows = [(result.name, result.address) for result in self.world.search(text)]
            talk.say(say.found(talk.texts, text, rows))

    def _meant(self, text: str) -> tuple[str, dict[str, list[str]]]:
        found = [result for result in self.world.search(text) if result.exact]
        if not found:
            raise UnknownNameError(text)
        best = found[0]
        dimension = Dimension.REGION if best.kind == Dimension.REGION else Dimension.ACTOR
        return best.name, {dimension: [best.id]}
