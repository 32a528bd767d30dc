"""The composition root: everything is built here and only here; the tests use it too."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from telegram import BotCommandScopeChat, BotCommandScopeDefault, Update
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, ContextTypes

import handlers
from bot.delivery.bot import DirectBot
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.sender import Sender
from bot.domain.chats import Asker, ChatKind
from bot.domain.clock import Clock, utc_now
from bot.domain.commands import Scope
from bot.domain.errors import SettingsError
from bot.domain.languages import LANGUAGES, SOURCE_LANGUAGE
from bot.knowledge import World
from bot.logs import logger
from bot.rendering.buttons import Keyboards
from bot.rendering.texts import texts_for
from bot.sandbox import ADMIN_ID, Sandbox
from bot.scheduler import Work, build_scheduler
from bot.services.alerts import Alerts
from bot.services.atlas import Atlas
from bot.services.broadcasts import Broadcasts
from bot.services.chats import Chats
from bot.services.conversation import Conversation
from bot.services.data import PersonalData
from bot.services.desk import Desk
from bot.services.digests import Digests
from bot.services.editing import Editing
from bot.services.editor import Editor
from bot.services.groups import FindRoom, Groups, IsAdmin, Room
from bot.services.ingestion import Ingestion
from bot.services.knowledge import Knowledge
from bot.services.lookups import Lookups
from bot.services.mutes import Mutes
from bot.services.places import Places
from bot.services.requests import Requests
from bot.services.roundups import Roundups
from bot.services.sharing import Sharing
from bot.services.stories import Stories
from bot.services.subscriptions import Subscriptions
from bot.services.trials import Trials
from bot.services.tuning import Tuning
from bot.services.upkeep import Upkeep
from bot.services.volumes import Volumes
from bot.services.why import Why
from bot.services.wishes import Wishes
from bot.settings import Settings
from bot.updates.intake import WANTED
from bot.updates.poller import Poller
from bot.updates.webhook import Webhook
from bot.updates.worker import Worker, hand_over
from bot.web.health import Health
from bot.web.ingest import Ingest
from bot.web.server import serving
from handlers.context import Context, Services, asker
from storage import Storage, open_storage
from storage.dialects import is_sqlite, parse_url
from storage.migrate import migrate

TELEGRAM_AGAIN = 10.0
log = logger(__name__)


@dataclass(slots=True)
class App:
    """The running product. `failed` is set when a part of it has ended by itself, which none should."""

    settings: Settings
    storage: Storage
    world: World
    ingestion: Ingestion
    services: Services
    work: Work
    dispatcher: Dispatcher
    failed: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def remembered(settings: Settings, now: Clock = utc_now) -> AsyncIterator[Storage]:
    """Open the database, brought to the newest schema.

    Raises:
        SettingsError, StorageError: it cannot be used.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(migrate, parse_url(settings.database))
    async with open_storage(settings.database, now) as storage:
        yield storage


def ingestion_for(settings: Settings, storage: Storage, world: World) -> Ingestion:
    """Return the way from reports to promised messages."""
    return Ingestion(storage, world, Alerts(world, settings.default_language))


@asynccontextmanager
async def sandboxed(
    settings: Settings, memory: Path | None = None
) -> AsyncIterator[tuple[Settings, Sandbox]]:
    """Start a local Telegram, and give the settings that make the bot use it; `memory` is a file that keeps its people.

    Raises:
        SettingsError: a webhook or a PostgreSQL database is set, so a lost token must not look healthy.
    """
    if settings.telegram_webhook_url or not is_sqlite(parse_url(settings.database)):
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is missing. (Without it the bot starts on a local sandbox, but not while "
            "TELEGRAM_WEBHOOK_URL or a PostgreSQL DATABASE_URL says that this is meant to be the real thing.)"
        )
    async with Sandbox(memory=memory) as sandbox:
        changes = {
            "telegram_bot_token": SecretStr(sandbox.token),
            "telegram_api_url": sandbox.url,
            "admin_ids": settings.admin_ids or frozenset({ADMIN_ID}),
        }
        yield settings.model_copy(update=changes), sandbox


