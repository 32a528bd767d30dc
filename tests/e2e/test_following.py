"""How people say what they want to follow, and change it."""

import pytest

CAPTURE = (
    "Source: Desk two\nDate: 8 July 2017\n\nOn Saturday, Iraqi security forces (ISF) liberated Old Mosul, the last ISIS "
    "stronghold in the city of Mosul, the Iraqi military has declared."
)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "Nineveh: ISIS or PMU, not casualties, declared+",
            "everything in Nineveh, Iraq, with Islamic State or Popular Mobilization Forces, but not events with dead or injured, only if declared or surer",
        ),
        (
            "airstrikes within 50 km of Kharkiv, severity 3+, silently",
            "airstrikes within 50 km of Kharkiv, Ukraine, only of severity 3 or more, without sound",
        ),
        (
            "Sudan: by RSF, on civilians, digest only",
            "everything in Sudan, done by Rapid Support Forces and done to civilians, in the digest only",
        ),
        ("near Goma", "everything near Goma, North Kivu"),
        ("earthquakes", "earthquakes everywhere"),
        ("Iraq but not Kirkuk, also unlocated", "everything in Iraq, but not Kirkuk, Iraq, also without a known place"),
        ("Ukraine, not from Desk nine", "everything in Ukraine, but not told by desk nine"),
    ],
)  # fmt: skip
async def test_a_request_in_words_is_read_back_as_one_sentence(town, said, sentence):
    anna = town.person("Anna")
    await anna.asks(f"/subscribe {said}", f"You follow {sentence}")
    await anna.asks("/subscriptions", sentence)
    await anna.asks(f"/subscribe {said}", "already")


async def test_several_lines_are_several_requests_answered_at_once(town):
    anna = town.person("Anna")
    answer = await anna.asks(
        "/subscribe Nineveh: ISIS\n\nKirkuk\nTripoli: airstrikes, 3+\nnot Mosul",
        "• You follow everything in Nineveh",
    )
    text = answer.content["text"]
    assert "everything in Kirkuk" in text
    assert "“not Mosul”: Tell me at least one" in text
    question = await anna.hears("What do you mean by “Tripoli”")
    await anna.presses(question, "Tripoli, North Lebanon, Lebanon")
    await anna.it.hear(
        "You follow airstrikes in Tripoli, North Lebanon, Lebanon, only of severity 3 or more."
    )
    listing = await anna.asks("/subscriptions", "3. airstrikes in Tripoli")
    assert "2. everything in Kirkuk" in listing.content["text"]


