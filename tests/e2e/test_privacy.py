"""What is kept about a chat, and that it can be erased."""

CAPTURE = "Source: Desk two\nDate: 8 July 2017\n\nISF captured Old Mosul from ISIS on Saturday, the Iraqi military has declared."


async def rows_about(town, chat_id):
    """Count what any table holds of a chat."""
    count = 0
    async with town.app.storage.engines.snapshot() as connection:
        tables = (
            await connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        ).scalars()
        for table in list(tables):
            columns = {row[1] for row in await connection.exec_driver_sql(f"PRAGMA table_info({table})")}
            if "chat_id" in columns:
                found = await connection.exec_driver_sql(
                    f"SELECT count(*) FROM {table} WHERE chat_id = {chat_id}"
                )
                count += found.scalar_one()
    return count


async def test_deleting_everything_takes_a_yes_and_leaves_nothing(town):
    anna, omar, admin = town.person("Anna"), town.person("Omar"), town.person("Admin")
    for person in (anna, omar):
        await person.asks("/subscribe Nineveh", "You follow")
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    await anna.hears("Old Mosul declared captured")
    privacy = await anna.asks("/privacy", "What I keep")
    await anna.presses(privacy, "Delete my data")
    question = await anna.hears("cannot be undone")
    await anna.presses(question, "No, keep it")
    await anna.it.hear("Nothing was erased")
    await anna.asks("/subscriptions", "Nineveh")
    question = await anna.asks("/deleteme", "one request")
    await anna.presses(question, "Yes, erase everything")
    await anna.it.hear("Everything about this chat is erased")
    await town.app.work.upkeep.prune()
    assert await rows_about(town, anna.it.id) == 0
    assert await rows_about(town, omar.it.id) > 0
    pressed = await anna.it.press(question, "Yes, erase everything").answer() if question.reply_markup else ""
    assert "too old" in pressed or not pressed
    await anna.asks("/start", "I tell you what happens")
    await anna.asks("/subscriptions", "nothing yet")


async def test_an_erased_chat_gets_no_alerts(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/subscribe Nineveh", "You follow")
    question = await anna.asks("/deleteme", "cannot be undone")
    await anna.presses(question, "Yes, erase everything")
    await anna.it.hear("is erased")
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    await admin.asks("/latest Nineveh", "Old Mosul")
    assert not any(text.startswith("Old Mosul") for text in anna.log)


async def test_my_data_can_be_exported_from_the_privacy_page(town):
    anna = town.person("Anna")
    privacy = await anna.asks("/privacy", "What I keep")
    await anna.presses(privacy, "Export my data")
    document = await anna.it.next()
    assert document.content["document"]["file_name"] == "subscriptions.json"
