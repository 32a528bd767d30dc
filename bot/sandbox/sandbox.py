"""The local Telegram as one object: start it, let people act in it, look at what the bot did."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.sandbox.account import Account
from bot.sandbox.callbacks import Callbacks
from bot.sandbox.control import Controller
from bot.sandbox.memory import load, save
from bot.sandbox.model import SERVICE_ID, Chat, Json, Message, User
from bot.sandbox.people import Person
from bot.sandbox.rooms import Room
from bot.sandbox.server import BotApiServer
from bot.sandbox.transcript import transcript
from bot.sandbox.world import World

SANDBOX_TOKEN = "7000000001:SANDBOX-local-only-not-a-secret-000"  # noqa: S105 - opens nothing but this server
"""The token of the local Telegram; it has the shape of a real one."""


class Sandbox:
    """A Telegram of our own on a free local port.

    memory: a file that keeps people, groups and channels (not messages) from one run to the next, so that a bot with a database
    finds its chats again; without it everything is forgotten. Raises ValueError when that file is damaged.

    Use it as an asynchronous context manager or with start() and stop(); one event loop only. `world`, `account` and `server`
    (with its faults and limits) are there for whoever needs more than the methods below.
    """

    def __init__(
        self,
        *,
        token: str = SANDBOX_TOKEN,
        bot_name: str = "Sandbox bot",
        bot_username: str = "local_sandbox_bot",
        clock: Callable[[], float] = time.time,
        privacy: bool = True,
        memory: Path | None = None,
    ) -> None:
        bot = User(int(token.partition(":")[0]), bot_name, bot_username, is_bot=True, started=True, met=True)
        self.world = World(bot, clock, privacy=privacy)
        self.account = Account(self.world, token, Callbacks(self.world))
        self.server: BotApiServer = BotApiServer(self.account, Controller(self).handle)
        self.token = token
        self.url = ""
        self._people: dict[int, Person] = {}
        self._memory = memory
        if memory is not None:
            load(self.world, memory)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen on this address (port 0: a free one) and return the server's URL, without a slash at its end."""
        port = await self.server.start(host, port)
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        return self.url

    async def stop(self) -> None:
        """Stop listening; the world stays as it is and can be started again."""
        await self.server.stop()
        self.remember()
        self.world.journal.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def remember(self) -> None:
        """Write people, groups and channels to the memory file, if there is one."""
        if self._memory is not None:
            save(self.world, self._memory)

    def log_to(self, path: Path, *, fsync: bool = False) -> None:
        """Append every accepted send and edit of the bot to this file, one JSON object a line."""
        self.world.journal.open(path, fsync=fsync)

    # --- who and where ----------------------------------------------------------------------------------------

    def person(self, name: str, *, username: str | None = None, user_id: int | None = None) -> Person:
        """Return the persona of this name; "Admin" has the documented id ADMIN_ID, the others one made of their name."""
        user = self.world.person(name, username=username, user_id=user_id)
        return self._people.setdefault(user.id, Person(self, user))

    def group(
        self,
        title: str,
        owner: Person,
        *,
        supergroup: bool = False,
        forum: bool = False,
        username: str | None = None,
        with_bot: bool = True,
    ) -> Room:
        """Make a group (a forum or one with a username is a supergroup), usually with the bot in it."""
        kind = "supergroup" if supergroup or forum or username else "group"
        room = Room(self, self.world.new_chat(kind, title, owner.user, username=username, is_forum=forum))
        if with_bot:
            room.add_bot(by=owner)
        return room

    def channel(
        self, title: str, owner: Person, *, username: str | None = None, with_bot: bool = True
    ) -> Room:
        """Make a channel, usually with the bot as an administrator."""
        room = Room(self, self.world.new_chat("channel", title, owner.user, username=username))
        if with_bot:
            room.add_bot(by=owner)
        return room

    def chat(self, reference: Room | int | str) -> Chat:
        """Return a chat by room, id, title, @username or person's name (the private chat).

        Raises ValueError for an unknown one.
        """
        if isinstance(reference, Room):
            return reference.chat
        found = self.world.find_chat(str(reference))
        if found is None and isinstance(reference, str):
            named = [
                chat for chat in self.world.chats.values() if chat.title.casefold() == reference.casefold()
            ]
            current = [chat for chat in named if chat.migrated_to is None]
            found = next(iter(current or named), None) or self._private_chat_of(reference)
        if found is None:
            raise ValueError(f"there is no chat {reference!r}")
        return found

    def _private_chat_of(self, name: str) -> Chat | None:
        known = [user for user in self.world.users.values() if user.first_name.casefold() == name.casefold()]
        return self.world.private_chat(known[0]) if known and not known[0].is_bot else None

    def room(self, reference: int | str) -> Room:
        """Return a group or channel by id, title or @username. Raises ValueError for an unknown one or a private chat."""
        chat = self.chat(reference)
        if chat.type == "private":
            raise ValueError(f"{chat.title!r} is a private chat, no group or channel")
        return Room(self, chat)

    # --- what happened ----------------------------------------------------------------------------------------

    def transcript(self, chat: Chat | Room | int | str) -> list[Json]:
        """Return everything said in a chat in order: who, text as it is now, history, reply, buttons, silent, when."""
        return transcript(self.world, chat if isinstance(chat, Chat) else self.chat(chat))

    async def wait_message(
        self, chat: Chat | Room | int | str, after: int = 0, seconds: float = 10.0
    ) -> Message:
        """Return the bot's first message in a chat with an order above `after`. Raises TimeoutError when none comes."""
        target = chat if isinstance(chat, Chat) else self.chat(chat)
        journal = self.world.journal
        deadline = time.monotonic() + seconds
        while True:
            for event in journal.since(after):
                after = event.order
                if event.kind == "message" and event.by_bot and event.chat_id == target.id:
                    return target.messages[event.details["message_id"]]
            if not await journal.changed(after, max(deadline - time.monotonic(), 0.0)):
                raise TimeoutError(f"the bot said nothing new in {target.title!r} within {seconds:g} s")

    async def hear(self, words: str, chat: Chat | Room | int | str, seconds: float = 10.0) -> Message:
        """Return the newest message of the bot in a chat that says these words now, waiting for it if need be.

        Raises TimeoutError, naming what was said instead.
        """
        target = chat if isinstance(chat, Chat) else self.chat(chat)
        journal = self.world.journal
        deadline = time.monotonic() + seconds
        while True:
            seen = journal.last
            said = [message for message in target.messages.values() if message.by_bot and not message.deleted]
            for message in reversed(said):
                if words in message.words:
                    return message
            if not await journal.changed(seen, max(deadline - time.monotonic(), 0.0)):
                heard = [message.words for message in said]
                raise TimeoutError(
                    f"the bot did not say {words!r} in {target.title!r} within {seconds:g} s but {heard}"
                )

    async def quiet(self, seconds: float = 0.5) -> None:
        """Return when nothing has happened for so long; after it, what was not said will hardly be."""
        journal = self.world.journal
        while await journal.changed(journal.last, seconds):
            pass

    def auto_forward(self, post: Message) -> None:
        """Forward a channel post into the channel's discussion group, as Telegram does by itself."""
        channel = self.world.chats[post.chat_id]
        assert channel.linked_chat_id is not None
        group = self.world.chats[channel.linked_chat_id]
        copy = Message(
            0,
            group.id,
            0,
            0,
            dict(post.content),
            sender_id=SERVICE_ID,
            sender_chat_id=channel.id,
            automatic_forward=True,
        )
        shown = self.world.show(post)
        copy.forward_origin = {
            "type": "channel",
            "date": post.date,
            "chat": shown["chat"],
            "message_id": post.id,
        }
        self.world.post(group, copy, by_bot=False)
