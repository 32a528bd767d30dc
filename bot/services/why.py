"""Why a chat was told of an event, and what it can do about it with one press."""

from dataclasses import dataclass, replace

from bot.domain.chats import Asker
from bot.domain.errors import UserError
from bot.domain.events import Event
from bot.domain.reasons import Reason
from bot.domain.subscriptions import PARTIES, Dimension, Subscription, Term, source_key
from bot.domain.volume import GRAVE
from bot.knowledge import World
from bot.matching import audience
from bot.rendering import why as say
from bot.rendering.kinds import GENERIC, type_name
from bot.rendering.texts import Texts
from bot.services.conversation import Conversation, Talk
from bot.services.paths import reasons
from bot.services.stories import event_of, refuse_channels


@dataclass(frozen=True, slots=True)
class Why:
    """Explains alerts, and changes the requests that they came from."""

    conversation: Conversation
    world: World

    async def explain(self, asker: Asker, key: str) -> None:
        """Show which request an event answers and how, who says it, and why that was worth a message."""
        refuse_channels(asker)
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            found = await self._reasons(talk, event)
            history = await talk.tx.events.history([event.id])
            shown = await talk.tx.alerts.shown(talk.chat.id, event.id)
            talk.reply(*say.why(talk.texts, event, found, history, self._names(talk.texts, found), shown))

    async def tune(self, asker: Asker, choice: str) -> None:
        """Change a request by a button below the explanation: `choice` is its id, the event's id and what to do.

        Raises:
            UserError: the request has ended, or there is nothing to change.
        """
        request_id, key, what = (*choice.split(":"), "", "")[:3]
        async with self.conversation.open(asker) as talk:
            event = await event_of(talk.tx, key)
            found = [
                reason
                for reason in await self._reasons(talk, event)
                if str(reason.subscription.id) == request_id
            ]
            if not found:
                raise UserError("You do not follow this any more, or not like this.")
            changed = self._tuned(found[0], event, what)
            await talk.tx.subscriptions.change(changed)
            talk.reply(say.tuned(talk.texts, found[0], event, what, self._names(talk.texts, found)))

    async def _reasons(self, talk: Talk, event: Event) -> list[Reason]:
        requests = await talk.tx.subscriptions.of(talk.chat.id)
        return reasons(requests, event, audience(event, self.world), self.world, talk.texts.language)

    def _tuned(self, reason: Reason, event: Event, what: str) -> Subscription:
        request = reason.subscription
        match what:
            case "graver" if event.severity < GRAVE:
                return replace(request, min_severity=event.severity + 1)
            case "type":
                return _without(request, Term(Dimension.TYPE, event.type, negated=True))
            case "source":
                return _without(
                    request, Term(Dimension.SOURCE, source_key(event.ledger[0].source), negated=True)
                )
            case "narrow" if reason.narrower is not None:
                others = (
                    term for term in request.terms if term.dimension is not Dimension.REGION or term.negated
                )
                return replace(request, terms=(Term(Dimension.REGION, reason.narrower), *others))
        raise UserError("I do not know this choice any more.")

    def _names(self, _: Texts, found: list[Reason]) -> say.Names:
        """What to call the terms and the narrower regions, by their keys."""
        terms = {path.term for reason in found for path in reason.paths}
        names = {term.key: self._name(_, term) for term in terms}
        for reason in found:
            if reason.narrower is not None:
                names[reason.narrower] = self.world.regions.name(reason.narrower, _.language)
        return names

    def _name(self, _: Texts, term: Term) -> str:
        circle = term.circle
        if circle is not None:
            return self.world.regions.address(circle.place, _.language) if circle.place else ""
        if term.dimension is Dimension.REGION:
            return self.world.regions.address(term.key, _.language) or term.key
        if term.dimension in PARTIES:
            if term.key in GENERIC:
                return str(_(GENERIC[term.key]))
            return self.world.actors.name(term.key, _.language)
        return str(type_name(_, term.key)) if term.dimension is Dimension.TYPE else term.key


def _without(request: Subscription, refused: Term) -> Subscription:
    if refused in request.terms:
        return request
    kept = tuple(term for term in request.terms if replace(term, negated=True) != refused)
    if not any(not term.negated for term in kept):
        raise UserError("Nothing else would be left of this request: end it instead.")
    return replace(request, terms=(*kept, refused))
