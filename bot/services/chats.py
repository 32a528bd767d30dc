"""The chat itself: beginning, settings, coming and going."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import time
from zoneinfo import available_timezones

from bot.digests import next_due
from bot.domain.chats import Asker, Chat, ChatState
from bot.domain.commands import Command
from bot.domain.errors import UserError
from bot.domain.languages import LANGUAGES, language_named
from bot.knowledge import World
from bot.rendering import chats as say
from bot.rendering.texts import texts_for
from bot.services import volumes
from bot.services.conversation import Conversation, Talk

_WALL_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


Offer = Callable[[Talk, str], Awaitable[bool]]
"""Offers what a deep link's payload names, and says whether it names anything."""


@dataclass(frozen=True, slots=True)
class Chats:
    """Start, stop, help and settings of a chat."""

    conversation: Conversation
    world: World

    async def start(self, asker: Asker, payload: str, offer: Offer) -> None:
        """Greet a chat, and wake one that had stopped; a deep link's payload is offered."""
        async with self.conversation.open(asker) as talk:
            following = await talk.tx.subscriptions.of(talk.chat.id)
            await talk.tx.targets.set_state(talk.chat.target.chat_id, ChatState.ACTIVE)
            if following:
                talk.say(say.welcome_back(talk.texts, len(following)))
            else:
                talk.say(*say.welcome(talk.texts))
            if payload and not await offer(talk, payload):
                talk.say(say.strange_link(talk.texts))

    async def stop(self, asker: Asker) -> None:
        """Be silent; everything that the chat follows is kept."""
        async with self.conversation.open(asker) as talk:
            await talk.tx.targets.set_state(talk.chat.target.chat_id, ChatState.STOPPED)
            talk.say(say.stopped(talk.texts))

    async def help(self, asker: Asker, commands: Sequence[Command]) -> None:
        """Show the commands."""
        async with self.conversation.open(asker) as talk:
            talk.say(say.help_page(talk.texts, commands))

    async def about(self, asker: Asker) -> None:
        """Say what this bot is and where its knowledge comes from."""
        async with self.conversation.open(asker) as talk:
            talk.say(say.about(talk.texts))

    async def settings(self, asker: Asker, text: str) -> None:
        """Show the settings, or set the digest's time: `text` is empty, a wall time such as 07:15, or off.

        Raises:
            UserError: the text is none of these.
        """
        async with self.conversation.open(asker) as talk:
            words = text.casefold().removeprefix("digest").strip()
            if not words:
                talk.say(*say.settings(talk.texts, talk.chat))
            else:
                await self._set_hour(talk, words)

    async def hours(self, asker: Asker) -> None:
        """Offer the hours of the digest."""
        async with self.conversation.open(asker) as talk:
            talk.replace(*say.hours(talk.texts, talk.chat))

    async def set_hour(self, asker: Asker, words: str) -> None:
        """Set the digest's hour from a button."""
        async with self.conversation.open(asker) as talk:
            await self._set_hour(talk, words)

    async def say_when_empty(self, asker: Asker, wanted: bool) -> None:
        """Decide whether a day without news has a digest too."""
        async with self.conversation.open(asker) as talk:
            chat = replace(talk.chat, empty_digest=wanted)
            await talk.tx.targets.choose(chat)
            talk.replace(*say.settings(talk.texts, chat))

    async def timezone(self, asker: Asker, text: str) -> None:
        """Set the chat's zone by an IANA name or a place, or show it.

        Raises:
            UserError: the text names neither.
        """
        async with self.conversation.open(asker) as talk:
            if not text:
                talk.say(say.ask_timezone(talk.texts, talk.chat.timezone))
                return
            zone = self._zone(text)
            await talk.tx.targets.choose(self._rescheduled(replace(talk.chat, timezone=zone)))
            await volumes.moved(talk, zone)
            talk.say(say.timezone(talk.texts, zone, self.conversation.now()))

    async def unknown_command(self, asker: Asker, name: str) -> None:
        """Answer a command that does not exist."""
        async with self.conversation.open(asker) as talk:
            talk.say(say.unknown_command(talk.texts, name))

    async def not_readable(self, asker: Asker) -> None:
        """Answer something that is no text."""
        async with self.conversation.open(asker) as talk:
            talk.say(say.not_readable(talk.texts))

    async def cancel(self, asker: Asker) -> None:
        """End whatever the chat is in the middle of."""
        async with self.conversation.open(asker) as talk:
            ended = await talk.tx.dialogues.end(talk.chat.id, asker.user_id or 0)
            talk.say(say.cancelled(talk.texts) if ended else say.nothing_to_cancel(talk.texts))

    async def explain(self, asker: Asker, error: UserError) -> None:
        """Tell the chat why something could not be done."""
        async with self.conversation.open(asker) as talk:
            talk.say(talk.texts(error.template, **error.values))

    async def worded(self, asker: Asker, error: UserError) -> str:
        """Return why something could not be done as plain text, in the chat's language; nothing is said."""
        async with self.conversation.storage.reading() as tx:
            chat = await tx.targets.find(asker.target)
        language = chat.language if chat else self.conversation.language
        return texts_for(language)(error.template, **error.values).striptags()

    async def language(self, asker: Asker, words: str) -> None:
        """Choose the language that the chat is spoken to in, by its tag or its own name; without words, offer them.

        Raises:
            UserError: the words name no language that we speak.
        """
        async with self.conversation.open(asker) as talk:
            if not words:
                talk.say(*say.languages(talk.texts))
                return
            chosen = language_named(words)
            if chosen is None:
                raise UserError(
                    "I do not speak “{name}”. I speak: {names}.",
                    name=words,
                    names=", ".join(LANGUAGES.values()),
                )
            await talk.tx.targets.choose(replace(talk.chat, language=chosen))
            talk.replace(say.language_chosen(texts_for(chosen)))

    async def apologise(self, asker: Asker) -> None:
        """Tell the chat that the fault is ours."""
        async with self.conversation.open(asker) as talk:
            talk.say(say.failed(talk.texts))

    async def calm(self, asker: Asker) -> None:
        """Tell a chat that it is too fast."""
        async with self.conversation.open(asker) as talk:
            talk.say(say.slow_down(talk.texts))

    async def unreachable(self, asker: Asker) -> None:
        """Keep everything for a chat that has blocked us or thrown us out, and stop writing to it."""
        async with self.conversation.storage.transaction() as tx:
            await tx.targets.set_state(asker.target.chat_id, ChatState.SUSPENDED)

    async def reachable(self, asker: Asker) -> None:
        """Write again to a chat that has let us in."""
        async with self.conversation.storage.transaction() as tx:
            await tx.targets.set_state(asker.target.chat_id, ChatState.ACTIVE, only=ChatState.SUSPENDED)

    async def moved(self, old_chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
        async with self.conversation.storage.transaction() as tx:
            await tx.targets.migrate(old_chat_id, new_chat_id)

    async def _set_hour(self, talk: Talk, words: str) -> None:
        wall = _wall_time(words)
        await talk.tx.targets.choose(self._rescheduled(replace(talk.chat, digest_time=wall)))
        talk.replace(say.digest_time_set(talk.texts, wall))

    def _rescheduled(self, chat: Chat) -> Chat:
        if chat.digest_time is None:
            return replace(chat, next_digest_at=None)
        return replace(
            chat,
            next_digest_at=next_due(
                self.conversation.now(), chat.digest_time, chat.timezone, after=chat.digested_on
            ),
        )

    def _zone(self, text: str) -> str:
        by_name = {name.casefold(): name for name in available_timezones()}
        if zone := by_name.get(text.strip().replace(" ", "_").casefold()):
            return zone
        for region_id in self.world.regions.named(text):
            region = self.world.regions.get(region_id)
            if region and region.timezone:
                return region.timezone
        raise UserError(
            "I know no time zone or city named “{name}”. Try a city, or a zone such as Asia/Baghdad.",
            name=text,
        )


def _wall_time(words: str) -> time | None:
    if words in {"off", "none", "no"}:
        return None
    match = _WALL_TIME.fullmatch(words)
    if not match:
        raise UserError("Tell me a time such as 07:15, or off.")
    return time(int(match[1]), int(match[2]))
