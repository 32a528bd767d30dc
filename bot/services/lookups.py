"""Asking what happened, and what the bot knows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chats import Asker
from bot.domain.errors import UnknownNameError, UserError
from bot.domain.events import Event
from bot.domain.languages import SOURCE_LANGUAGE, comma
from bot.domain.subscriptions import Dimension, Subscription
from bot.knowledge import Result, World
from bot.rendering import digests as say
from bot.rendering.kinds import REGION_KINDS
from bot.rendering.requests import sentence
from bot.rendering.texts import Texts
from bot.services.conversation import Conversation
from bot.wishes import Question, read, resolve

Called = Callable[[Texts, Iterable[Subscription]], Mapping[str, str]]
"""Says what to call the terms of requests."""
SHOWN = 10
ALIKE = 4
LONGEST = 300
HORIZON = timedelta(days=30)


def addresses(world: World, events: Iterable[Event], language: str = SOURCE_LANGUAGE) -> dict[str, str]:
    """Return where in the world each region of these events is, in a language."""
    ids = {region for event in events for region in event.region_ids}
    return {region: world.regions.address(region, language) for region in ids}


@dataclass(frozen=True, slots=True)
class Lookups:
    """Questions that change nothing."""

    conversation: Conversation
    world: World
    called: Called

    async def latest(self, asker: Asker, text: str) -> None:
        """Show the latest events that a wish in words asks for, or of what the chat follows.

        Raises:
            UnknownNameError: the text names something that we do not know.
            UserError: it asks for nothing.
        """
        async with self.conversation.open(asker) as talk:
            since = self.conversation.now() - HORIZON
            about = None
            if text:
                wanted = self._meant(" ".join(text.split())[:LONGEST], talk.texts.language)
                happened = await talk.tx.followed.would_tell(wanted, since, SHOWN)
                ids = [one.event_id for one in happened]
                about = sentence(talk.texts, wanted, self.called(talk.texts, [wanted]))
            else:
                followed = await talk.tx.followed.since([talk.chat.id], since, SHOWN)
                ids = followed.get(talk.chat.id, [])
            events = await talk.tx.events.find(ids)
            zone = talk.chat.timezone
            talk.say(
                say.latest(
                    talk.texts, events, addresses(self.world, events, talk.texts.language), zone, about
                )
            )

    async def search(self, asker: Asker, text: str) -> None:
        """Show which places and parties are known by a name.

        Raises:
            UserError: there is no name to search for.
        """
        if not text:
            raise UserError("Tell me what to search for, for example: /search Mosul")
        async with self.conversation.open(asker) as talk:
            found = self.world.search(" ".join(text.split())[:LONGEST], language=talk.texts.language)
            followers = await talk.tx.subscriptions.followers([result.id for result in found])
            rows = [(result, self._kind(talk.texts, result), followers.get(result.id, 0)) for result in found]
            talk.say(*say.found(talk.texts, text, rows))

    def _kind(self, _: Texts, result: Result) -> str:
        region = self.world.regions.get(result.id) if result.kind == Dimension.REGION else None
        return str(_(REGION_KINDS[region.kind])) if region else str(_("party"))

    def _unknown(self, question: Question, language: str) -> UserError:
        """Return the answer to a name that nothing has, with what is spelled like it."""
        asked, comma_ = question.name.text, comma(language)
        alike = [result for result in question.found if result.name != asked][:ALIKE]
        if not alike:
            return UnknownNameError(asked)
        names = comma_.join(dict.fromkeys(self._name(result, language) for result in alike))
        return UserError(
            "I know no region or actor named “{asked}”. Perhaps you mean: {names}?", asked=asked, names=names
        )

    def _name(self, result: Result, language: str) -> str:
        known = self.world.regions if result.kind == Dimension.REGION else self.world.actors
        return known.name(result.id, language)

    def _meant(self, text: str, language: str) -> Subscription:
        """Return what a wish asks for; of a name that means several things the likeliest, as nothing comes of it."""
        picked: dict[str, str] = {}
        wish, resolved = read(text, self.world, language)
        for question in resolved.questions:
            if not question.exact:
                raise self._unknown(question, language)
            picked[question.name.text] = f"{question.found[0].kind}:{question.found[0].id}"
        return resolve(wish, self.world, picked).subscription if picked else resolved.subscription
