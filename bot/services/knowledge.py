"""Editors change what the bot knows, from their chats: at once for every reader, and for those who waited for it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.chats import Asker, Chat, ChatState
from bot.domain.deliveries import DeliveryKind
from bot.domain.edits import QUEUE_PAGE, Edit, EditKind, Queue, Stranger
from bot.domain.errors import UserError
from bot.domain.languages import SOURCE_LANGUAGE
from bot.domain.places import RegionKind
from bot.domain.subscriptions import PARTIES, Dimension
from bot.knowledge import Result, World, phrase
from bot.rendering import knowledge as say
from bot.rendering import wishes as ask
from bot.rendering.answers import Answer, messages
from bot.rendering.markup import lines
from bot.rendering.requests import sentence
from bot.rendering.texts import texts_for
from bot.services.atlas import Atlas, names_of
from bot.services.conversation import Conversation
from bot.services.orders import USAGE, Order, read_order
from bot.services.requests import Requests
from bot.services.subscriptions import MOST_PER_CHAT
from bot.wishes import read
from bot.wishes.resolve import clear
from storage import Transaction
from storage.wishes import OpenWish

SUGGESTIONS = 4
# Answers to chats that have asked for a name long ago: below every number that Telegram gives an update.
_CAUSE = -(1 << 40)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The queue of unknown names, and the edits."""

    conversation: Conversation
    world: World
    atlas: Atlas
    requests: Requests

    async def command(self, asker: Asker, about: Dimension, text: str) -> None:
        """Do what an editor orders behind /place or /actor; without an order, show a name or the queue.

        Raises:
            NotAllowedError: the asker is no admin.
            UserError: the order is not complete, or names something that is unknown or not clear.
        """
        self.conversation.require_admin(asker)
        verb, _, rest = text.strip().partition(" ")
        if not text.strip():
            await self.queue(asker, about, 0)
        elif verb.casefold() == "undo":
            await self._undo(asker, about, rest)
        elif (order := read_order(text, about)) is None:
            await self._look_up(asker, about, text)
        else:
            await self._carry_out(asker, self._edit(asker, about, order))

    async def page(self, asker: Asker, key: str) -> None:
        """Turn to a page of the queue by its button: `<region or actor>:<page>`."""
        about, _, page = key.partition(":")
        await self.queue(asker, Dimension(about), int(page))

    async def queue(self, asker: Asker, about: Dimension, page: int) -> None:
        """Show the unknown names, the most frequent first, what people wait for, and the last edits."""
        self.conversation.require_admin(asker)
        async with self.conversation.open(asker) as talk:
            found, total = await talk.tx.strangers.queue(about, QUEUE_PAGE, page * QUEUE_PAGE)
            wanted = await talk.tx.wishes.wanted(QUEUE_PAGE)
            latest = [edit for edit in await talk.tx.edits.latest(20) if edit.about is about][:3]
            shown = Queue(about, tuple(found), total, page, tuple(wanted), tuple(latest))
            called = self._called(latest, talk.texts.language) | {
                one.parent: self.world.regions.address(one.parent, talk.texts.language)
                for one in found
                if one.parent
            }
            talk.replace(*say.queue(talk.texts, shown, called, USAGE[about]))

    async def stranger(self, asker: Asker, key: str) -> None:
        """Show an unknown name with what it may be.

        Raises:
            UserError: it is settled already.
        """
        self.conversation.require_admin(asker)
        async with self.conversation.open(asker) as talk:
            one = await self._stranger(talk.tx, key)
            parent = self.world.regions.address(one.parent, talk.texts.language) if one.parent else ""
            talk.replace(*say.stranger(talk.texts, one, parent, self._suggestions(one)))

    async def settle(self, asker: Asker, key: str) -> None:
        """Settle an unknown name by a button: `<number>:add`, `:ignore`, or `:=<id>` for another name of what is known.

        Raises:
            UserError: it is settled already.
        """
        self.conversation.require_admin(asker)
        number, _, choice = key.partition(":")
        async with self.conversation.storage.reading() as tx:
            one = await self._stranger(tx, number)
        if choice == "ignore":
            await self._ignore(asker, one)
        elif choice == "add" and one.parent:
            data = {"name": one.name, "kind": one.sort or RegionKind.VILLAGE.value, "parents": [one.parent]}
            await self._carry_out(asker, Edit(one.about, EditKind.ADD, "", data, asker.user_id))
        elif choice.startswith("=") and self._get(one.about, choice[1:]):
            await self._carry_out(
                asker, Edit(one.about, EditKind.NAME, choice[1:], {"name": one.name}, asker.user_id)
            )
        else:
            raise UserError("I do not know this choice any more.")

    async def _carry_out(self, asker: Asker, edit: Edit) -> None:
        """Show the edit to the world, then write it down with everything that follows from it, or take all of it back."""
        if edit.kind is EditKind.ADD:
            edit = replace(edit, subject=f"u:{secrets.token_hex(5)}")
        async with (
            self.atlas.showing(lambda before: [*before, edit]),
            self.conversation.open(asker) as talk,
        ):
            number = await talk.tx.edits.add(edit)
            await talk.tx.audit.note(
                asker.user_id, f"{edit.about} {edit.kind}", edit.subject, dict(edit.data)
            )
            await self._follow_up(talk.tx, edit)
            told = await self._fulfil(talk.tx, names_of(edit))
            called = self._called([edit], talk.texts.language)
            talk.replace(say.done(talk.texts, edit, number, called, self._label(edit), told))

    async def _follow_up(self, tx: Transaction, edit: Edit) -> None:
        """Settle names that are known now, and move what hung on something that was merged away."""
        await tx.strangers.settle(names_of(edit))
        if edit.kind is EditKind.IGNORE:
            await tx.strangers.ignore(edit.about, phrase(edit.subject))
        if edit.kind is EditKind.MERGE:
            dimensions = PARTIES if edit.about is Dimension.ACTOR else (Dimension.REGION,)
            await tx.subscriptions.move_key(dimensions, edit.subject, edit.data["into"])
            await tx.events.move_key(dimensions, edit.subject, edit.data["into"])

    async def _fulfil(self, tx: Transaction, folded: set[str]) -> int:
        """Follow what chats have waited for under names that are known now, and tell them; return how many were told."""
        told = 0
        while waiting := await tx.wishes.waiting_for(folded):
            chats = {chat.id: chat for chat in await tx.targets.by_ids([wish.target_id for wish in waiting])}
            for wish in waiting:
                told += await self._grant(tx, wish, chats[wish.target_id])
            await tx.wishes.forget([wish.id for wish in waiting])
        return told

    async def _grant(self, tx: Transaction, wish: OpenWish, chat: Chat) -> bool:
        _ = texts_for(chat.language, self.world)
        try:
            _wish, found = read(wish.line, self.world, chat.language, wish.picked)
        except UserError:
            return False
        full = await tx.subscriptions.count(chat.id) >= MOST_PER_CHAT
        if found.questions or full:
            text = lines(ask.known_now(_, wish.name), say.ask_again(_, wish.line))
        else:
            await tx.subscriptions.add(replace(found.subscription, target_id=chat.id))
            names = self.requests.names(_, [found.subscription])
            said = sentence(_, found.subscription, names)
            text = lines(ask.known_now(_, wish.name), _("You follow {what}.", what=said))
        if chat.state is not ChatState.ACTIVE:
            return False
        for version, message in enumerate(messages(Answer(text), self.conversation.keyboards)):
            written = await tx.outbox.write(message)
            await tx.outbox.promise(DeliveryKind.REPLY, _CAUSE - wish.id, version, {chat.id: written})
        return True

    async def _ignore(self, asker: Asker, one: Stranger) -> None:
        """Ask nobody about a name any more; a name of a place is not read as one either."""
        edit = Edit(one.about, EditKind.IGNORE, one.name, {}, asker.user_id)
        if one.about is Dimension.REGION:
            await self._carry_out(asker, edit)
            return
        async with self.conversation.open(asker) as talk:
            await talk.tx.strangers.ignore(one.about, one.folded)
            await talk.tx.audit.note(asker.user_id, "actor ignore", one.name)
            talk.replace(say.ignored(talk.texts, one.name))

    async def _undo(self, asker: Asker, about: Dimension, number: str) -> None:
        async with self.conversation.storage.reading() as tx:
            before = await tx.edits.all()
            followed = await tx.subscriptions.followers([one.subject for one in before])
        edit = next((one for one in before if number.strip() == str(one.id)), None)
        if edit is None or edit.about is not about:
            raise UserError("I know no edit with this number. The queue shows the last ones.")
        if edit.kind is EditKind.MERGE:
            raise UserError("A merge cannot be undone: what was followed has moved.")
        label, called = self._label(edit), self._called([edit])
        if edit.kind is EditKind.ADD and edit.subject in followed:
            raise UserError(
                "{name} is followed. Merge it into what it is instead of taking it back.", name=label
            )
        async with (
            self.atlas.showing(lambda before: [one for one in before if one.id != edit.id]),
            self.conversation.open(asker) as talk,
        ):
            await talk.tx.edits.remove(edit.id)
            await talk.tx.audit.note(asker.user_id, f"{about} undo", edit.subject, {"edit": edit.id})
            talk.say(say.undone(talk.texts, edit, called, label))

    async def _look_up(self, asker: Asker, about: Dimension, text: str) -> None:
        """Show what is known by a name, with ids, which orders may use."""
        found = [result for result in self.world.search(text, 2 * QUEUE_PAGE) if result.kind == about][
            :QUEUE_PAGE
        ]
        async with self.conversation.open(asker) as talk:
            talk.say(say.known(talk.texts, text, [(r, self._parents(r)) for r in found], USAGE[about]))

    def _edit(self, asker: Asker, about: Dimension, order: Order) -> Edit:
        """Look up what an order refers to."""
        user = asker.user_id
        match order.kind:
            case EditKind.IGNORE:
                return Edit(about, order.kind, order.first, {}, user)
            case EditKind.ADD:
                data = {
                    "name": order.first,
                    "kind": order.sort,
                    "parents": [self._one(about, order.second)] if order.second else [],
                    "countries": list(order.countries),
                    **({"latitude": order.spot[0], "longitude": order.spot[1]} if order.spot else {}),
                }
                return Edit(about, order.kind, "", data, user)
            case EditKind.NAME:
                return Edit(about, order.kind, self._one(about, order.second), {"name": order.first}, user)
        first, second = self._one(about, order.first), self._one(about, order.second)
        if first == second or first in self._above(about, second):
            raise UserError("These are the same, or the second lies in the first.")
        if order.kind is EditKind.PARENT:
            if second in self._get_parents(about, first):
                raise UserError("{name} belongs there already.", name=self._name(about, first))
            return Edit(about, order.kind, first, {"parent": second}, user)
        return Edit(about, order.kind, first, {"into": second, "name": self._name(about, first)}, user)

    def _one(self, about: Dimension, text: str) -> str:
        """Return the id that a reference means: an id, or a name that is clear.

        Raises:
            UserError: nothing is called so, or several things are.
        """
        if self._get(about, text):
            return text
        found = [result for result in self.world.search(text, 2 * QUEUE_PAGE) if result.kind == about]
        if clear(self.world, text, found):
            return found[0].id
        near = "; ".join(f"{result.id} ({result.address})" for result in found[:5])
        if any(result.exact for result in found):
            raise UserError("“{asked}” is not clear. Use an id: {names}", asked=text, names=near)
        if near:
            raise UserError(
                "I know nothing named “{asked}”. Something like it, with ids: {names}", asked=text, names=near
            )
        raise UserError("I know nothing named “{asked}”.", asked=text)

    def _suggestions(self, one: Stranger) -> list[Result]:
        """Return what an unknown name may be another spelling of; what lies in the same place first."""
        found = [
            result for result in self.world.search(one.name, 4 * SUGGESTIONS) if result.kind == one.about
        ]
        around = set(self.world.regions.ancestors(one.parent)) if one.parent else set()
        near = [r for r in found if around.intersection(self.world.regions.ancestors(r.id)[1:])]
        return [*near, *(result for result in found if result not in near)][:SUGGESTIONS]

    def _parents(self, result: Result) -> Sequence[str]:
        return self._get_parents(Dimension(result.kind), result.id)

    def _get_parents(self, about: Dimension, key: str) -> Sequence[str]:
        known = (self.world.regions if about is Dimension.REGION else self.world.actors).get(key)
        return known.parents if known else ()

    def _get(self, about: Dimension, key: str) -> object:
        return self.world.regions.get(key) if about is Dimension.REGION else self.world.actors.get(key)

    def _above(self, about: Dimension, key: str) -> Sequence[str]:
        known = self.world.regions if about is Dimension.REGION else self.world.actors
        return known.ancestors(key)

    def _name(self, about: Dimension, key: str) -> str:
        known = self._get(about, key)
        return str(getattr(known, "name", key))

    def _called(self, edits: Sequence[Edit], language: str = SOURCE_LANGUAGE) -> dict[str, str]:
        """Return what the things in edits are called, by their ids, as far as they are known."""
        found = {}
        for edit in edits:
            known = self.world.regions if edit.about is Dimension.REGION else self.world.actors
            for key in (edit.subject, edit.data.get("parent"), edit.data.get("into")):
                if key and self._get(edit.about, key):
                    found[key] = known.name(key, language)
        return found

    def _label(self, edit: Edit) -> str:
        """Say in words what an edit is about."""
        if edit.kind is EditKind.IGNORE:
            return edit.subject
        if edit.about is Dimension.REGION:
            return self.world.regions.address(edit.subject) or edit.subject
        return self._name(edit.about, edit.subject)

    @staticmethod
    async def _stranger(tx: Transaction, key: str) -> Stranger:
        one = await tx.strangers.get(int(key)) if key.isdecimal() else None
        if one is None:
            raise UserError("This name is settled already.")
        return one
