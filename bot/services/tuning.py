"""Changing one request in one message, by buttons alone."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.chats import Asker
from bot.domain.errors import UserError
from bot.domain.subscriptions import PARTIES, Dimension, Subscription, Term
from bot.domain.tuning import source_turned, swapped, term_mark, tuned
from bot.knowledge import World
from bot.rendering import naming, previews
from bot.rendering import tuning as say
from bot.rendering.kinds import GENERIC
from bot.rendering.subscriptions import Choice
from bot.rendering.texts import Texts
from bot.services.conversation import Conversation, Talk
from bot.services.requests import Requests
from bot.services.subscriptions import Subscriptions
from bot.wishes.resolve import circle_around, holds_circle

HEARD = timedelta(days=30)
OFFERED = 8
MOST_TERMS = 30
# Which part of the editor a change goes back to.
_PARTS = {"t": "types", "x": "names", "+": "names", "o": "sources"}


@dataclass(frozen=True, slots=True)
class Tuning:
    """Opens the editor of a request, and changes it."""

    conversation: Conversation
    world: World
    requests: Requests
    subscriptions: Subscriptions

    async def edit(self, asker: Asker, key: str) -> None:
        """Open the editor of a request: `<id>`, or `<id>:` and a part of it.

        The parts are `types`, `names`, `parties`, `sources`, `pause`, and `=<mark>` for one of its names.

        Raises:
            UserError: it has ended.
        """
        key, _, part = key.partition(":")
        async with self.conversation.open(asker) as talk:
            await self._show(talk, await self.subscriptions.own(talk, key), part)

    async def change(self, asker: Asker, key: str) -> None:
        """Change a request by a button of its editor: `<id>:<code>` (`bot.domain.tuning`, `k` and `o` here).

        Raises:
            UserError: it has ended, or nothing would be left of it, or it would ask for too much.
        """
        key, _, code = key.partition(":")
        async with self.conversation.open(asker) as talk:
            before = await self.subscriptions.own(talk, key)
            changed = await self._changed(talk, before, code)
            if len(changed.terms) > MOST_TERMS:
                raise UserError("A request has at most {n} names; please make another one.", n=MOST_TERMS)
            if not await talk.tx.subscriptions.change(changed):
                talk.replace(say.merged(talk.texts))
                return
            await self._show(talk, changed, _PARTS.get(code[:1]) or _name_of(code, before, changed))

    async def _changed(self, talk: Talk, before: Subscription, code: str) -> Subscription:
        match code[:1]:
            case "k":
                mark, _, km = code[1:].partition(":")
                return swapped(before, mark, lambda term: self._resized(term, km))
            case "o":
                mark = code[1:]
                heard = next(
                    (one for one in await self._sources(talk, before) if term_mark(one) == mark), None
                )
                if heard is None:
                    raise UserError(
                        "I have heard nothing of this source for long. Please open /subscriptions."
                    )
                return source_turned(before, heard.key)
            case "+":
                self.subscriptions.chosen(talk.texts, _key_of(code))
        return tuned(before, code, talk.tx.now())

    def _resized(self, term: Term, km: str) -> Term:
        """Return a place as a circle around it, and back: `km` is nothing for in it, 0 for near it."""
        circle = term.circle
        place = circle.place if circle else term.key
        if not km:
            return replace(term, key=place) if place else term
        if place is None:
            assert circle is not None
            return replace(term, key=replace(circle, km=int(km) or None).key)
        return replace(term, key=circle_around(place, int(km) or None, self.world).key)

    async def _show(self, talk: Talk, subscription: Subscription, part: str) -> None:
        _, said = talk.texts, self.requests.said(talk, subscription)
        named = self.requests.names(_, [subscription])
        one = next((term for term in subscription.terms if f"={term_mark(term)}" == part), None)
        if one is not None:
            wider = self._wider(_, one)
            small = self._small(one)
            talk.replace(*naming.term(_, subscription, said, one, named, wider, small=small))
            return
        match part:
            case "types":
                talk.replace(*say.types(_, subscription, said))
            case "names":
                talk.replace(*naming.names(_, subscription, said, named))
            case "parties":
                offered = await self._parties(talk, subscription)
                talk.replace(*naming.parties(_, subscription, said, offered))
            case "sources":
                heard = await self._sources(talk, subscription)
                talk.replace(*naming.sources(_, subscription, said, heard))
            case "pause":
                talk.replace(*say.pause(_, subscription, said))
            case _:
                volume = previews.volume(_, await self.requests.preview(talk, subscription))
                until = subscription.paused_until
                silent = until is not None and until > talk.tx.now()
                talk.replace(*say.editor(_, subscription, said, volume, paused=silent))

    def _wider(self, _: Texts, term: Term) -> list[Choice]:
        """Return the division and the country around a place, or what a party belongs to."""
        if term.dimension in PARTIES:
            above = self.world.actors.ancestors(term.key)[1:3]
            return [choice for key in above if (choice := self.requests.party(_, key))]
        if term.dimension is not Dimension.REGION:
            return []
        place = term.circle.place if term.circle else term.key
        plain = Subscription((Term(Dimension.REGION, place),)) if place else None
        return self.subscriptions.wider(_, plain) if plain else []

    def _small(self, term: Term) -> bool:
        """Whether a circle can be drawn around what a term names."""
        if term.dimension is not Dimension.REGION:
            return False
        return term.circle is not None or holds_circle(term.key, self.world)

    async def _parties(self, talk: Talk, subscription: Subscription) -> list[Choice]:
        """Return parties that belong to those of a request, and those much heard of, which are not in it yet."""
        actors = self.world.actors
        inside = [term.key for term in subscription.terms if term.dimension in PARTIES]
        kin = [other for key in inside for other in (*actors.children(key), *actors.ancestors(key)[1:])]
        heard = await talk.tx.events.frequent(Dimension.ACTOR, talk.tx.now() - HEARD, 3 * OFFERED)
        keys = [key for key in dict.fromkeys((*kin[: OFFERED // 2], *heard, *GENERIC)) if key not in inside]
        found = [choice for key in keys if (choice := self.requests.party(talk.texts, key))]
        return found[:OFFERED]

    async def _sources(self, talk: Talk, subscription: Subscription) -> list[Term]:
        """Return the sources of a request, and those heard of most."""
        since = talk.tx.now() - HEARD
        heard = await talk.tx.events.frequent(Dimension.SOURCE, since, OFFERED)
        own = (term.key for term in subscription.terms if term.dimension is Dimension.SOURCE)
        return [Term(Dimension.SOURCE, key) for key in dict.fromkeys((*own, *heard))]


def _name_of(code: str, before: Subscription, changed: Subscription) -> str:
    """Return the part that shows the name which a code has changed, under the mark that it has now."""
    if code[:1] not in {"n", "y", "k", "w"}:
        return ""
    new = [term for term in changed.terms if term not in before.terms]
    return f"={term_mark(new[0])}" if new else f"={code[1:].partition(':')[0]}"


def _key_of(code: str) -> str:
    """Return the key of a choice (`region:<id>`, `actor:<id>`) that a code adds."""
    dimension = Dimension.REGION if code[1:2] == "r" else Dimension.ACTOR
    return f"{dimension}:{code[2:]}"
