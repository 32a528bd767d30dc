"""What chats follow: add, list, change and end requests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from bot.domain.chats import Asker, ChatState
from bot.domain.errors import UserError
from bot.domain.places import RegionKind
from bot.domain.subscriptions import PARTIES, Dimension, Subscription
from bot.domain.tuning import tuned
from bot.knowledge import World
from bot.rendering import previews
from bot.rendering import subscriptions as say
from bot.rendering import wishes as ask
from bot.rendering.markup import lines
from bot.rendering.requests import brief
from bot.rendering.subscriptions import Choice
from bot.rendering.texts import Texts
from bot.services.conversation import Conversation, Talk
from bot.services.requests import Requests, single

MOST_PER_CHAT = 50


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Follow, list, change, and follow no more."""

    conversation: Conversation
    world: World
    requests: Requests

    async def follow(self, asker: Asker, key: str) -> None:
        """Follow what was chosen with a button: `region:<id>` or `actor:<id>`, then perhaps `~` and a change (`tuned`).

        Raises:
            UserError: it does not exist any more, or the chat follows too much already.
        """
        key, _, change = key.partition("~")
        async with self.conversation.open(asker) as talk:
            self.chosen(talk.texts, key)
            dimension, _, key_in_it = key.partition(":")
            wanted = single(Dimension(dimension), key_in_it)
            await self.add(talk, tuned(wanted, change, talk.tx.now()) if change else wanted)

    async def show(self, asker: Asker, page: int = 0) -> None:
        """List what the chat follows, and what it waits for."""
        async with self.conversation.open(asker) as talk:
            found = await talk.tx.subscriptions.of(talk.chat.id)
            said = [self.requests.said(talk, subscription) for subscription in found]
            names = self.requests.names(talk.texts, found)
            text, rows = say.listing(talk.texts, found, said, names, page)
            waits = [wish.name for wish in await talk.tx.wishes.waiting_of(talk.chat.id)]
            silent = talk.chat.state is ChatState.STOPPED
            stopped = say.stopped(talk.texts) if silent else None
            talk.replace(lines(text, ask.waiting(talk.texts, waits), stopped), rows)

    async def unsubscribe(self, asker: Asker, text: str) -> None:
        """End what a name means among the things that the chat follows, or show them."""
        if not text:
            await self.show(asker)
            return
        async with self.conversation.open(asker) as talk:
            found = await talk.tx.subscriptions.of(talk.chat.id)
            names = self.requests.names(talk.texts, found)
            meant = self._meant(talk.texts, " ".join(text.split()), found, names)
            if not meant:
                talk.say(say.not_following(talk.texts, text))
            for subscription in meant:
                await talk.tx.subscriptions.remove(talk.chat.id, [subscription.id])
                token = await self.requests.kept(talk, subscription)
                talk.say(*say.removed(talk.texts, subscription, names, token))

    async def remove(self, asker: Asker, key: str) -> None:
        """End one request by its button.

        Raises:
            UserError: it has ended already.
        """
        async with self.conversation.open(asker) as talk:
            subscription = await self.own(talk, key)
            await talk.tx.subscriptions.remove(talk.chat.id, [subscription.id])
            names = self.requests.names(talk.texts, [subscription])
            token = await self.requests.kept(talk, subscription)
            talk.replace(*say.removed(talk.texts, subscription, names, token))

    async def add(self, talk: Talk, wanted: Subscription, notes: Sequence[Markup] = ()) -> None:
        """Add a request to the chat's, and answer with its sentence, how much it tells, and what can be done next.

        Raises:
            UserError: the chat follows too much already.
        """
        _ = talk.texts
        added = await self.put(talk, wanted)
        confirmed = say.subscribed(_, wanted, self.requests.names(_, [wanted]), known=added is None)
        if added is None:
            talk.replace(lines(confirmed, *notes))
            return
        preview = await self.requests.preview(talk, wanted)
        tighter = previews.tighten(_, preview, wanted, "set", f"{added}:")
        parts = say.inside(_, self.parted(_, wanted))
        rows = say.after(_, added, self.wider(_, wanted), [*tighter, *parts])
        talk.replace(lines(confirmed, *notes, Markup(" "), await self.requests.shown(talk, preview)), rows)

    async def put(self, talk: Talk, wanted: Subscription) -> int | None:
        """Add a request to the chat's without a word; return its id, None where the chat has it already.

        Raises:
            UserError: the chat follows too much already.
        """
        if await talk.tx.subscriptions.count(talk.chat.id) >= MOST_PER_CHAT:
            raise UserError("You follow {n} things already; end one first: /subscriptions", n=MOST_PER_CHAT)
        return await talk.tx.subscriptions.add(replace(wanted, target_id=talk.chat.id))

    async def own(self, talk: Talk, key: str) -> Subscription:
        """Return a request of the chat by its id.

        Raises:
            UserError: it has ended.
        """
        found = [s for s in await talk.tx.subscriptions.of(talk.chat.id) if str(s.id) == key]
        if not found:
            raise UserError("You do not follow this any more.")
        return found[0]

    def chosen(self, _: Texts, key: str) -> Choice:
        """Return what a button's key (`region:<id>` or `actor:<id>`) names.

        Raises:
            UserError: it does not exist any more.
        """
        dimension, _colon, key_in_it = key.partition(":")
        requests = self.requests
        found = (
            requests.place(_, key_in_it) if dimension == Dimension.REGION else requests.party(_, key_in_it)
        )
        if found is None:
            raise UserError("I do not know this place or party any more.")
        return found

    def wider(self, _: Texts, wanted: Subscription) -> list[Choice]:
        """Return the division and the country around a place, which may be followed instead; nothing for other requests."""
        if len(wanted.terms) != 1 or wanted.terms[0].dimension is not Dimension.REGION:
            return []
        found = []
        for above in self.world.regions.ancestors(wanted.terms[0].key)[1:]:
            region = self.world.regions.get(above)
            if region and region.kind in {RegionKind.ADMIN1, RegionKind.COUNTRY}:
                found.append(self.requests.place(_, above))
        return [choice for choice in found if choice][:2]

    def parted(self, _: Texts, wanted: Subscription) -> Choice | None:
        """Return the place that a request asks for alone, where the map knows parts of it; None for other requests."""
        if len(wanted.terms) != 1 or wanted.terms[0].dimension is not Dimension.REGION:
            return None
        key = wanted.terms[0].key
        return self.requests.place(_, key) if self.world.regions.children(key) else None

    def _meant(
        self, _: Texts, name: str, found: list[Subscription], names: dict[str, str]
    ) -> list[Subscription]:
        """Return the requests for exactly this; else the only one that has the name in it."""
        wanted = {
            *((Dimension.REGION, key) for key in self.world.regions.named(name)),
            *((part, key) for key in self.world.actors.named(name) for part in PARTIES),
        }
        having = [s for s in found if any((t.dimension, t.key) in wanted and not t.negated for t in s.terms)]
        exact = [s for s in having if len(s.terms) == 1]
        if exact or len(having) == 1:
            return exact or having
        return [s for s in found if brief(_, s, names).casefold() == name.casefold()]