@asynccontextmanager
async def running(settings: Settings, world: World, now: Clock = utc_now) -> AsyncIterator[App]:
    """Run the product for the duration of the block, then let it finish what is on the wire.

    Raises:
        SettingsError, StorageError: it cannot start.
    """
    assert settings.telegram_bot_token is not None
    token = settings.telegram_bot_token.get_secret_value()
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(remembered(settings, now))
        await stack.enter_async_context(storage.lead())
        sender = await stack.enter_async_context(Sender(settings.telegram_api_url, token))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        dispatcher = Dispatcher(storage, sender, rate=settings.messages_per_second, now=now)
        direct = DirectBot(settings.telegram_api_url, token)
        app = await _build(settings, storage, world, now, dispatcher, direct)
        telegram = _telegram(direct, app.services)
        worker = Worker(
            storage, telegram, _answering(app.services.chats.apologise), _answering(app.services.chats.calm)
        )
        address = f"{settings.telegram_api_url}/bot{token}/getUpdates"
        secret = settings.telegram_webhook_secret
        webhook = Webhook(storage, secret.get_secret_value(), worker.wake) if secret else None
        stack.push_async_callback(telegram.shutdown)
        sending, parts = Parts(app.failed), Parts(app.failed)
        stack.push_async_callback(sending.stop, dispatcher.drain)
        stack.push_async_callback(parts.stop)
        sending.start("dispatcher", dispatcher.run())
        if settings.telegram_webhook_url is None:
            parts.start("poller", Poller(storage, session, address, worker.wake).run())
        parts.start("worker", _work(app, telegram, worker, webhook))
        scheduler = build_scheduler(app.work)
        scheduler.start()
        if settings.http_listen:
            await stack.enter_async_context(_web(app, webhook))
        stack.callback(scheduler.shutdown, wait=False)
        yield app


class Parts:
    """The loops that make up the running product; `failed` is set when one of them ends by itself."""

    def __init__(self, failed: asyncio.Event) -> None:
        self._failed = failed
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, name: str, loop: Coroutine[Any, Any, None]) -> None:
        """Run a loop in the background."""
        task = asyncio.create_task(loop, name=name)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    async def stop(self, gently: Callable[[], Awaitable[None]] | None = None) -> None:
        """End every loop, after `gently` has let it finish, and wait until it has."""
        for task in self._tasks:
            task.remove_done_callback(self._ended)
        if gently is not None:
            await gently()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            log.critical("a part of the bot has ended", part=task.get_name(), exc_info=task.exception())
        self._failed.set()


async def _build(
    settings: Settings, storage: Storage, world: World, now: Clock, dispatcher: Dispatcher, direct: DirectBot
) -> App:
    async with storage.transaction() as tx:
        keyboards = Keyboards(await tx.meta.secret())
    conversation = Conversation(
        storage,
        keyboards,
        now,
        settings.default_language,
        settings.default_timezone,
        settings.admin_ids,
        world,
    )
    ingestion = ingestion_for(settings, storage, world)
    atlas = Atlas(storage, world)
    await atlas.load()
    requests = Requests(world)
    subscriptions = Subscriptions(conversation, world, requests)
    following = (conversation, world, requests, subscriptions)
    services = Services(
        chats=Chats(conversation, world),
        subscriptions=subscriptions,
        wishes=Wishes(*following),
        places=Places(*following),
        sharing=Sharing(*following),
        tuning=Tuning(*following),
        groups=Groups(conversation, *_rooms(direct)),
        personal=PersonalData(conversation),
        knowledge=Knowledge(conversation, world, atlas, requests),
        trials=Trials(conversation, requests, subscriptions, ingestion.alerts),
        lookups=Lookups(conversation, world, requests.names),
        digests=Digests(conversation, world),
        desk=Desk(conversation, ingestion),
        broadcasts=Broadcasts(conversation),
        stories=Stories(conversation, world, ingestion.alerts),
        mutes=Mutes(conversation),
        why=Why(conversation, world),
        volumes=Volumes(conversation),
        editing=Editing(conversation, world, Editor(ingestion.alerts)),
        keyboards=keyboards,
        commands=handlers.COMMANDS,
        hand_over=hand_over,
    )
    upkeep = Upkeep(storage, now, timedelta(days=settings.retention_days))
    roundups = Roundups(storage, ingestion.alerts)
    work = Work(services.digests, services.broadcasts, services.desk, upkeep, roundups, atlas)
    return App(settings, storage, world, ingestion, services, work, dispatcher)


