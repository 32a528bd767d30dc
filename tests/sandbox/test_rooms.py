"""Groups, forums, channels: who is heard, under which name, and what the bot learns about members."""

import pytest

from bot.sandbox.model import ADMIN_ID


async def heard(wire) -> list[dict]:
    """Return the waiting updates and confirm them."""
    updates = await wire.updates()
    if updates:
        await wire.updates(offset=updates[-1]["update_id"] + 1)
    return updates


async def test_the_bot_joins_and_is_told(wire, sandbox, anna):
    await heard(wire)
    group = sandbox.group("Newsroom", anna)
    change, service = await heard(wire)
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert change["my_chat_member"]["chat"]["title"] == "Newsroom"
    assert service["message"]["new_chat_members"][0]["username"] == "local_sandbox_bot"
    group.promote_bot()
    group.remove_bot()
    promoted, *left = await heard(wire)
    assert promoted["my_chat_member"]["new_chat_member"]["can_pin_messages"] is True
    assert left[-1]["my_chat_member"]["new_chat_member"] == {
        "status": "kicked",
        "user": service["message"]["new_chat_members"][0],
        "until_date": 0,
    }


async def test_privacy_mode_lets_through_what_concerns_the_bot(wire, sandbox, anna):
    group = sandbox.group("Newsroom", anna)
    mine = await wire.ok("sendMessage", chat_id=group.id, text="hello all")
    await heard(wire)
    anna.say("just chatting", group)
    anna.say("/help", group)
    anna.say("/help@local_sandbox_bot", group)
    anna.say("/help@other_bot", group)
    anna.say("hey @local_sandbox_bot", group)
    anna.say("I agree", group, reply_to=mine["message_id"])
    anna.locate(36.3, 43.1, group)
    said = [update["message"]["text"] for update in await heard(wire)]
    assert said == ["/help", "/help@local_sandbox_bot", "hey @local_sandbox_bot", "I agree"]
    group.promote_bot()
    await heard(wire)
    anna.say("just chatting", group)
    assert [update["message"]["text"] for update in await heard(wire)] == ["just chatting"]


async def test_who_is_not_in_a_group_cannot_speak_there(sandbox, anna, bob):
    group = sandbox.group("Newsroom", anna)
    with pytest.raises(ValueError, match="Bob is not in 'Newsroom'"):
        bob.say("hi", group)
    group.add(bob)
    bob.say("hi", group)
    group.remove(bob, by=anna)
    with pytest.raises(ValueError, match="Bob is not in"):
        bob.say("hi", group)


async def test_names_that_are_not_people(wire, sandbox, anna, bob):
    group = sandbox.group("Newsroom", anna, supergroup=True)
    group.promote_bot()
    channel = sandbox.channel("Wire", bob)
    channel.link_discussion(group)
    await heard(wire)
    anna.say("/settings", group, anonymous=True)
    anna.say("as a channel", group, as_channel=channel)
    bob.say("a post", channel)
    anonymous, as_channel, post, forwarded = await heard(wire)
    assert anonymous["message"]["from"]["id"] == 1087968824
    assert anonymous["message"]["sender_chat"]["id"] == group.id
    assert as_channel["message"]["from"]["id"] == 136817688
    assert as_channel["message"]["sender_chat"]["id"] == channel.id
    assert "from" not in post["channel_post"]
    assert post["channel_post"]["sender_chat"]["id"] == channel.id
    assert forwarded["message"]["from"]["id"] == 777000
    assert forwarded["message"]["is_automatic_forward"] is True
    assert forwarded["message"]["forward_origin"]["chat"]["id"] == channel.id
    with pytest.raises(ValueError, match="no administrator"):
        group.add(bob)
        bob.say("x", group, anonymous=True)
    with pytest.raises(ValueError, match="may not post"):
        anna.say("x", channel)


async def test_channel_posts_and_their_edits(wire, sandbox, anna):
    channel = sandbox.channel("Wire", anna, username="wire_news")
    await heard(wire)
    post = anna.say("first words", channel)
    anna.edit(post, "second words")
    mine = await wire.ok("sendMessage", chat_id="@wire_news", text="from the bot")
    assert mine["sender_chat"]["username"] == "wire_news"
    assert "from" not in mine
    kinds = [(list(update)[1], update[list(update)[1]]["text"]) for update in await heard(wire)]
    assert kinds == [("channel_post", "first words"), ("edited_channel_post", "second words")]
    await wire.ok(
        "editMessageText", chat_id=channel.id, message_id=mine["message_id"], text="edited by the bot"
    )


async def test_an_edited_message_is_told_as_such(wire, anna, bob):
    message = anna.say("/subscribe Mosul")
    await heard(wire)
    anna.edit(message, "/subscribe Iraq")
    [update] = await heard(wire)
    assert update["edited_message"]["text"] == "/subscribe Iraq"
    assert update["edited_message"]["message_id"] == message.id
    with pytest.raises(ValueError, match="Bob did not write"):
        bob.edit(message, "x")


async def test_forwards_tell_their_origin(wire, sandbox, anna, bob):
    channel = sandbox.channel("Wire", bob, with_bot=False)
    post = bob.say("Bridge closed.", channel)
    words = bob.say("my words")
    await heard(wire)
    anna.forward(post)
    anna.forward(words)
    anna.forward(words, hidden=True)
    origins = [update["message"]["forward_origin"] for update in await heard(wire)]
    assert [origin["type"] for origin in origins] == ["channel", "user", "hidden_user"]
    assert (origins[0]["chat"]["title"], origins[0]["message_id"]) == ("Wire", post.id)
    assert origins[1]["sender_user"]["id"] == bob.id
    assert origins[2]["sender_user_name"] == "Bob"


