"""The library that the bot uses judges the answers: python-telegram-bot must read every one and name every refusal."""

import asyncio

import pytest
from telegram import (
    Bot,
    BotCommand,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageOriginUser,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.sandbox.faults import Fault


@pytest.fixture
async def library(sandbox):
    async with Bot(
        sandbox.token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot"
    ) as bot:
        yield bot


async def test_messages_parse(library, anna):
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Iraq", callback_data="r:1")]])
    sent = await library.send_message(
        anna.id,
        "<b>Old Mosul</b> &amp; <a href='https://example.org'>more</a> 🇮🇶",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
    )
    assert sent.text_html == '<b>Old Mosul</b> &amp; <a href="https://example.org/">more</a> 🇮🇶'
    assert sent.reply_markup == keyboard
    assert sent.link_preview_options == LinkPreviewOptions(is_disabled=True)
    answer = await library.send_message(
        anna.id, "x", reply_parameters=ReplyParameters(sent.message_id, quote="Mosul")
    )
    assert answer.reply_to_message == sent
    assert (answer.quote.text, answer.quote.position) == ("Mosul", 4)
    edited = await sent.edit_text("done")
    assert (edited.text, edited.reply_markup, edited.edit_date) == ("done", None, sent.date)
    assert (await library.send_message(anna.id, "reply!", reply_markup=ForceReply())).text == "reply!"
    forwarded = await sent.forward(anna.id)
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert (await sent.copy(anna.id)).message_id > forwarded.message_id
    assert await sent.delete()


async def test_everything_else_parses(library, sandbox, anna):
    group = sandbox.group("Newsroom", anna, forum=True)
    group.promote_bot()
    assert (await library.get_me()).username == "local_sandbox_bot"
    assert (await library.get_chat(group.id)).is_forum
    assert (await library.get_chat(anna.id)).first_name == "Anna"
    assert [member.status for member in await library.get_chat_administrators(group.id)] == [
        "creator",
        "administrator",
    ]
    assert (await library.get_chat_member(group.id, library.id)).can_pin_messages
    assert await library.get_chat_member_count(group.id) == 2
    topic = await library.create_forum_topic(group.id, "Iraq")
    in_topic = await library.send_location(group.id, 36.3, 43.1, message_thread_id=topic.message_thread_id)
    assert (in_topic.location.latitude, in_topic.is_topic_message) == (36.3, True)
    assert in_topic.reply_to_message.forum_topic_created.name == "Iraq"
    venue = await library.send_venue(anna.id, 1, 2, "Bridge", "Mosul")
    assert venue.venue.location.longitude == 2
    document = await library.send_document(anna.id, b"a;b\n", filename="x.csv", caption="file")
    stored = await (await document.document.get_file()).download_as_bytearray()
    assert bytes(stored) == b"a;b\n"
    assert await library.pin_chat_message(group.id, in_topic.message_id)
    assert (await library.get_chat(group.id)).pinned_message.location.latitude == 36.3
    assert await library.set_message_reaction(anna.id, document.message_id, "👍")
    assert await library.set_my_commands([BotCommand("start", "Begin")])
    assert await library.get_my_commands() == (BotCommand("start", "Begin"),)
    assert await library.set_webhook("https://bot.invalid/hook")
    assert (await library.get_webhook_info()).url == "https://bot.invalid/hook"
    assert await library.delete_webhook()
    assert await library.send_chat_action(anna.id, "typing")
    assert await library.leave_chat(group.id)


async def test_refusals_become_the_librarys_errors(library, sandbox, anna, bob):
    with pytest.raises(BadRequest, match="Chat not found"):
        await library.send_message(bob.id, "x")
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await library.send_message(anna.id, "<x>", parse_mode=ParseMode.HTML)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await (await library.send_message(anna.id, "x")).edit_text("x")
    group = sandbox.group("Old", anna)
    moved = group.migrate()
    with pytest.raises(ChatMigrated) as migrated:
        await library.send_message(group.id, "x")
    assert migrated.value.new_chat_id == moved.id
    anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await library.send_message(anna.id, "x")
    async with HTTPXRequest() as request:
        stranger = Bot(
            "123:wrong", base_url=f"{sandbox.url}/bot", request=request, get_updates_request=request
        )
        with pytest.raises(InvalidToken):
            await stranger.initialize()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (
            Fault(
                "answer",
                status=429,
                body={
                    "ok": False,
                    "error_code": 429,
                    "description": "Too Many Requests: retry after 7",
                    "parameters": {"retry_after": 7},
                },
            ),
            RetryAfter,
        ),
        (Fault("answer", status=502, body="<html>Bad Gateway</html>"), NetworkError),
        (Fault("drop_before"), NetworkError),
        (Fault("drop_after"), NetworkError),
        (Fault("pass", seconds=30), TimedOut),
    ],
)
@pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")
async def test_trouble_becomes_the_librarys_errors(library, sandbox, anna, fault, error):
    sandbox.server.faults.add(fault)
    with pytest.raises(error):
        await library.send_message(anna.id, "x", read_timeout=0.3)
    accepted = [message.content["text"] for message in anna.unseen()]
    assert accepted == (["x"] if fault.action == "drop_after" else [])


async def test_two_pollers_conflict(library, sandbox):
    first = asyncio.create_task(library.get_updates(timeout=20))
    while not sandbox.server.calls.get("getupdates"):
        await asyncio.sleep(0.01)
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=1))
        with pytest.raises(Conflict):
            await first
        assert await second == ()


async def test_an_application_polls_and_answers(sandbox, anna):
    """The library's own application, unchanged, lives on the sandbox."""
    application = (
        Application.builder()
        .token(sandbox.token)
        .base_url(f"{sandbox.url}/bot")
        .base_file_url(f"{sandbox.url}/file/bot")
    ).build()

    async def start(update: Update, _: object) -> None:
        button = InlineKeyboardButton("Mosul", callback_data="follow:1")
        await update.message.reply_html("<i>Follow</i> what?", reply_markup=InlineKeyboardMarkup([[button]]))

    async def press(update: Update, _: object) -> None:
        await update.callback_query.answer("Following")
        await update.callback_query.edit_message_text("You follow Mosul.")

    async def echo(update: Update, _: object) -> None:
        await update.message.reply_text(f"heard: {update.message.text}", do_quote=True)

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.updater.start_polling(poll_interval=0, timeout=2)
        await application.start()
        question = await anna.next()
        assert await anna.press(question, "Mosul").answer() == "Following"
        words = anna.say("what now?")
        echoed = await anna.next()
        assert (echoed.content["text"], echoed.reply_to) == ("heard: what now?", words.id)
        assert question.content["text"] == "You follow Mosul."
        await application.updater.stop()
        await application.stop()
