"""What happens to groups and channels."""

from typing import TYPE_CHECKING

from bot.sandbox.model import Json
from bot.sandbox.verbs.arguments import Arguments, Verb

if TYPE_CHECKING:
    from bot.sandbox.rooms import Room


def _shown(room: "Room") -> Json:
    return {"id": room.id, "title": room.title, "type": room.chat.type}


def _group(args: Arguments) -> Json:
    room = args.sandbox.group(
        args.text("title"),
        args.who("owner"),
        supergroup=args.flag("supergroup"),
        forum=args.flag("forum"),
        username=args.maybe("username"),
        with_bot=args.flag("with_bot", default=True),
    )
    return _shown(room)


def _channel(args: Arguments) -> Json:
    room = args.sandbox.channel(
        args.text("title"),
        args.who("owner"),
        username=args.maybe("username"),
        with_bot=args.flag("with_bot", default=True),
    )
    return _shown(room)


def _add_bot(args: Arguments) -> None:
    args.room().add_bot(by=args.by(), admin=args.flag("admin") if "admin" in args else None)


PLACES: dict[str, Verb] = {
    "group": _group,
    "channel": _channel,
    "add": lambda args: args.room().add(args.who(), by=args.by()),
    "remove": lambda args: args.room().remove(args.who(), by=args.by()),
    "promote": lambda args: args.room().promote(args.who(), anonymous=args.flag("anonymous")),
    "demote": lambda args: args.room().demote(args.who()),
    "add_bot": _add_bot,
    "remove_bot": lambda args: args.room().remove_bot(by=args.by()),
    "promote_bot": lambda args: args.room().promote_bot(),
    "silence_bot": lambda args: args.room().silence_bot(),
    "topic": lambda args: args.room().create_topic(args.text("name"), by=args.by()),
    "link": lambda args: args.room("channel").link_discussion(args.room("group")),
    "migrate": lambda args: _shown(args.room().migrate()),
    "delete_chat": lambda args: args.room().delete(),
}
