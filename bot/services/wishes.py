"""What people ask for in words, on one line or many, and the questions that have to be answered first."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.domain.chats import Asker
from bot.domain.errors import NothingAskedError, UserError
from bot.domain.subscriptions import Dimension, Subscription, Term, source_key
from bot.knowledge import World, phrase
from bot.rendering import chats, previews
from bot.rendering import subscriptions as say
from bot.rendering import wishes as ask
from bot.rendering.markup import lines
from bot.services.conversation import Conversation, Talk
from bot.services.requests import Requests
from bot.services.subscriptions import Subscriptions
from bot.wishes import Question, Resolved, Wish, parse, read
from bot.wishes.resolve import LEFT_OUT, knows, without
from bot.wishes.signs import flags_named
from bot.wishes.signs import lines as requests_in
from bot.wishes.talk import ended, is_greeting
from storage import Transaction
from storage.wishes import OpenWish

MOST_LINES = 20
LONGEST_LINE = 300
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Understood:
    """One line of what somebody asked for, and what it means; or why it means nothing."""

    line: str
    wish: Wish
    resolved: Resolved | None = None
    error: UserError | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """Turns words into requests."""

    conversation: Conversation
    world: World
    requests: Requests
    subscriptions: Subscriptions

    async def subscribe(self, asker: Asker, text: str) -> None:
        """Follow what each line asks for where it is clear; else ask.

        Raises:
            UserError: it is too long, or the chat follows too much already.
        """
        if not text:
            async with self.conversation.open(asker) as talk:
                talk.say(*say.ask_name(talk.texts))
            return
        asked = await self._understand(asker, self._lines(text))
        async with self.conversation.open(asker) as talk:
            if len(asked) == 1:
                await self._take(talk, asked[0])
            else:
                await self._take_many(talk, asked)

    async def offer(self, asker: Asker, text: str) -> None:
        """Answer ordinary words: offer to follow what they name, with how much that would tell; a list of names is followed.

        A greeting is answered with what can be done, "unsubscribe Mosul" ends what it names.

        Raises:
            UserError: they are too long, or ask for nothing that can be followed.
        """
        language = await self._language(asker)
        if is_greeting(text, language) or text.strip("/ ") == "":
            async with self.conversation.open(asker) as talk:
                talk.say(*chats.welcome(talk.texts))
            return
        if (name := ended(text, language)) is not None:
            await self.subscriptions.unsubscribe(asker, name)
            return
        found = await self._understand(asker, self._lines(text))
        if len(text) > LONGEST_NAME or len(found) > 1:
            _check_list(found)
        async with self.conversation.open(asker) as talk:
            if len(found) > 1:
                await self._take_many(talk, found)
                return
            asked = found[0]
            question = _question(asked)
            if not asked.wish.bare or question is None:
                await self._offer_request(talk, asked)
            elif question.exact:
                await self._offer_names(talk, question)
            else:
                await self._ask(talk, asked, {})

    async def pick(self, asker: Asker, key: str) -> None:
        """Answer an open question with a button: `<wish>:<number of the choice>`, or `LEFT_OUT` for none of them.

        Raises:
            UserError: the question is too old.
        """
        wish_id, _, number = key.partition(":")
        async with self.conversation.open(asker) as talk:
            kept = await self._kept(talk, wish_id)
            choice = LEFT_OUT if number == LEFT_OUT else kept.found[int(number)]
            picked = {**kept.picked, kept.name: choice}
            await talk.tx.wishes.forget([kept.id])
            await self._go_on(talk, kept.line, picked)

    async def want(self, asker: Asker, key: str) -> None:
        """Ask the editors for a name that nobody knows; the wish waits until somebody adds it.

        Raises:
            UserError: the question is too old.
        """
        async with self.conversation.open(asker) as talk:
            kept = await self._kept(talk, key)
            await talk.tx.wishes.wait(kept.id)
            talk.replace(ask.wanted(talk.texts, kept.name))

    async def _go_on(self, talk: Talk, line: str, picked: Mapping[str, str]) -> None:
        language = talk.texts.language
        sources = await self._sources(talk.tx, [parse(line, knows(self.world), language)])
        wish, resolved = read(line, self.world, language, picked, sources)
        await self._take(talk, Understood(line, wish, resolved), picked)

    async def _understand(self, asker: Asker, asked: Sequence[str]) -> list[Understood]:
        """Find out what lines mean before anything is written: searching takes its time."""
        if any(len(line) > LONGEST_LINE for line in asked):
            raise UserError("This is too long for one request (more than {n} letters).", n=LONGEST_LINE)
        language = await self._language(asker)
        async with self.conversation.storage.reading() as tx:
            wishes = [parse(line, knows(self.world), language) for line in asked]
            sources = await self._sources(tx, wishes)
        found = []
        for line, wish in zip(asked, wishes, strict=True):
            found.append(self._meaning(line, wish, sources, language))
            await asyncio.sleep(0)
        return found

    async def _language(self, asker: Asker) -> str:
        async with self.conversation.storage.reading() as tx:
            chat = await tx.targets.find(asker.target)
        return chat.language if chat else self.conversation.language

    def _meaning(self, line: str, wish: Wish, sources: set[str], language: str) -> Understood:
        try:
            _check(wish)
            return Understood(line, *read(line, self.world, language, sources=sources))
        except UserError as error:
            return Understood(line, wish, error=error)

    async def _sources(self, tx: Transaction, wishes: Sequence[Wish]) -> set[str]:
        keys = {
            source_key(name.text)
            for wish in wishes
            for name in wish.names
            if name.dimension is Dimension.SOURCE
        }
        return await tx.events.known_keys(Dimension.SOURCE, keys) if keys else set()

    async def _take(self, talk: Talk, asked: Understood, picked: Mapping[str, str] | None = None) -> None:
        """Follow what one line asks for, or ask its first question."""
        if asked.error is not None:
            if not isinstance(asked.error, NothingAskedError):
                raise asked.error
            talk.say(*ask.nothing_asked(talk.texts, asked.error))
            return
        assert asked.resolved is not None, "what is no error has a meaning"
        if asked.resolved.questions:
            await self._ask(talk, asked, picked or {})
        else:
            notes = [say.new_source(talk.texts, name) for name in asked.resolved.new_sources]
            await self.subscriptions.add(talk, asked.resolved.subscription, notes)

    async def _take_many(self, talk: Talk, asked: Sequence[Understood]) -> None:
        """Follow what is clear among several lines and answer for all of them at once; then ask what is not."""
        said: list[Markup] = []
        open_lines = []
        for one in asked:
            if one.error is not None:
                reason = talk.texts(one.error.template, **one.error.values)
                said.append(say.failed_line(talk.texts, one.line, reason))
            elif one.resolved is None:
                continue
            elif one.resolved.questions:
                open_lines.append(one)
            else:
                wanted = one.resolved.subscription
                added = await self.subscriptions.put(talk, wanted)
                names = self.requests.names(talk.texts, [wanted])
                said.append(say.subscribed(talk.texts, wanted, names, known=added is None))
        if said:
            talk.say(lines(*(Markup("• {}").format(one) for one in said)))
        for one in open_lines:
            await self._ask(talk, one, {})

    async def _ask(self, talk: Talk, asked: Understood, picked: Mapping[str, str]) -> None:
        """Ask what the first open name of a line means."""
        question = _question(asked)
        assert question is not None
        found = [self.requests.choice(talk.texts, result) for result in question.found]
        if question.exact and asked.wish.bare:
            talk.say(say.choose(talk.texts, question.name.shown), say.choices(talk.texts, found))
            return
        kept = OpenWish(
            talk.chat.id,
            asked.line,
            question.name.text,
            phrase(question.name.text),
            picked,
            [choice.key for choice in found],
        )
        wish_id = await talk.tx.wishes.add(kept)
        if question.exact:
            talk.say(*ask.choose(talk.texts, question.name.shown, found, wish_id, asked.line))
        else:
            others = without(asked.wish, self.world, picked, question.name.text)
            rest = f"{wish_id}:{LEFT_OUT}" if others else ""
            talk.say(*ask.unknown(talk.texts, question.name.shown, found, wish_id, rest))

    async def _offer_names(self, talk: Talk, question: Question) -> None:
        """Offer what a name may mean, with how much the likeliest would tell."""
        _ = talk.texts
        found = [self.requests.choice(_, result) for result in question.found]
        talk.say(say.choose(_, question.name.shown), say.choices(_, found))

    async def _offer_request(self, talk: Talk, asked: Understood) -> None:
        """Offer a request that is clear: how much it would tell, and buttons to follow it or less of it."""
        if asked.resolved is None or asked.resolved.questions:
            await self._take(talk, asked)
            return
        wanted = asked.resolved.subscription
        if not asked.wish.bare:
            await self._take(talk, asked)
            return
        _ = talk.texts
        preview = await self.requests.preview(talk, wanted)
        key = _key(wanted)
        choice = self.subscriptions.chosen(_, key)
        found = [choice, *self.subscriptions.wider(_, wanted)]
        tighter = previews.tighten(_, preview, wanted, "follow", f"{key}~")
        talk.say(
            lines(
                say.choose(_, asked.wish.names[0].shown),
                Markup(" "),
                await self.requests.shown(talk, preview),
            ),
            [*say.choices(_, found), *say.inside(_, self.subscriptions.parted(_, wanted)), *tighter],
        )

    def _lines(self, text: str) -> list[str]:
        """Return the requests in a text, a line each; at least one, if an empty one."""
        found = requests_in(flags_named(text, self._country))
        if len(found) > MOST_LINES:
            raise UserError("Please send at most {n} lines at once.", n=MOST_LINES)
        return found or [""]

    def _country(self, code: str) -> str | None:
        region = self.world.regions.get(f"cc:{code}")
        return region.name if region else None

    async def _kept(self, talk: Talk, key: str) -> OpenWish:
        kept = await talk.tx.wishes.get(talk.chat.id, int(key)) if key.isdecimal() else None
        if kept is None:
            raise UserError("This question is too old. Please ask again.")
        return kept


def _question(asked: Understood) -> Question | None:
    questions = asked.resolved.questions if asked.resolved else ()
    return questions[0] if questions else None


def _check_list(found: Sequence[Understood]) -> None:
    """Let pass only what names known things: a longer text is no wish because some words of it are names."""
    if any(not one.resolved or any(not q.exact for q in one.resolved.questions) for one in found):
        raise UserError("This is too long for a name, and no list of names that I know.")


def _check(wish: Wish) -> None:
    if any(len(name.text) > LONGEST_NAME for name in wish.names):
        raise UserError("This is too long for a name (more than {n} letters).", n=LONGEST_NAME)


def _key(subscription: Subscription) -> str:
    """Return the button key of a request for one plain thing."""
    term: Term = subscription.terms[0]
    return f"{term.dimension}:{term.key}"
