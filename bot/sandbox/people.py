"""What people do on the local Telegram, as methods of the people: say, press, block, forward, administer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.callbacks import Press
from bot.sandbox.files import add_file, file_content
from bot.sandbox.formatted import MAX_TEXT, finish
from bot.sandbox.model import ANONYMOUS_ADMIN_ID, CHANNEL_BOT_ID, Chat, Json, Message, User
from bot.sandbox.origins import origin_json
from bot.sandbox.spans import utf16_length

if TYPE_CHECKING:
    from bot.sandbox.rooms import Room
    from bot.sandbox.sandbox import Sandbox


class Person:
    """A persona. Chats are given as a Room, an id or a title; without one the private chat with the bot is meant."""

    def __init__(self, sandbox: Sandbox, user: User) -> None:
        self._sandbox = sandbox
        self.user = user
        self._seen: dict[int, int] = {}

    @property
    def id(self) -> int:
        """The user id, which is also the id of the private chat with the bot."""
        return self.user.id

    @property
    def name(self) -> str:
        """The persona's name."""
        return self.user.first_name

    # --- saying -----------------------------------------------------------------------------------------------

    def say(
        self,
        text: str,
        chat: Room | int | str | None = None,
        *,
        thread: int | None = None,
        reply_to: Message | int | None = None,
        anonymous: bool = False,
        as_channel: Room | int | str | None = None,
    ) -> Message:
        """Send a text; commands, mentions and links in it are marked as Telegram marks them.

        anonymous: as an anonymous admin of the group; as_channel: in the name of a channel. Raises ValueError for an empty
        text, one over 4,096 UTF-16 units (use paste), or a chat the person is not in.
        """
        formatted = finish(text, [])
        if not formatted.text or utf16_length(formatted.text) > MAX_TEXT:
            raise ValueError(
                f"a message has 1 to {MAX_TEXT} letters, this one {utf16_length(formatted.text)}"
            )
        target = self._chat(chat)
        message = self._message(target, formatted.as_content(), anonymous=anonymous, as_channel=as_channel)
        message.thread_id = thread
        if reply_to is not None:
            message.reply_to = reply_to if isinstance(reply_to, int) else reply_to.id
            message.thread_id = thread or target.messages[message.reply_to].thread_id
        return self._post(target, message)

    def paste(self, text: str, chat: Room | int | str | None = None) -> list[Message]:
        """Send a text of any length, cut into messages the way Telegram's apps cut it."""
        parts: list[str] = []
        rest = text
        while utf16_length(rest) > MAX_TEXT:
            piece = rest[:MAX_TEXT]
            while utf16_length(piece) > MAX_TEXT:
                piece = piece[: len(piece) - (utf16_length(piece) - MAX_TEXT + 1) // 2]
            at = max(piece.rfind("\n"), piece.rfind(" "))
            cut = at if at > 0 else len(piece)
            parts.append(rest[:cut])
            rest = rest[cut:].lstrip(" \n")
        return [self.say(part, chat) for part in [*parts, rest] if part.strip()]

    def edit(self, message: Message, text: str) -> Message:
        """Change the words of an own message. Raises ValueError for somebody else's."""
        if message.by_bot or message.sender_id not in {self.id, None}:
            raise ValueError(f"{self.name} did not write message {message.id}")
        self._sandbox.world.edited(message, finish(text, []).as_content(), by_bot=False)
        return message

    def delete(self, message: Message) -> None:
        """Delete a message in a private chat, whoever wrote it; the bot is not told."""
        message.deleted = True

    def forward(
        self, message: Message, chat: Room | int | str | None = None, *, hidden: bool = False
    ) -> Message:
        """Forward a message; hidden: its author does not let forwards link to the account."""
        world = self._sandbox.world
        target = self._chat(chat)
        copy = self._message(target, dict(message.content))
        copy.forward_origin = message.forward_origin or origin_json(world, message, hidden=hidden)
        if copy.forward_origin["type"] == "hidden_user":
            return self._post(target, copy)
        if message.sender_id is not None:
            world.users[message.sender_id].met = True
        return self._post(target, copy)

    def locate(self, latitude: float, longitude: float, chat: Room | int | str | None = None) -> Message:
        """Send a location, in degrees."""
        target = self._chat(chat)
        place = {"latitude": latitude, "longitude": longitude}
        return self._post(target, self._message(target, {"location": place}))

    def send_file(
        self,
        name: str,
        data: bytes,
        chat: Room | int | str | None = None,
        *,
        caption: str = "",
        mime: str = "text/plain",
    ) -> Message:
        """Send a document."""
        target = self._chat(chat)
        content = file_content(add_file(self._sandbox.world, "document", name, mime, data))
        if caption:
            content |= finish(caption, []).as_content("caption", "caption_entities")
        return self._post(target, self._message(target, content))

    def send_photo(self, data: bytes, chat: Room | int | str | None = None, *, caption: str = "") -> Message:
        """Send a PNG or JPEG picture. Raises ValueError for anything else."""
        target = self._chat(chat)
        content = file_content(add_file(self._sandbox.world, "photo", "photo.jpg", "image/jpeg", data))
        if caption:
            content |= finish(caption, []).as_content("caption", "caption_entities")
        return self._post(target, self._message(target, content))

    def react(self, message: Message, emoji: str | None) -> None:
        """React to a message with an emoji; None takes the reaction back. In groups the bot hears of it as an admin only."""
        self._sandbox.world.react(
            message, self.user, [] if emoji is None else [{"type": "emoji", "emoji": emoji}]
        )

    def press(self, message: Message, button: str | int | None = None, *, data: str | None = None) -> Press:
        """Press an inline button by its text or number (from 1, row by row); data: send this instead, as a forger could.

        Raises ValueError when the message has no such button with callback data.
        """
        if data is None:
            data = _button_data(message, button)
        self.user.met = True
        return self._sandbox.account.callbacks.press(self.user, message, data)

    # --- being there ------------------------------------------------------------------------------------------

    def block(self) -> None:
        """Block the bot."""
        self._sandbox.world.block(self.user, blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._sandbox.world.block(self.user, blocked=False)

    def deactivate(self) -> None:
        """Delete the account."""
        self.user.deactivated = True

    # --- hearing ----------------------------------------------------------------------------------------------

    async def next(self, chat: Room | int | str | None = None, *, seconds: float = 10.0) -> Message:
        """Return the bot's next message in a chat that this person has not seen yet, waiting for it if need be.

        Raises TimeoutError when none comes.
        """
        target = self._chat(chat)
        message = await self._sandbox.wait_message(target, self._seen.get(target.id, 0), seconds)
        self._seen[target.id] = message.order
        return message

    async def hear(
        self, words: str, chat: Room | int | str | None = None, *, seconds: float = 10.0
    ) -> Message:
        """Return the newest message of the bot in a chat that says these words (edits count), waiting for it if need be.

        Raises TimeoutError, naming what was said instead, when none does.
        """
        return await self._sandbox.hear(words, self._chat(chat), seconds)

    def unseen(self, chat: Room | int | str | None = None) -> list[Message]:
        """Return the bot's messages in a chat that next() has not returned yet, without waiting."""
        target = self._chat(chat)
        after = self._seen.get(target.id, 0)
        return [m for m in target.messages.values() if m.order > after and m.by_bot and not m.deleted]

    def transcript(self, chat: Room | int | str | None = None) -> list[Json]:
        """Return everything said in a chat, as Sandbox.transcript has it."""
        return self._sandbox.transcript(self._chat(chat))

    # --- inside -----------------------------------------------------------------------------------------------

    def _chat(self, chat: Room | int | str | None) -> Chat:
        """Return the chat meant; one that became a supergroup is followed there, as Telegram's apps do."""
        if chat is None:
            return self._sandbox.world.private_chat(self.user)
        found = self._sandbox.chat(chat)
        return found if found.migrated_to is None else self._sandbox.chat(found.migrated_to)

    def _message(
        self,
        chat: Chat,
        content: Json,
        *,
        anonymous: bool = False,
        as_channel: Room | int | str | None = None,
    ) -> Message:
        message = Message(0, chat.id, 0, 0, content, sender_id=self.id)
        if as_channel is not None:
            message.sender_id, message.sender_chat_id = CHANNEL_BOT_ID, self._chat(as_channel).id
        elif chat.type == "channel":
            message.sender_id, message.sender_chat_id = None, chat.id
        elif anonymous:
            if chat.member(self.id).status not in {"administrator", "creator"}:
                raise ValueError(f"{self.name} is no administrator of {chat.title!r}")
            message.sender_id, message.sender_chat_id = ANONYMOUS_ADMIN_ID, chat.id
        return message

    def _post(self, chat: Chat, message: Message) -> Message:
        if chat.type != "private" and message.sender_chat_id is None and not chat.has(self.id):
            raise ValueError(f"{self.name} is not in {chat.title!r}")
        if chat.type == "channel" and chat.member(self.id).status not in {"administrator", "creator"}:
            raise ValueError(f"{self.name} may not post in {chat.title!r}")
        if self.user.deactivated or (chat.type == "private" and self.user.blocked_bot):
            raise ValueError(
                f"{self.name} {'has no account any more' if self.user.deactivated else 'has blocked the bot'}"
            )
        if chat.type == "private":
            self.user.started = self.user.met = True
        elif message.sender_id == self.id and chat.has(self._sandbox.world.bot.id):
            self.user.met = True
        posted = self._sandbox.world.post(chat, message, by_bot=False)
        if chat.type == "channel" and chat.linked_chat_id is not None:
            self._sandbox.auto_forward(posted)
        return posted


def _button_data(message: Message, button: str | int | None) -> str:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    buttons = [item for row in rows for item in row if "callback_data" in item]
    if isinstance(button, int) and 0 < button <= len(buttons):
        return str(buttons[button - 1]["callback_data"])
    exact = [item for item in buttons if item["text"] == button]
    loose = [
        item for item in buttons if isinstance(button, str) and button.casefold() in item["text"].casefold()
    ]
    for found in (exact, loose):
        if len(found) == 1 or (found and found is exact):
            return str(found[0]["callback_data"])
    raise ValueError(
        f"message {message.id} has no button {button!r}; it has {[item['text'] for item in buttons]}"
    )
