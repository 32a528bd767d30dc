"""Direct calls go over aiohttp and never show the token."""

import traceback

import pytest
from telegram import InputFile
from telegram.error import InvalidToken, NetworkError, TimedOut

from bot.delivery.bot import DirectBot
from bot.sandbox.faults import Fault


@pytest.fixture
async def bot(telegram):
    async with DirectBot(telegram.url, telegram.token) as bot:
        yield bot


async def test_calls_arrive(bot, telegram):
    anna = telegram.person("Anna")
    anna.say("/start")
    assert (await bot.get_me()).username == "local_sandbox_bot"
    sent = await bot.send_message(anna.id, "<b>Mosul</b> & Erbil [a]", parse_mode=None)
    assert sent.text == "<b>Mosul</b> & Erbil [a]"


async def test_files_go_up_and_down(bot, telegram):
    anna = telegram.person("Anna")
    anna.say("/start")
    content = bytes(range(256)) * 40
    sent = await bot.send_document(anna.id, InputFile(content, "map [1].bin"), caption="a map")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content
    assert sent.document.file_name == "map [1].bin"


async def test_the_token_does_not_show(telegram):
    token = "123456:not-a-token-that-anybody-should-ever-read"
    bot = DirectBot(telegram.url, token)
    shown = [repr(bot), str(bot)]
    with pytest.raises(InvalidToken) as refused:
        await bot.initialize()
    shown += traceback.format_exception(refused.value)
    nobody = DirectBot("http://127.0.0.1:1", token)
    with pytest.raises(NetworkError) as unreachable:
        await nobody.initialize()
    shown += traceback.format_exception(unreachable.value)
    assert unreachable.value.__cause__ is None
    assert token not in "".join(shown)


async def test_a_slow_answer_is_a_timeout(bot, telegram):
    telegram.server.faults.add(Fault("pass", method="getme", seconds=1.0))
    with pytest.raises(TimedOut):
        await bot.get_me(read_timeout=0.05)