def _web(app: App, webhook: Webhook | None) -> AbstractAsyncContextManager[str]:
    keys = tuple(key.get_secret_value() for key in app.settings.ingest_api_keys)
    more = [web.post(webhook.path, webhook.receive)] if webhook else []
    ingest = Ingest(app.ingestion, keys, app.storage.now)
    return serving(app.settings.http_listen, Health(app.storage), ingest, more)


def _rooms(direct: DirectBot) -> tuple[IsAdmin, FindRoom]:
    """Return the questions about groups and channels that only Telegram can answer."""

    async def is_admin(chat_id: int, user_id: int) -> bool | None:
        try:
            member = await direct.get_chat_member(chat_id, user_id)
        except BadRequest:
            return False
        except TelegramError:
            return None
        return member.status in {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}

    async def find_room(named: str) -> Room | None:
        try:
            chat = await direct.get_chat(named)
        except TelegramError:
            return None
        return Room(chat.id, ChatKind(chat.type), chat.title or "")

    return is_admin, find_room


def _telegram(direct: DirectBot, services: Services) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = Application.builder().bot(direct).updater(None)
    telegram = builder.context_types(ContextTypes(context=Context)).build()
    telegram.bot_data["services"] = services
    handlers.register(telegram)
    return telegram


def _answering(answer: Callable[[Asker], Awaitable[None]]) -> Callable[[Update], Awaitable[None]]:
    async def to_the_chat(update: Update) -> None:
        if who := asker(update):
            await answer(who)

    return to_the_chat


async def _work(
    app: App, telegram: Application[Any, Any, Any, Any, Any, Any], worker: Worker, webhook: Webhook | None
) -> None:
    """Handle updates as soon as Telegram has told who we are; until it can be reached, everything else goes on."""
    while True:
        try:
            await telegram.initialize()
            app.services.sharing.me.username = telegram.bot.username
            await _choose_intake(telegram, app.settings, webhook)
            await _publish_commands(telegram, app.settings.admin_ids)
            break
        except TelegramError as error:
            log.warning("Telegram cannot be reached", reason=type(error).__name__, again_in=TELEGRAM_AGAIN)
            await asyncio.sleep(TELEGRAM_AGAIN)
    await worker.run()


async def _choose_intake(
    telegram: Application[Any, Any, Any, Any, Any, Any], settings: Settings, webhook: Webhook | None
) -> None:
    """Tell Telegram where updates go; it refuses long polling while a webhook is set."""
    if settings.telegram_webhook_url is None or webhook is None:
        await telegram.bot.delete_webhook()
        return
    await telegram.bot.set_webhook(
        settings.telegram_webhook_url + webhook.path,
        secret_token=webhook.secret,
        allowed_updates=list(WANTED),
    )


async def _publish_commands(
    telegram: Application[Any, Any, Any, Any, Any, Any], admins: frozenset[int]
) -> None:
    """Put the commands into the chats' menus, in each language: everybody's, and more in the admins' private chats."""
    for tag in LANGUAGES:
        texts, shown_to = texts_for(tag), None if tag == SOURCE_LANGUAGE else tag
        every = [(c.scope, (c.name, texts(c.description).unescape())) for c in handlers.COMMANDS]
        everybody = [command for scope, command in every if scope is Scope.EVERYBODY]
        await telegram.bot.set_my_commands(everybody, BotCommandScopeDefault(), shown_to)
        for admin in admins:
            with suppress(BadRequest):  # an admin who has never written to the bot
                everything = [command for _, command in every]
                await telegram.bot.set_my_commands(everything, BotCommandScopeChat(admin), shown_to)
