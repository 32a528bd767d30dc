"""The command menu that Telegram shows is the list of commands."""

import asyncio

import handlers
from bot.domain.commands import Scope


async def test_the_menu_has_every_command_of_everybody_and_more_for_admins(town):
    admin, anna = town.person("Admin"), town.person("Anna")
    await admin.asks("/start", "/subscribe")
    await anna.asks("/start", "/subscribe")
    everybody = [c.name for c in handlers.COMMANDS if c.scope is Scope.EVERYBODY]
    async with asyncio.timeout(10):
        while True:
            menu = await town.call("getMyCommands")
            if menu:
                break
            await asyncio.sleep(0.05)
    assert [command["command"] for command in menu] == everybody
