"""Hand on what a chat follows: links, starter packs, and documents to take it along."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.domain.chats import Asker
from bot.domain.deliveries import Message
from bot.domain.errors import UserError
from bot.domain.subscriptions import PARTIES, Dimension, Subscription, Term
from bot.knowledge import World
from bot.rendering import sharing as say
from bot.rendering.markup import lines
from bot.rendering.requests import sentence
from bot.rendering.subscriptions import Rows
from bot.rendering.texts import Texts
from bot.services.conversation import Conversation, Talk
from bot.services.requests import Requests, single
from bot.services.subscriptions import Subscriptions
from bot.wishes import document, links, parse, resolve
from bot.wishes.packs import packs
from bot.wishes.resolve import knows

LARGEST_DOCUMENT = 200_000


@dataclass(slots=True)
class Me:
    """Who the bot is; known when Telegram has told it."""

    username: str = ""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Makes and opens links, packs and documents."""

    conversation: Conversation
    world: World
    requests: Requests
    subscriptions: Subscriptions
    me: Me = field(default_factory=Me)
    largest_document: int = LARGEST_DOCUMENT

    async def share(self, asker: Asker, key: str) -> None:
        """Answer with a link to a request of the chat.

        Raises:
            UserError: it has ended.
        """
        async with self.conversation.open(asker) as talk:
            subscription = await self.subscriptions.own(talk, key)
            plain = single_thing(subscription)
            payload = links.payload(plain.dimension, plain.key) if plain else None
            if payload is None:
                payload = f"s_{await self.requests.kept(talk, subscription)}"
            said = sentence(talk.texts, subscription, self.requests.names(talk.texts, [subscription]))
            talk.reply(*say.share(talk.texts, said, f"https://t.me/{self.me.username}?start={payload}"))

    async def open(self, talk: Talk, payload: str) -> bool:
        """Offer what a deep link names; say whether it names anything."""
        if payload.startswith("p_") and payload[2:] in packs():
            talk.say(*self._pack(talk, payload[2:]))
            return True
        found = links.read(payload, self._exists)
        wanted = single(*found) if found else await self._shared(talk, payload.removeprefix("s_"))
        if wanted is None:
            return False
        key = f"{found[0]}:{found[1]}" if found else payload.removeprefix("s_")
        said = sentence(talk.texts, wanted, self.requests.names(talk.texts, [wanted]))
        text, rows = say.offered(talk.texts, said, key)
        preview = await self.requests.preview(talk, wanted)
        talk.say(lines(text, await self.requests.shown(talk, preview)), rows)
        return True

    async def join(self, asker: Asker, key: str) -> None:
        """Follow what a link offered: `region:<id>`, `actor:<id>` or the token of a shared request.

        Raises:
            UserError: nobody shares it any more.
        """
        dimension, colon, key_in_it = key.partition(":")
        async with self.conversation.open(asker) as talk:
            if colon:
                self.subscriptions.chosen(talk.texts, key)
                wanted: Subscription | None = single(Dimension(dimension), key_in_it)
            else:
                wanted = await self._shared(talk, key)
            if wanted is None:
                raise UserError("Nobody shares this any more.")
            await self.subscriptions.add(talk, wanted)

    async def packs(self, asker: Asker) -> None:
        """Offer the starter packs."""
        async with self.conversation.open(asker) as talk:
            talk.replace(*say.packs(talk.texts, list(packs())))

    async def pack(self, asker: Asker, name: str) -> None:
        """Show what is in a pack."""
        async with self.conversation.open(asker) as talk:
            talk.replace(*self._pack(talk, name))

    async def unpack(self, asker: Asker, name: str) -> None:
        """Follow everything in a pack.

        Raises:
            UserError: the chat would follow too much.
        """
        async with self.conversation.open(asker) as talk:
            wanted = self._requests_of(name)
            added = [await self.subscriptions.put(talk, one) for one in wanted]
            new = sum(one is not None for one in added)
            talk.replace(say.imported(talk.texts, new, len(added) - new, []))

    async def export(self, asker: Asker) -> None:
        """Answer with a document of everything that the chat follows, and of what is kept about it."""
        async with self.conversation.open(asker) as talk:
            chat = talk.chat
            found = await talk.tx.subscriptions.of(chat.id)
            names = self.requests.names(talk.texts, found)
            said = [sentence(talk.texts, one, names).striptags() for one in found]
            about = {
                "chat": {
                    "id": chat.target.chat_id,
                    "kind": chat.kind.value,
                    "language": chat.language,
                    "timezone": chat.timezone,
                    "digest_time": f"{chat.digest_time:%H:%M}" if chat.digest_time else None,
                    "state": chat.state.value,
                },
                "waiting_for": [wish.name for wish in await talk.tx.wishes.waiting_of(chat.id)],
            }
            payload = {"document": "subscriptions.json", "caption": str(say.exported(talk.texts, len(found)))}
            talk.show(Message("sendDocument", payload, document.dump(found, said, about).encode()))

    @staticmethod
    def is_ours(text: str) -> bool:
        """Whether a document is one that `export` gave."""
        return document.is_ours(text)

    async def take(self, asker: Asker, text: str) -> None:
        """Add the requests of a document to the chat's.

        Raises:
            UserError: it is not what it should be, or holds more than a chat may follow.
        """
        wanted = document.load(text)
        async with self.conversation.open(asker) as talk:
            added = known = 0
            strange: list[str] = []
            for one in wanted:
                unknown = [term.key for term in one.terms if not self._known(term)]
                strange += unknown
                if unknown:
                    continue
                if await self.subscriptions.put(talk, one) is None:
                    known += 1
                else:
                    added += 1
            talk.say(say.imported(talk.texts, added, known, strange))

    def _pack(self, talk: Talk, name: str) -> tuple[Markup, Rows]:
        wanted = self._requests_of(name)
        return say.pack(talk.texts, name, self._said(talk.texts, wanted))

    def _said(self, _: Texts, wanted: Sequence[Subscription]) -> list[Markup]:
        names = self.requests.names(_, wanted)
        return [sentence(_, one, names) for one in wanted]

    def _requests_of(self, name: str) -> list[Subscription]:
        if name not in packs():
            raise UserError("I do not know this starter pack any more.")
        wishes = (parse(line, knows(self.world)) for line in packs()[name])
        return [resolve(wish, self.world).subscription for wish in wishes]

    async def _shared(self, talk: Talk, token: str) -> Subscription | None:
        stored = await talk.tx.shared.get(token)
        return document.from_request(stored) if stored is not None else None

    def _exists(self, dimension: Dimension, key: str) -> bool:
        known = self.world.regions if dimension is Dimension.REGION else self.world.actors
        return known.get(key) is not None

    def _known(self, term: Term) -> bool:
        if term.dimension is Dimension.REGION:
            return term.circle is not None or self.world.regions.get(term.key) is not None
        if term.dimension in PARTIES:
            return term.key.startswith("generic:") or self.world.actors.get(term.key) is not None
        return True


def single_thing(subscription: Subscription) -> Term | None:
    """Return the term of a request for one place or party and nothing else, None for other requests."""
    term = subscription.terms[0] if len(subscription.terms) == 1 else None
    if (
        term is None
        or term.negated
        or term.circle
        or term.dimension not in {Dimension.REGION, Dimension.ACTOR}
    ):
        return None
    plain = single(term.dimension, term.key)
    alike = (
        subscription.min_severity == plain.min_severity
        and subscription.min_status is plain.min_status
        and subscription.cadence is plain.cadence
        and subscription.sound is plain.sound
        and subscription.unlocated is plain.unlocated
    )
    return term if alike else None