async def test_before_saying_yes_people_see_how_much_it_would_tell(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    offer = await anna.asks("Mosul", "one alert in the last 7 days, one alert in 30")
    assert "• Old Mosul declared captured" in offer.content["text"]
    labels = [row[0]["text"] for row in offer.reply_markup["inline_keyboard"]]
    assert labels[:3] == ["Mosul, Nineveh, Iraq", "Nineveh, Iraq", "Iraq"]
    await anna.presses(offer, "Only in the digest")
    await anna.asks("/subscriptions", "everything in Mosul, Nineveh, Iraq, in the digest only")
    assert not any(text.startswith("Old Mosul") for text in anna.log)


async def test_the_answer_offers_to_follow_less_and_to_take_it_back(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    answer = await anna.asks("/subscribe Nineveh", "one alert in the last 7 days")
    await anna.presses(answer, "Only in the digest")
    changed = await anna.it.hear("in the digest only")
    await anna.presses(changed, "✕ End it")
    ended = await anna.it.hear("You no longer follow everything in Nineveh, Iraq, in the digest only")
    await anna.presses(ended, "Follow it again")
    await anna.it.hear("You follow everything in Nineveh, Iraq, in the digest only.")


async def test_a_request_is_edited_in_one_message(town):
    anna = town.person("Anna")
    await anna.asks("/subscribe Nineveh or Kirkuk: ISIS", "You follow")
    listing = await anna.asks("/subscriptions", "Nineveh")

    async def press(label, part):
        await anna.presses(listing, label)
        await anna.it.hear(part)

    await press("✎ 1", "Severity goes from 1")
    await press("3+", "only of severity 3 or more")
    await press("declared+", "only if declared or surer")
    await press("Without sound", "without sound")
    await press("In the digest", "in the digest only")
    await press("At once", "declared or surer, without sound")
    await press("Kinds of event…", "Press a kind once")
    await press("fighting", "fighting in Nineveh")
    await press("● fighting", "but not fighting")
    await press("arrests", "arrests in Nineveh")
    await press("« Back", "Severity goes from 1")
    await press("Places, parties… (3)", "to take it out")
    await press("✕ 2", "arrests in Nineveh, Iraq, with Islamic State, but not fighting")
    await press("« Back", "Severity goes from 1")
    await press("Pause…", "How long")
    await press("8 hours", "(paused until")
    await press("Go on", "Severity goes from 1")
    await press(
        "« All",
        "1. arrests in Nineveh, Iraq, with Islamic State, but not fighting, only of severity 3 or more",
    )
    assert len(anna.log) == 2


async def test_a_change_that_would_leave_nothing_is_refused(town):
    anna = town.person("Anna")
    await anna.asks("/subscribe Kirkuk", "You follow")
    listing = await anna.asks("/subscriptions", "Kirkuk")
    await anna.presses(listing, "✎ 1")
    await anna.it.hear("Severity goes from 1")
    await anna.presses(listing, "Places, parties… (1)")
    await anna.it.hear("to take it out")
    answer = await anna.presses(listing, "✕ 1")
    assert "nothing would be left" in answer


async def test_requests_that_become_alike_are_one(town):
    anna = town.person("Anna")
    await anna.asks("/subscribe Kirkuk", "You follow")
    answer = await anna.asks("/subscribe Kirkuk 2+", "severity 2 or more")
    await anna.presses(answer, "Change…")
    await anna.it.hear("Severity goes from 1")
    await anna.presses(answer, "1+")
    await anna.it.hear("the same as another request")
    listing = await anna.asks("/subscriptions", "1. everything in Kirkuk, Iraq")
    assert "2." not in listing.content["text"]


async def test_buttons_of_somebody_else_do_nothing(town):
    anna, omar = town.person("Anna"), town.person("Omar")
    answer = await anna.asks("/subscribe Kirkuk", "You follow")
    data = answer.reply_markup["inline_keyboard"][-1][-1]["callback_data"]
    omars = await omar.asks("/subscribe Mosul", "You follow")
    pressed = await omar.it.press(omars, data=data).answer()
    assert "do not follow this any more" in pressed
    await anna.asks("/subscriptions", "Kirkuk")


async def test_a_paused_request_is_silent_and_the_digest_has_it(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    answer = await anna.asks("/subscribe Nineveh", "You follow")
    await anna.presses(answer, "Change…")
    await anna.it.hear("Severity goes from 1")
    await anna.presses(answer, "Pause…")
    await anna.it.hear("How long")
    await anna.presses(answer, "1 hour")
    await anna.it.hear("paused until")
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    await anna.asks("/digest", "Old Mosul declared captured")
    assert len(anna.log) == 2


async def test_a_pasted_list_of_names_is_followed_and_a_text_is_not(town):
    anna = town.person("Anna")
    await anna.asks("Kirkuk\nHashd\nnear Goma", "• You follow everything in Kirkuk, Iraq.")
    await anna.asks("Kirkuk was calm today\nand so was the road to Erbil", "no list of names")
    await anna.asks("/subscriptions", "3. everything near Goma")


async def test_a_request_can_do_without_a_name_that_nobody_knows(town):
    anna = town.person("Anna")
    question = await anna.asks("airstrikes in Sudan by Qqqzzzxx", "no region or actor named “Qqqzzzxx”")
    await anna.presses(question, "Leave “Qqqzzzxx” out")
    await anna.it.hear("You follow airstrikes in Sudan.")
    bare = await anna.asks("/subscribe Qqqzzzxx", "no region or actor named “Qqqzzzxx”")
    labels = [button["text"] for row in bare.reply_markup["inline_keyboard"] for button in row]
    assert not any(label.startswith("Leave") for label in labels)


async def test_words_that_are_no_wish_are_answered_too(town):
    anna = town.person("Anna")
    await anna.asks("hello!", "I tell you what happens")
    await anna.asks("fighting near me", "Send me your location")
    await anna.asks("https://example.org/mosul", "I do not open links")
    await anna.asks("/subscribe Mosul", "You follow everything in Mosul, Nineveh, Iraq.")
    await anna.asks("stop alerts for Mosul", "You no longer follow everything in Mosul, Nineveh, Iraq.")
    await anna.asks("/latest mosoul", "Perhaps you mean: Mosul")
    await anna.asks("/search zzzqqq", "/subscribe zzzqqq")
    unknown = await anna.asks("zzzqqq", "I know no region or actor named “zzzqqq”")
    labels = [row[0]["text"] for row in unknown.reply_markup["inline_keyboard"]]
    assert labels == ["Ask the editors to add “zzzqqq”", "Choose on the map…"]


async def test_a_stopped_chat_is_reminded_of_it_where_it_looks_at_its_requests(town):
    anna = town.person("Anna")
    await anna.asks("/subscribe Mosul", "You follow")
    await anna.asks("/stop", "silent now")
    await anna.asks("/subscriptions", "/start wakes me")
