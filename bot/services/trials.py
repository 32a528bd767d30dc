"""A sample alert on the way that real ones take, so that a chat sees how it will be told."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chats import Asker
from bot.domain.deliveries import DeliveryKind
from bot.domain.errors import UserError
from bot.domain.events import Event
from bot.domain.subscriptions import Cadence, Subscription
from bot.rendering import trials as say
from bot.rendering.answers import Answer, whole
from bot.services.alerts import Alerts
from bot.services.conversation import Conversation, Talk
from bot.services.requests import Requests
from bot.services.subscriptions import Subscriptions

LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Trials:
    """Sends samples."""

    conversation: Conversation
    requests: Requests
    subscriptions: Subscriptions
    alerts: Alerts

    async def test(self, asker: Asker, key: str = "") -> None:
        """Send the latest event that a request (its id; else any of the chat's) asks for, marked as a test.

        It goes through the outbox in the lane of alerts, with the sound that the request has.

        Raises:
            UserError: the request has ended, or the chat follows nothing.
        """
        async with self.conversation.open(asker) as talk:
            wanted = (
                [await self.subscriptions.own(talk, key)]
                if key
                else await talk.tx.subscriptions.of(talk.chat.id)
            )
            if not wanted:
                raise UserError("You follow nothing yet, so nothing can be tested: /subscribe")
            request, event = await self._sample(talk, wanted)
            said = self.requests.said(talk, request)
            card = self.alerts.card(talk.texts, event) if event else Answer(say.invented(talk.texts))
            sample = Answer(say.marked_as_test(talk.texts, card.text, said))
            written = await talk.tx.outbox.write(whole(sample, self.conversation.keyboards))
            await talk.tx.outbox.promise(
                DeliveryKind.TEST,
                asker.update_id,
                0,
                {talk.chat.id: written},
                silent=not request.sound,
                expires_at=talk.tx.now() + timedelta(hours=1),
            )
            digest_only = request.cadence is Cadence.DIGEST
            talk.say(say.on_its_way(talk.texts, sound=request.sound, digest_only=digest_only))

    async def _sample(self, talk: Talk, wanted: list[Subscription]) -> tuple[Subscription, Event | None]:
        """Return the request with the latest event that it asks for; the first one without an event where there is none."""
        since = talk.tx.now() - LOOK_BACK
        found = [
            (happened[0].at, request, happened[0].event_id)
            for request in wanted
            if (happened := await talk.tx.followed.would_tell(request, since, 1))
        ]
        if not found:
            return wanted[0], None
        _, request, event_id = max(found, key=lambda one: (one[0], one[2]))
        events = await talk.tx.events.find([event_id])
        return request, events[0] if events else None
