"""Reports that admins hand in: pasted in parts, forwarded, as documents."""

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
HEADLINE = "Old Mosul declared captured"
CAPTURE = "Iraqi security forces captured Old Mosul from ISIS on Saturday, the Iraqi military has declared."


async def test_a_long_paste_that_telegram_cuts_is_one_report(town):
    admin = town.person("Admin")
    filler = "The weather was fine, and the market was open all day long as it always is there.\n" * 70
    parts = admin.it.paste(f"/ingest {filler}\n{CAPTURE}")
    assert len(parts) > 1
    await admin.hears(HEADLINE, seconds=20)
    assert len(admin.log) == 1


async def test_a_pasted_report_needs_no_command(town):
    admin, anna = town.person("Admin"), town.person("Anna")
    await admin.asks(f"Evening report\n\n{CAPTURE}", HEADLINE)
    await anna.asks(CAPTURE, "too long for a name")


async def test_a_forwarded_post_is_a_report_of_its_channel(town):
    admin, anna = town.person("Admin"), town.person("Anna")
    await anna.asks("/subscribe Nineveh", "Nineveh, Iraq")
    news = town.sandbox.channel("Front News", admin.it, with_bot=False)
    post = admin.it.say(CAPTURE, news)
    admin.it.forward(post)
    await admin.hears(HEADLINE)
    alert = await anna.hears(HEADLINE)
    assert "Front News" in alert.content["text"]


async def test_a_text_document_is_a_report(town):
    admin = town.person("Admin")
    admin.it.send_file("report.txt", CAPTURE.encode())
    await admin.hears(HEADLINE)


async def test_a_document_that_is_no_text_is_one_sentence(town):
    admin = town.person("Admin")
    admin.it.send_file("report.bin", b"\xff\xfe\x00\x81" * 10)
    await admin.hears("only read text documents in UTF-8")


async def test_nobody_else_can_hand_in_a_document(town):
    anna = town.person("Anna")
    anna.it.send_file("report.txt", CAPTURE.encode())
    await anna.hears("Only this bot's admins")
    await anna.asks("/latest Mosul", "Nothing yet")


async def test_what_is_no_text_is_answered_and_a_caption_is_a_text(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    anna.it.send_photo(PICTURE)
    await anna.hears("only read text")
    admin.it.send_photo(PICTURE, caption=f"Evening report\n{CAPTURE}")
    await admin.hears(HEADLINE)
