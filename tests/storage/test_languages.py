"""A message to many is written for the languages that somebody has chosen, and for no others."""

from datetime import time

from bot.domain.chats import ChatKind, Target
from bot.domain.languages import LANGUAGES


async def test_only_languages_that_somebody_has_chosen_are_found(storage):
    async with storage.transaction() as tx:
        assert await tx.targets.languages(LANGUAGES) == []
        for chat_id, language in ((1, "uk"), (2, "ar"), (3, "uk")):
            await tx.targets.ensure(
                Target(chat_id), ChatKind.PRIVATE, language=language, timezone="UTC", digest=time(18)
            )
    async with storage.reading() as tx:
        assert sorted(await tx.targets.languages(LANGUAGES)) == ["ar", "uk"]
