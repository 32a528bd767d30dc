"""What the services of one request share: what its terms are called, and how much it would have told."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from bot.domain.previews import DAYS, Preview, count
from bot.domain.subscriptions import PARTIES, Dimension, Subscription, Term
from bot.knowledge import Result, World
from bot.rendering import previews as say
from bot.rendering.kinds import GENERIC, REGION_KINDS
from bot.rendering.markup import lines
from bot.rendering.requests import paused, sentence
from bot.rendering.subscriptions import Choice
from bot.rendering.texts import Texts
from bot.services.conversation import Talk
from bot.services.lookups import addresses
from bot.wishes import document

# A request that is hit more often than this in a month is counted no further.
MOST_COUNTED = 5_000


@dataclass(frozen=True, slots=True)
class Requests:
    """Names and numbers of requests."""

    world: World

    def names(self, _: Texts, subscriptions: Iterable[Subscription]) -> dict[str, str]:
        """Return what to call each term, as `dimension:key` → words."""
        return {
            f"{term.dimension}:{term.key}": self._called(_, term)
            for subscription in subscriptions
            for term in subscription.terms
        }

    def said(self, talk: Talk, subscription: Subscription) -> Markup:
        """Return a request as one sentence, with its pause."""
        names = self.names(talk.texts, [subscription])
        silent = paused(talk.texts, subscription, talk.tx.now(), talk.chat.timezone)
        said = sentence(talk.texts, subscription, names)
        return talk.texts("{said} ({pause})", said=said, pause=silent) if silent else said

    async def preview(self, talk: Talk, subscription: Subscription) -> Preview:
        """Count what a request would have told in the last 30 days."""
        now = talk.tx.now()
        since = now - timedelta(days=DAYS)
        found = await talk.tx.followed.would_tell(subscription, since, MOST_COUNTED)
        return count(found, now, talk.chat.timezone, more=len(found) == MOST_COUNTED)

    async def shown(self, talk: Talk, preview: Preview) -> Markup:
        """Return a preview as text, with the last events as samples."""
        events = await talk.tx.events.find(preview.latest)
        places = addresses(self.world, events, talk.texts.language)
        return lines(
            say.volume(talk.texts, preview),
            say.samples(talk.texts, events, places, talk.chat.timezone),
        )

    async def kept(self, talk: Talk, subscription: Subscription) -> str:
        """Keep a request, without whose it is and without its pause, under a token that brings it back; return the token."""
        stored = document.request(subscription)
        stored.pop("paused_until", None)
        token = hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:16]
        await talk.tx.shared.put(token, stored)
        return token

    def choice(self, _: Texts, result: Result) -> Choice:
        """Return a search result as something to press."""
        if result.kind == Dimension.ACTOR and (party := self.party(_, result.id)):
            return party
        place = self.place(_, result.id) if result.kind == Dimension.REGION else None
        return place or Choice(f"{result.kind}:{result.id}", result.name, result.address)

    def place(self, _: Texts, region_id: str) -> Choice | None:
        """Return a place as something to press, None for an unknown id."""
        region = self.world.regions.get(region_id)
        if region is None:
            return None
        regions, language = self.world.regions, _.language
        return Choice(
            f"{Dimension.REGION}:{region_id}",
            regions.name(region_id, language),
            regions.address(region_id, language),
            str(_(REGION_KINDS[region.kind])),
        )

    def party(self, _: Texts, actor_id: str) -> Choice | None:
        """Return a party as something to press, with its countries in brackets; None for an unknown id."""
        if actor_id in GENERIC:
            people = str(_(GENERIC[actor_id]))
            return Choice(f"{Dimension.ACTOR}:{actor_id}", people, people)
        actor = self.world.actors.get(actor_id)
        if actor is None:
            return None
        name, regions = self.world.actors.name(actor_id, _.language), self.world.regions
        keys = [f"cc:{code}" for code in actor.countries if regions.get(f"cc:{code}")]
        lands = [regions.name(key, _.language) for key in keys]
        label = _("{name} ({where})", name=name, where=_.comma.join(lands)).unescape() if lands else name
        return Choice(f"{Dimension.ACTOR}:{actor_id}", name, label)

    def _called(self, _: Texts, term: Term) -> str:
        circle = term.circle
        if circle is not None:
            shared = _(
                "the place {latitude}, {longitude}", latitude=circle.latitude, longitude=circle.longitude
            )
            return self.world.regions.address(circle.place, _.language) if circle.place else str(shared)
        if term.dimension is Dimension.REGION:
            return self.world.regions.address(term.key, _.language) or term.key
        if term.dimension in PARTIES:
            if term.key in GENERIC:
                return str(_(GENERIC[term.key]))
            return self.world.actors.name(term.key, _.language)
        if term.dimension is Dimension.SOURCE:
            known = self.world.actors.named(term.key)
            return self.world.actors.name(known[0], _.language) if len(known) == 1 else term.key
        return term.key


def single(dimension: Dimension, key: str, target_id: int = 0) -> Subscription:
    """Return the request for one thing and nothing else."""
    return Subscription((Term(dimension, key),), target_id=target_id)
