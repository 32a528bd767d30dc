"""The context that every handler gets: the services, typed, and who asks."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackContext, CallbackQueryHandler, CommandHandler, ExtBot
from telegram.ext.filters import UpdateType

from bot.domain.chats import Asker, ChatKind, Target
from bot.domain.cleaning import clean
from bot.domain.commands import Command
from bot.domain.errors import UserError
from bot.rendering.buttons import Keyboards
from bot.services.broadcasts import Broadcasts
from bot.services.chats import Chats
from bot.services.data import PersonalData
from bot.services.desk import Desk
from bot.services.digests import Digests
from bot.services.editing import Editing
from bot.services.groups import Groups
from bot.services.knowledge import Knowledge
from bot.services.lookups import Lookups
from bot.services.mutes import Mutes
from bot.services.places import Places
from bot.services.sharing import Sharing
from bot.services.stories import Stories
from bot.services.subscriptions import Subscriptions
from bot.services.trials import Trials
from bot.services.tuning import Tuning
from bot.services.volumes import Volumes
from bot.services.why import Why
from bot.services.wishes import Wishes

# Telegram's stand-ins for people who do not show themselves; they are nobody's admin.
SERVICE_ACCOUNTS = {777000, 1087968824, 136817688}


@dataclass(frozen=True, slots=True)
class Services:
    """The services that handlers may call."""

    chats: Chats
    subscriptions: Subscriptions
    wishes: Wishes
    places: Places
    sharing: Sharing
    groups: Groups
    personal: PersonalData
    tuning: Tuning
    trials: Trials
    knowledge: Knowledge
    lookups: Lookups
    digests: Digests
    desk: Desk
    broadcasts: Broadcasts
    stories: Stories
    mutes: Mutes
    why: Why
    volumes: Volumes
    editing: Editing
    keyboards: Keyboards
    commands: tuple[Command, ...]
    hand_over: Callable[[Exception], None]


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """A callback context that knows the services."""

    @property
    def services(self) -> Services:
        """The services."""
        services: Services = self.bot_data["services"]
        return services


Handlers = list[BaseHandler[Update, Context, Any]]
Action = Callable[[Asker, str, Services], Awaitable[None]]


class Right(Enum):
    """What a command or a button does with what a chat follows; in groups only administrators may change it."""

    NONE = "none"
    LOOK = "look"
    CHANGE = "change"


def on(name: str, action: Action, right: Right = Right.NONE) -> BaseHandler[Update, Context, Any]:
    """Return the handler of a command: `action` gets who asks, what follows the command, and the services.

    Only new messages count: an edited one never runs its command again. With a `right`, the asker may be managing a
    channel, and has to be allowed to.
    """

    async def handle(update: Update, context: Context) -> None:
        if who := asker(update):
            await action(await managing(who, context.services, right), argument(update), context.services)

    return CommandHandler(name, handle, filters=UpdateType.MESSAGE)


def pressed(name: str, action: Action, right: Right = Right.NONE) -> BaseHandler[Update, Context, Any]:
    """Return the handler of a button: `action` gets who pressed it, the button's argument, and the services.

    Rights are checked on every press (see `on`).
    """

    async def handle(update: Update, context: Context) -> None:
        query = update.callback_query
        who = asker(update)
        if query is None or who is None:
            return
        said = None
        try:
            _, text = context.services.keyboards.read(query.data or "")
            await action(await managing(who, context.services, right), text, context.services)
        except UserError as error:
            said = await context.services.chats.worded(who, error)
        with suppress(
            TelegramError
        ):  # the effect is committed; the little clock on the button is all that is left
            await query.answer(said, show_alert=said is not None)

    return CallbackQueryHandler(handle, pattern=Keyboards.pattern(name))


async def managing(who: Asker, services: Services, right: Right) -> Asker:
    """Return the asker with what they manage.

    Raises:
        NotAllowedError: they may not.
    """
    if right is Right.NONE:
        return who
    return await services.groups.managing(who, changing=right is Right.CHANGE)


def asker(update: Update) -> Asker | None:
    """Return who asks, None where an update comes from no chat."""
    chat = update.effective_chat
    if chat is None:
        return None
    message = update.effective_message
    query = update.callback_query
    answered = message.reply_to_message if message and query is None else None
    thread = message.message_thread_id if message and message.is_topic_message else None
    return Asker(
        target=Target(chat.id, thread or 0),
        kind=ChatKind(chat.type),
        user_id=_person(update),
        update_id=update.update_id,
        message_id=message.message_id if message else None,
        language=update.effective_user.language_code if update.effective_user else None,
        pressed=query is not None,
        reply_to=answered.message_id if answered else None,
        anonymous=_is_group_itself(update),
    )


def argument(update: Update) -> str:
    """Return what follows the command in a message, or the whole text of one without a command; line breaks kept."""
    message = update.effective_message
    text = clean((message.text or message.caption or "") if message else "")
    if not text.startswith("/"):
        return text.strip()
    return text.partition(text.split(maxsplit=1)[0])[2].strip()


def _is_group_itself(update: Update) -> bool:
    """Whether a message is by an administrator who writes as the group."""
    message = update.message
    return (
        message is not None and message.sender_chat is not None and message.sender_chat.id == message.chat_id
    )


def _person(update: Update) -> int | None:
    """Return the id of the person who acts; None for channels and for those who do not show themselves."""
    user = update.effective_user
    message = update.message or update.channel_post
    hidden = message is not None and message.sender_chat is not None
    if user is None or user.id in SERVICE_ACCOUNTS or (hidden and not update.callback_query):
        return None
    return user.id
