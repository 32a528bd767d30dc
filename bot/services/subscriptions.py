"""What chats follow."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.chats import Asker
from bot.domain.errors import UserError
from bot.domain.places import RegionKind
from bot.domain.subscriptions import Dimension, Subscription, Term
from bot.knowledge import Result, World
from bot.rendering import subscriptions as say
from bot.rendering.subscriptions import Choice
from bot.services.conversation import Conversation, Talk

MOST_PER_CHAT = 50
LONGEST_NAME = 80
CHOICES = 6
# How far behind the best match another one has to be so that it was not meant: a little when it only has the name as
# an alias (Arak was once written Iraq), more when it is called exactly so (Georgia).
ALIAS_MARGIN, NAME_MARGIN = 0.05, 0.15


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Follow, list, and follow no more."""

    conversation: Conversation
    world: World

    async def subscribe(self, asker: Asker, text: str) -> None:
        """Follow what a name means when it is clear; else offer what it may mean.

        Raises:
            UserError: the name is too long, or the chat follows too much already.
        """
        async with self.conversation.open(asker) as talk:
            if not text:
                talk.say(say.ask_name(talk.texts))
                return
            await self._subscribe(talk, _name(text))

    async def offer(self, asker: Asker, text: str) -> None:
        """Answer ordinary words: offer to follow what they name."""
        async with self.conversation.open(asker) as talk:
            name = _name(text)
            found = self.world.search(name, CHOICES)
            exact = [result for result in found if result.exact]
            if exact:
                talk.say(*say.choose(talk.texts, name, [_choice(result) for result in exact]))
            else:
                talk.say(*say.unknown(talk.texts, name, [_choice(result) for result in found]))

    async def follow(self, asker: Asker, key: str) -> None:
        """Follow what was chosen with a button: `region:<id>` or `actor:<id>`.

        Raises:
            UserError: it does not exist any more, or the chat follows too much already.
        """
        async with self.conversation.open(asker) as talk:
            await self._add(talk, self._chosen(key))

    async def show(self, asker: Asker) -> None:
        """List what the chat follows."""
        async with self.conversation.open(asker) as talk:
            found = await talk.tx.subscriptions.of(talk.chat.id)
            talk.say(*say.listing(talk.texts, found, self.names(found)))

    async def unsubscribe(self, asker: Asker, text: str) -> None:
        """End what a name means among the things that the chat follows, or ask which."""
        async with self.conversation.open(asker) as talk:
            found = await talk.tx.subscriptions.of(talk.chat.id)
            names = self.names(found)
            if not text:
                talk.say(*say.listing(talk.texts, found, names))
                return
            meant = self._meant(_name(text), found, names)
            if not meant:
                talk.say(say.not_following(talk.texts, text))
            for subscription in meant:
                await talk.tx.subscriptions.remove(talk.chat.id, [subscription.id])
                talk.say(say.removed(talk.texts, subscription, names))

    async def remove(self, asker: Asker, key: str) -> None:
        """End one request by its button.

        Raises:
            UserError: it has ended already.
        """
        async with self.conversation.open(asker) as talk:
            found = [s for s in await talk.tx.subscriptions.of(talk.chat.id) if str(s.id) == key]
            if not found:
                raise UserError("You do not follow this any more.")
            await talk.tx.subscriptions.remove(talk.chat.id, [found[0].id])
            talk.replace(say.removed(talk.texts, found[0], self.names(found)))

    def names(self, subscriptions: Iterable[Subscription]) -> dict[str, str]:
        """Return what to call each term, as `dimension:key` → words."""
        return {
            f"{term.dimension}:{term.key}": self._label(term)
            for subscription in subscriptions
            for term in subscription.terms
        }

    async def _subscribe(self, talk: Talk, name: str) -> None:
        found = self.world.search(name, CHOICES)
        if self._clear(name, found):
            await self._add(talk, _choice(found[0]))
        elif any(result.exact for result in found):
            talk.say(*say.choose(talk.texts, name, [_choice(result) for result in found if result.exact]))
        else:
            talk.say(*say.unknown(talk.texts, name, [_choice(result) for result in found]))

    async def _add(self, talk: Talk, choice: Choice) -> None:
        if await talk.tx.subscriptions.count(talk.chat.id) >= MOST_PER_CHAT:
            raise UserError(f"You follow {MOST_PER_CHAT} things already; end one first: /subscriptions")
        dimension, _, key = choice.key.partition(":")
        subscription = Subscription((Term(Dimension(dimension), key),), target_id=talk.chat.id)
        added = await talk.tx.subscriptions.add(subscription)
        rows = say.instead(talk.texts, added, self._wider(choice)) if added is not None else []
        talk.replace(say.subscribed(talk.texts, choice, known=added is None), rows)

    def _chosen(self, key: str) -> Choice:
        dimension, _, key_in_it = key.partition(":")
        if dimension == Dimension.REGION and (region := self.world.regions.get(key_in_it)):
            return Choice(key, region.name, self.world.regions.address(key_in_it))
        if dimension == Dimension.ACTOR and (actor := self.world.actors.get(key_in_it)):
            return Choice(key, actor.name, "")
        raise UserError("I do not know this place or party any more.")

    def _label(self, term: Term) -> str:
        role, colon, actor_id = term.key.rpartition(":")
        if term.dimension is Dimension.REGION:
            return self.world.regions.address(term.key) or term.key
        if term.dimension is Dimension.ACTOR and (actor := self.world.actors.get(actor_id)):
            return f"{role} {actor.name}" if colon else actor.name
        return term.key

    def _clear(self, asked: str, found: list[Result]) -> bool:
        """Whether the first result is what was meant: spelled so, and no rival comes close but its own parts and whole."""
        if not found or not found[0].exact:
            return False
        best = found[0]
        above = self.world.regions.ancestors(best.id)
        for rival in found[1:]:
            nested = rival.id in above or best.id in self.world.regions.ancestors(rival.id)
            margin = NAME_MARGIN if rival.name.casefold() == asked.casefold() else ALIAS_MARGIN
            if rival.exact and not nested and best.score - rival.score < margin:
                return False
        return True

    def _wider(self, choice: Choice) -> list[Choice]:
        """Return the division and the country around a place, which may be followed instead."""
        kind, _, key = choice.key.partition(":")
        if kind != Dimension.REGION:
            return []
        above = [self.world.regions.get(parent) for parent in self.world.regions.ancestors(key)[1:]]
        return [
            Choice(f"{Dimension.REGION}:{region.id}", region.name, self.world.regions.address(region.id))
            for region in above
            if region and region.kind in {RegionKind.ADMIN1, RegionKind.COUNTRY}
        ][:2]

    def _meant(self, name: str, found: list[Subscription], names: dict[str, str]) -> list[Subscription]:
        ids = {*self.world.regions.named(name), *self.world.actors.named(name)}
        by_key = [s for s in found if any(term.key in ids for term in s.terms if not term.negated)]
        return by_key or [s for s in found if say.brief(s, names).casefold() == name.casefold()]


def _choice(result: Result) -> Choice:
    return Choice(f"{result.kind}:{result.id}", result.name, result.address)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise UserError(f"This is too long for a name (more than {LONGEST_NAME} letters).")
    return name
