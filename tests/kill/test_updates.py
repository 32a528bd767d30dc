"""Kill -9 in the middle of handling loses no command and runs none twice."""

import asyncio
import random
from collections import Counter

from processes import BotProcess
from sqlalchemy import text

from bot.sandbox import Sandbox
from storage import open_storage

ADMINS = 8
COMMANDS_EACH = 10
KILLS = 6


async def test_commands_survive_kills(sqlite_url, data_dir):
    """Each /broadcast leaves one draft: a command that ran twice would leave two, a lost one none."""
    dice = random.Random(7)
    async with Sandbox() as sandbox:
        admins = [sandbox.person(f"Admin {number}") for number in range(ADMINS)]
        ids = ",".join(str(admin.id) for admin in admins)
        texts = [f"Notice {n} of {admin.name}" for n in range(COMMANDS_EACH) for admin in admins]
        for admin in admins:
            admin.say("/start")
        waiting = [(admin, f"Notice {n} of {admin.name}") for n in range(COMMANDS_EACH) for admin in admins]
        while waiting:
            async with BotProcess(sandbox.url, sandbox.token, data_dir, sqlite_url, ADMIN_IDS=ids) as bot:
                share = len(texts) // KILLS + 1
                for admin, notice in waiting[:share]:
                    admin.say(f"/broadcast {notice}")
                    await asyncio.sleep(dice.random() * 0.01)
                del waiting[:share]
                await asyncio.sleep(dice.random() * 0.4)
                await bot.kill()
        async with BotProcess(sandbox.url, sandbox.token, data_dir, sqlite_url, ADMIN_IDS=ids) as bot:
            await settled(sqlite_url)
            assert await bot.stop() == 0
    async with open_storage(sqlite_url) as storage, storage.engines.snapshot() as connection:
        drafts = Counter(row.text for row in await connection.execute(text("SELECT text FROM broadcasts")))
    assert drafts == Counter(texts)


async def settled(url):
    """Wait until nothing waits in the inbox and every update has arrived."""
    async with open_storage(url) as storage, asyncio.timeout(60):
        calm = 0
        while calm < 10:
            async with storage.reading() as tx:
                counts = await tx.inbox.counts()
            calm = calm + 1 if not counts.get("new") else 0
            await asyncio.sleep(0.1)
        assert not counts.get("poison")