async def test_topics_of_a_forum(wire, sandbox, anna):
    forum = sandbox.group("Desk", anna, forum=True)
    forum.promote_bot()
    topic = forum.create_topic("Iraq")
    made = await wire.ok("createForumTopic", chat_id=forum.id, name="Sudan")
    await heard(wire)
    anna.say("/latest", forum, thread=topic)
    [update] = await heard(wire)
    message = update["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic, True)
    assert message["chat"]["is_forum"] is True
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "Iraq"
    answer = await wire.ok(
        "sendMessage", chat_id=forum.id, text="x", reply_to_message_id=message["message_id"]
    )
    assert answer["message_thread_id"] == topic
    there = {"chat_id": forum.id, "text": "x", "message_thread_id": made["message_thread_id"]}
    assert (await wire.ok("sendMessage", **there))["message_thread_id"] == made["message_thread_id"]
    assert "message_thread_id" not in await wire.ok("sendMessage", chat_id=forum.id, text="general")
    for wrong in (1, 999):
        parameters = {"chat_id": forum.id, "text": "x", "message_thread_id": wrong}
        assert (await wire.refused("sendMessage", **parameters))[1] == "Bad Request: message thread not found"
    group = sandbox.group("Flat", anna)
    assert (await wire.refused("createForumTopic", chat_id=group.id, name="x"))[
        1
    ] == "Bad Request: the chat is not a forum"


async def test_asking_about_chats_and_members(wire, sandbox, anna, bob):
    admin = sandbox.person("Admin")
    group = sandbox.group("Newsroom", anna, supergroup=True)
    group.add(bob)
    group.add(admin)
    group.promote(bob)
    full = await wire.ok("getChat", chat_id=group.id)
    assert (full["type"], full["title"], full["accent_color_id"] >= 0) == ("supergroup", "Newsroom", True)
    states = {
        person.name: (await wire.ok("getChatMember", chat_id=group.id, user_id=person.id))["status"]
        for person in (anna, bob, admin)
    }
    assert states == {"Anna": "creator", "Bob": "administrator", "Admin": "member"}
    admins = await wire.ok("getChatAdministrators", chat_id=group.id)
    assert [member["user"]["first_name"] for member in admins] == ["Anna", "Bob"]
    assert await wire.ok("getChatMemberCount", chat_id=group.id) == 4
    group.remove(admin)
    assert (await wire.ok("getChatMember", chat_id=group.id, user_id=ADMIN_ID))["status"] == "left"
    group.remove(bob, by=anna)
    assert (await wire.ok("getChatMember", chat_id=group.id, user_id=bob.id))["status"] == "kicked"
    assert (await wire.ok("getChatMember", chat_id=anna.id, user_id=anna.id))["status"] == "member"
    assert (await wire.refused("getChatMember", chat_id=group.id, user_id=5))[
        1
    ] == "Bad Request: PARTICIPANT_ID_INVALID"
    assert (await wire.refused("getChatMember", chat_id=group.id))[
        1
    ] == "Bad Request: invalid user_id specified"
    assert (await wire.refused("getChatAdministrators", chat_id=anna.id))[1] == (
        "Bad Request: there are no administrators in the private chat"
    )


async def test_member_changes_reach_an_administrator_bot_that_asks(wire, sandbox, anna, bob):
    group = sandbox.group("Newsroom", anna, supergroup=True)
    await wire.updates(allowed_updates=["chat_member"], offset=-1)
    group.add(bob)
    group.promote_bot()
    group.demote(bob)
    updates = [update["chat_member"] for update in await heard(wire) if "chat_member" in update]
    assert [update["new_chat_member"]["user"]["first_name"] for update in updates] == ["Bob"]


async def test_pinning(wire, sandbox, anna):
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="important")
    await wire.ok("pinChatMessage", chat_id=anna.id, message_id=sent["message_id"])
    assert (await wire.ok("getChat", chat_id=anna.id))["pinned_message"]["text"] == "important"
    await wire.ok("unpinChatMessage", chat_id=anna.id)
    assert "pinned_message" not in await wire.ok("getChat", chat_id=anna.id)
    assert (await wire.refused("unpinChatMessage", chat_id=anna.id))[
        1
    ] == "Bad Request: message to unpin not found"
    group = sandbox.group("Newsroom", anna)
    here = {"chat_id": group.id, "message_id": anna.say("/x", group).id}
    assert (await wire.refused("pinChatMessage", **here))[1] == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )


async def test_reactions(wire, anna):
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="x")
    here = {"chat_id": anna.id, "message_id": sent["message_id"]}
    await wire.ok("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert (await wire.refused("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": "x"}]))[
        1
    ] == ("Bad Request: REACTION_INVALID")
    await wire.updates(allowed_updates=["message_reaction"], offset=-1)
    anna.react(await anna.next(), "🔥")
    update = (await heard(wire))[-1]["message_reaction"]
    assert (update["user"]["id"], update["new_reaction"]) == (anna.id, [{"type": "emoji", "emoji": "🔥"}])


async def test_a_button_of_a_deleted_message_can_still_be_pressed(wire, anna):
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=keyboard)
    message = await anna.next()
    await wire.ok("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
    anna.press(message, data="forged")
    query = (await heard(wire))[-1]["callback_query"]
    assert query["data"] == "forged"
    assert query["message"] == {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}
