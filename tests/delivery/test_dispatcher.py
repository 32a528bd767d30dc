"""What is promised arrives."""

from delivery.conftest import running, settled
from delivery.people import ensure, message


async def test_a_reply_arrives(storage, telegram):
    anna = telegram.person("Anna")
    anna.say("/start")
    (target,) = await ensure(storage, anna.id)
    async with running(storage, telegram):
        async with storage.transaction() as tx:
            await tx.outbox.reply(target, [message("<b>one</b>"), message("two")], update_id=1)
        assert (await anna.next()).content["text"] == "one"
        assert (await anna.next()).content["text"] == "two"
        assert await settled(storage) == {"sent": 2}
