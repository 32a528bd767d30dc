"""Who was out of reach when a story was taken back hears of it when he is back."""

import pytest
from stories.test_roundups import take_back, told, works

from bot.domain.chats import ChatState

ANNA, OMAR = 7, 8


@pytest.mark.parametrize("away", [ChatState.STOPPED, ChatState.SUSPENDED])
async def test_who_comes_back_is_told_what_was_taken_back(newsroom, away):
    await newsroom.reader(ANNA, "Sinjar")
    await newsroom.tell(newsroom.capture("Sinjar"))
    await newsroom.set_state(ANNA, away)
    await take_back(newsroom, 1)
    assert len(newsroom.chats[ANNA]) == 1
    await newsroom.set_state(ANNA, ChatState.ACTIVE)
    for _ in range(2):  # told once, however often it is looked for
        await works(newsroom)
    alert, gone = newsroom.chats[ANNA]
    assert "RETRACTED" in alert.text
    assert (gone.first_line, gone.reply_to) == ("Retracted: Sinjar declared captured", alert.id)
    await newsroom.set_state(ANNA, away)
    await newsroom.set_state(ANNA, ChatState.ACTIVE)
    await works(newsroom)
    assert len(newsroom.chats[ANNA]) == 2


async def test_what_shared_a_message_is_struck_through_in_it(newsroom):
    await newsroom.reader(OMAR, "Nineveh")
    done = await told(newsroom)
    await newsroom.set_state(OMAR, ChatState.STOPPED)
    await take_back(newsroom, done.developments[1].event.id)
    await newsroom.set_state(OMAR, ChatState.ACTIVE)
    await works(newsroom)
    await works(newsroom)
    shared, gone = newsroom.chats[OMAR]
    assert gone.text.startswith("Retracted: Sinjar")
    assert "2. Sinjar declared captured RETRACTED" in shared.text


async def test_what_was_taken_back_before_is_not_told_again(newsroom):
    await newsroom.reader(ANNA, "Sinjar")
    await newsroom.tell(newsroom.capture("Sinjar"))
    await take_back(newsroom, 1)
    await newsroom.set_state(ANNA, ChatState.STOPPED)
    await newsroom.set_state(ANNA, ChatState.ACTIVE)
    await works(newsroom)
    assert len(newsroom.chats[ANNA]) == 2
