"""The editors' desk in a chat: fresh events, one opened with its claims, and what is typed to change it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.chats import Asker
from bot.domain.claims import EventType, Status, SubType
from bot.domain.corrections import CorrectionKind
from bot.domain.errors import UnknownNameError, UserError
from bot.knowledge import World
from bot.rendering import desk as say
from bot.services.conversation import Conversation, Talk
from bot.services.editor import Edit, Editor
from bot.services.lookups import addresses
from bot.services.stories import event_of

FRESH = timedelta(hours=48)
SHOWN = 12
# The outcome word that a type has where an editor names none.
USUAL = {
    EventType.TERRITORY_CHANGE: SubType.CAPTURED,
    EventType.BATTLE: SubType.CLASHED,
    EventType.EXPLOSION_REMOTE_VIOLENCE: SubType.EXPLOSION,
    EventType.VIOLENCE_AGAINST_CIVILIANS: SubType.ABUSED,
    EventType.TROOP_MOVEMENT: SubType.DEPLOYED,
    EventType.ARREST_DETENTION: SubType.ARRESTED,
    EventType.AGREEMENT_CEASEFIRE: SubType.AGREEMENT,
    EventType.PROTEST_RIOT: SubType.PROTEST,
    EventType.HUMANITARIAN: SubType.DISPLACED,
    EventType.INFRASTRUCTURE_DISRUPTION: SubType.FACILITY_DAMAGED,
    EventType.STATEMENT: SubType.STATEMENT,
    EventType.DISASTER: SubType.ACCIDENT,
    EventType.OTHER: SubType.OTHER,
}
_TOLL = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6})|(\+))?(?:\s+(.{1,40}))?")
_EDITABLE = {
    Status.CLAIMED,
    Status.REPORTED,
    Status.DECLARED,
    Status.CONFIRMED,
    Status.DISPUTED,
    Status.DENIED,
}


@dataclass(frozen=True, slots=True)
class Editing:
    """Shows events to admins, reads what they type, and lets the editor do it."""

    conversation: Conversation
    world: World
    editor: Editor

    async def desk(self, asker: Asker, text: str) -> None:
        """List fresh events (`text` is empty), open one (its number), or change it (number, what, value; a note).

        Raises:
            NotAllowedError: the asker is no admin.
            UserError: it cannot be read, or cannot be done.
        """
        self.conversation.require_admin(asker)
        number, _, rest = text.partition(" ")
        async with self.conversation.open(asker) as talk:
            if not text:
                events = await talk.tx.events.fresh(self.conversation.now() - FRESH, SHOWN)
                talk.say(
                    *say.fresh(
                        talk.texts,
                        events,
                        addresses(self.world, events, talk.texts.language),
                        talk.chat.timezone,
                    )
                )
            elif number == "undo":
                await self._undo(talk, rest.strip())
            elif not rest:
                await self._show(talk, number)
            else:
                await self._change(talk, number, rest)

    async def open(self, asker: Asker, key: str) -> None:
        """Open an event by its button.

        Raises:
            NotAllowedError, UserError: see `desk`.
        """
        self.conversation.require_admin(asker)
        async with self.conversation.open(asker) as talk:
            await self._show(talk, key)

    async def press(self, asker: Asker, choice: str) -> None:
        """Change an event by a button: its id and what is typed otherwise.

        Raises:
            NotAllowedError, UserError: see `desk`.
        """
        self.conversation.require_admin(asker)
        key, _, what = choice.partition(":")
        async with self.conversation.open(asker) as talk:
            match what:
                case "status":
                    talk.reply(*say.statuses(talk.texts, await event_of(talk.tx, key), sorted(_EDITABLE)))
                case "retract?":
                    talk.reply(*say.sure(talk.texts, await event_of(talk.tx, key)))
                case _:
                    await self._change(talk, key, what)

    async def undo(self, asker: Asker, key: str) -> None:
        """Take a change back by its button.

        Raises:
            NotAllowedError, UserError: see `desk`.
        """
        self.conversation.require_admin(asker)
        async with self.conversation.open(asker) as talk:
            await self._undo(talk, key)

    async def _show(self, talk: Talk, key: str) -> None:
        event = await event_of(talk.tx, key)
        history = await talk.tx.events.history([event.id])
        corrections = await talk.tx.corrections.of(event.id)
        where = addresses(self.world, [event], talk.texts.language)
        talk.say(*say.opened(talk.texts, event, where, history, corrections))

    async def _undo(self, talk: Talk, key: str) -> None:
        if not key.isdecimal():
            raise UserError("Tell me which change, for example: /desk undo 7")
        done = await self.editor.undo(talk.tx, int(key), talk.asker.user_id)
        event = await event_of(talk.tx, str(done.event_id))
        talk.say(say.undone(talk.texts, event))

    async def _change(self, talk: Talk, key: str, text: str) -> None:
        event = await event_of(talk.tx, key)
        asked, _, note = (part.strip() for part in text.partition(";"))
        what, _, value = (part.strip() for part in asked.partition(" "))
        edit = Edit(event.id, talk.asker.user_id, note)
        done = await self._apply(talk, edit, what.casefold(), value)
        shown = await event_of(talk.tx, str(event.id))
        talk.say(*say.changed(talk.texts, shown, done))

    async def _apply(self, talk: Talk, edit: Edit, what: str, value: str) -> int:
        match what:
            case "retract":
                return await self.editor.retract(talk.tx, edit)
            case "drop":
                return await self.editor.drop(talk.tx, edit, _numbers(value))
            case "split":
                return await self.editor.split(talk.tx, edit, _numbers(value))
            case "merge":
                (into,) = _numbers(value)[:1] or [0]
                return await self.editor.merge(talk.tx, edit, into)
        if what not in {kind.value for kind in CorrectionKind}:
            raise UserError(say.HOW)
        kind = CorrectionKind(what)
        return await self.editor.correct(talk.tx, edit, kind, self._value(kind, value))

    def _value(self, kind: CorrectionKind, value: str) -> Mapping[str, Any]:
        """Read the right value of something.

        Raises:
            UserError: it is none.
        """
        match kind:
            case CorrectionKind.TYPE:
                return _type(value)
            case CorrectionKind.STATUS:
                if value not in _EDITABLE:
                    raise UserError("A status is one of: {names}.", names=", ".join(sorted(_EDITABLE)))
                return {"status": value}
            case CorrectionKind.PLACE:
                return {"places": [self._place(name) for name in _names(value)]}
            case CorrectionKind.BY | CorrectionKind.ON:
                return {"actors": [self._actor(name) for name in _names(value)]}
            case _:
                return _toll(value)

    def _place(self, name: str) -> Mapping[str, Any]:
        found = [result for result in self.world.search(name) if result.kind == "region" and result.exact]
        region = self.world.regions.get(name) or (self.world.regions.get(found[0].id) if found else None)
        if region is None:
            raise UnknownNameError(name)
        return {"surface": region.name, "region_id": region.id, "country": region.country}

    def _actor(self, name: str) -> Mapping[str, Any]:
        found = self.world.actors.named(name)
        actor = self.world.actors.get(found[0]) if found else None
        if actor is None:
            raise UnknownNameError(name)
        return {"id": actor.id, "name": actor.name}


def _numbers(value: str) -> Sequence[int]:
    words = value.replace(",", " ").split()
    if not words or not all(word.isdecimal() and len(word) <= 9 for word in words):
        raise UserError("Tell me numbers, for example: /desk 12 split 2 3")
    return [int(word) for word in words]


def _names(value: str) -> Sequence[str]:
    names = [name.strip() for name in value.split(",") if name.strip()]
    if not names:
        raise UserError("Tell me a name, or several with commas between them.")
    return names


def _type(value: str) -> Mapping[str, Any]:
    words = value.casefold().split()
    if not words or words[0] not in {kind.value for kind in EventType}:
        raise UserError("A type is one of: {names}.", names=", ".join(kind.value for kind in EventType))
    kind = EventType(words[0])
    if len(words) == 1:
        return {"type": kind.value, "subtype": USUAL[kind].value}
    if words[1] not in {subtype.value for subtype in SubType}:
        raise UserError("I do not know the outcome word “{word}”.", word=words[1])
    return {"type": kind.value, "subtype": words[1]}


def _toll(value: str) -> Mapping[str, Any]:
    if value.casefold() in {"none", "no", "unknown"}:
        return {"minimum": None, "maximum": None}
    match = _TOLL.fullmatch(value)
    if match is None:
        raise UserError(
            "A number of people is 12, 10-15, 10+ or none; words may follow that say who they were."
        )
    least = int(match[1])
    most = None if match[3] else int(match[2] or match[1])
    if most is not None and most < least:
        raise UserError("The second number must not be smaller than the first.")
    return {"minimum": least, "maximum": most, "who": match[4]}
