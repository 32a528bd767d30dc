"""What a person does: say, edit, forward, press, block."""

from bot.sandbox.model import Json, Message
from bot.sandbox.transcript import entry
from bot.sandbox.verbs.arguments import Arguments, Verb
from bot.sandbox.views import user_json


def _shown(args: Arguments, message: Message) -> Json:
    return entry(args.sandbox.world, message)


def _say(args: Arguments) -> Json:
    message = args.who().say(
        args.text("text"),
        args.maybe("chat"),
        thread=args.number("thread"),
        reply_to=args.number("reply_to"),
        anonymous=args.flag("anonymous"),
        as_channel=args.maybe("as_channel"),
    )
    return _shown(args, message)


def _paste(args: Arguments) -> list[Json]:
    return [_shown(args, message) for message in args.who().paste(args.text("text"), args.maybe("chat"))]


def _edit(args: Arguments) -> Json:
    return _shown(args, args.who().edit(args.message(), args.text("text")))


def _forward(args: Arguments) -> Json:
    copy = args.who().forward(args.message("from_chat"), args.maybe("chat"), hidden=args.flag("hidden"))
    return _shown(args, copy)


def _locate(args: Arguments) -> Json:
    place = args.decimal("latitude"), args.decimal("longitude")
    return _shown(args, args.who().locate(*place, args.maybe("chat")))


def _file(args: Arguments) -> Json:
    message = args.who().send_file(
        args.text("name"),
        args.data(),
        args.maybe("chat"),
        caption=args.maybe("caption") or "",
        mime=args.maybe("mime") or "text/plain",
    )
    return _shown(args, message)


def _react(args: Arguments) -> None:
    args.who().react(args.message(), args.maybe("emoji"))


async def _press(args: Arguments) -> Json:
    named = args.maybe("button")
    button = int(named) if named is not None and named.isdigit() else named
    press = args.who().press(args.message(), button, data=args.maybe("data"))
    await press.settled(args.wait(0.0))
    return press.as_json()


def _person(args: Arguments) -> Json:
    person = args.sandbox.person(args.text("as"), username=args.maybe("username"), user_id=args.number("id"))
    return user_json(person.user)


PEOPLE: dict[str, Verb] = {
    "person": _person,
    "say": _say,
    "paste": _paste,
    "edit": _edit,
    "forward": _forward,
    "locate": _locate,
    "file": _file,
    "react": _react,
    "press": _press,
    "block": lambda args: args.who().block(),
    "unblock": lambda args: args.who().unblock(),
    "deactivate": lambda args: args.who().deactivate(),
}
