"""What people say to the bot, and what it answers."""

import pytest


async def test_a_name_that_means_several_things_is_answered_with_buttons(town):
    anna = town.person("Anna")
    question = await anna.asks("/subscribe Tripoli", "What do you mean")
    await anna.presses(question, "Tripoli, North Lebanon, Lebanon")
    await anna.asks("/subscriptions", "Tripoli, North Lebanon, Lebanon")


async def test_plain_words_that_name_something_are_answered_with_choices(town):
    anna = town.person("Anna")
    offer = await anna.asks("Mosul", "What do you mean")
    await anna.presses(offer, "Mosul, Nineveh, Iraq")
    await anna.asks("/subscriptions", "Mosul, Nineveh, Iraq")


async def test_a_misspelt_name_gets_suggestions_and_subscribes_to_nothing(town):
    anna = town.person("Anna")
    await anna.asks("/subscribe Mosoul", "Did you mean")
    await anna.asks("/subscriptions", "nothing yet")


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("/subscribe", "Tell me what to follow"),
        ("/subscribe " + "x" * 200, "too long"),
        ("/subscribe Xyzzyqqq", "no region or actor named"),
        ("/", "I tell you what happens"),
        ("🔥🔥 12345", "at least one place, party or kind"),
        ("🇺🇦", "What do you mean by “Ukraine”"),
        ("36.34, 43.13", "You are near Mosul"),
        ("/subscribe 36.34N 43.13E", "You are near Mosul"),
        ("/language Ukrainian", "Українська"),
        ("stop", "You follow nothing yet"),
        ("/nonsense", "do not know the command"),
        ("qqqzzzxx", "no region or actor named"),
        ("/unsubscribe Mosul", "do not follow"),
        ("/timezone Nowhereland", "no time zone or city"),
        ("/timezone Baghdad", "Asia/Baghdad"),
        ("/timezone europe/kyiv", "Europe/Kyiv"),
        ("/settings 25:99", "a time such as 07:15"),
        ("/settings 07:15", "07:15"),
        ("/settings off", "No daily digest"),
        ("/cancel", "nothing to cancel"),
        ("/help", "/subscribe"),
        ("/about", "GeoNames"),
        ("/privacy", "What I keep"),
        ("/search Hashd", "Popular Mobilization Forces"),
        ("/search", "what to search for"),
        ("/latest Nowhereland", "no region or actor named"),
        ("/digest", "Nothing new"),
        ("/start whatever_payload", "/subscribe"),
    ],
)
async def test_one_clear_answer(town, said, answered):
    await town.person("Anna").asks(said, answered)


async def test_what_is_followed_can_be_ended_by_name_and_by_button(town):
    anna = town.person("Anna")
    await anna.asks("/subscribe Mosul", "You follow")
    await anna.asks("/subscribe Daesh", "You follow")
    await anna.asks("/subscribe Daesh", "already")
    await anna.asks("/unsubscribe isis", "You no longer follow everything with Islamic State")
    listing = await anna.asks("/subscriptions", "Mosul, Nineveh, Iraq")
    await anna.presses(listing, "✕ 1")
    await anna.asks("/subscriptions", "nothing yet")


async def test_stop_and_start(town):
    anna = town.person("Anna")
    await anna.asks("/subscribe Mosul", "You follow")
    await anna.asks("/stop", "silent")
    await anna.asks("/start", "listening again")


async def test_settings_by_button(town):
    anna = town.person("Anna")
    settings = await anna.asks("/settings", "Daily digest: 18:00")
    await anna.presses(settings, "Digest hour")
    await anna.it.hear("When shall")
    await anna.presses(settings, "07:00")
    await anna.asks("/settings", "Daily digest: 07:00")


async def test_help_shows_admin_commands_to_admins_only(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/help", "/subscribe")
    assert "/broadcast" not in anna.log[-1]
    await admin.asks("/help", "/broadcast")


async def test_an_edited_message_does_not_run_its_command_again(town):
    anna = town.person("Anna")
    message = anna.says("/subscribe Mosul")
    await anna.hears("You follow")
    anna.it.edit(message, "/subscribe Kirkuk")
    await anna.asks("/subscriptions", "Mosul")
    assert not any("Kirkuk" in text for text in anna.log)


async def test_a_broadcast_is_previewed_confirmed_and_reported(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/start", "/subscribe")
    preview = await admin.asks("/broadcast Planned maintenance tonight", "To 2 chats")
    await admin.presses(preview, "Send")
    await anna.hears("Planned maintenance tonight")
    await admin.hears("Planned maintenance tonight")
    await admin.hears("2 chats reached")


async def test_a_broadcast_can_be_dropped_and_is_sent_once(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/start", "/subscribe")
    preview = await admin.asks("/broadcast Never mind", "To 2 chats")
    await admin.presses(preview, "Do not send")
    again = await admin.asks("/broadcast Second try", "To 2 chats")
    await admin.presses(again, "Send")
    await anna.hears("Second try")
    assert not any("Never mind" in text for text in anna.log)
