"""The fall of a city lists its quarters instead of adding messages; each stays an event of its own."""

from stories.test_roundups import take_back

ANNA, OMAR, OLENA = 7, 8, 9


async def test_a_quarter_after_its_city_is_a_line_of_the_citys_message(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.reader(OMAR, "Old Mosul")
    await newsroom.tell(newsroom.capture("Mosul"))
    await newsroom.tell(newsroom.capture("Old Mosul", status="reported"))
    (city,) = newsroom.chats[ANNA]
    assert city.text.endswith("Includes\n• Old Mosul reported captured")
    assert (city.first_line, city.edits) == ("Mosul declared captured", 1)
    assert [message.first_line for message in newsroom.chats[OMAR]] == ["Old Mosul reported captured"]


async def test_an_update_of_the_quarter_answers_the_citys_message_and_changes_its_line(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(newsroom.capture("Mosul"))
    await newsroom.tell(newsroom.capture("Old Mosul", status="reported"))
    await newsroom.tell(newsroom.capture("Old Mosul", attribution="the Iraqi military"), source="Outlet 2")
    city, update = newsroom.chats[ANNA]
    assert "Now declared: Old Mosul" in update.text
    assert update.reply_to == city.id
    assert "• Old Mosul declared captured" in city.text
    await take_back(newsroom, 2)
    assert newsroom.chats[ANNA][-1].reply_to == city.id
    assert "• Old Mosul declared captured RETRACTED" in city.text
    assert city.first_line == "Mosul declared captured"


async def test_the_city_after_its_quarters_lists_them(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(newsroom.capture("Old Mosul"))
    await newsroom.tell(newsroom.capture("Mosul"))
    quarter, city = newsroom.chats[ANNA]
    assert quarter.first_line == "Old Mosul declared captured"
    assert city.text.endswith("Includes\n• Old Mosul declared captured")


async def test_one_report_of_the_city_and_its_quarter_is_one_message(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.reader(OMAR, "Old Mosul")
    await newsroom.tell(newsroom.capture("Old Mosul"), newsroom.capture("Mosul"), newsroom.capture("Sinjar"))
    (anna,) = newsroom.chats[ANNA]
    assert anna.first_line == "Mosul declared captured"
    assert "• Old Mosul declared captured" in anna.text
    assert "2. Sinjar declared captured" in anna.text
    assert [message.first_line for message in newsroom.chats[OMAR]] == ["Old Mosul declared captured"]


async def test_the_other_side_or_another_kind_is_no_part(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(newsroom.capture("Mosul"))
    await newsroom.tell(newsroom.capture("Old Mosul", by="Islamic State", on="Iraqi Security Forces"))
    await newsroom.tell(newsroom.claim("explosion_remote_violence", "Old Mosul", killed=3))
    assert len(newsroom.heard(ANNA)) == 3
    assert all("Includes" not in text for text in newsroom.said(ANNA))


async def test_a_quarter_that_a_report_tells_beside_its_city_is_listed_below_it(newsroom):
    """Also where the city is not what the report's message opens with."""
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(*(newsroom.capture(place) for place in ("Sinjar", "Mosul", "Old Mosul")))
    (message,) = newsroom.chats[ANNA]
    assert message.first_line == "Sinjar declared captured"
    assert (
        "2. Mosul declared captured · Mosul, Nineveh, Iraq\n   • Old Mosul declared captured" in message.text
    )
