"""What the bot says about itself and about a chat's settings."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.domain.chats import Chat, ChatState
from bot.domain.commands import Command
from bot.domain.languages import LANGUAGES
from bot.rendering.buttons import Button
from bot.rendering.texts import Texts

HOURS_PER_ROW = 6


def welcome(_: Texts) -> tuple[Markup, list[list[Button]]]:
    """Return what a new chat reads first."""
    text = _(
        "<b>I tell you what happens in the places you follow, and to the parties you follow</b>: once, as surely as "
        "it is known, and by whom it is said.\n\n"
        "Tell me a region or an actor, for example:\n"
        "<code>/subscribe Nineveh</code>\n"
        "<code>/subscribe Rapid Support Forces</code>\n"
        "or just type its name.\n\n"
        "/help shows everything that I understand."
    )
    return text, [
        [Button(str(_("Choose on the map…")), "browse"), Button(str(_("Starter packs…")), "packs")],
    ]


def strange_link(_: Texts) -> Markup:
    """Return the answer to a link that names nothing that we know, or know no more."""
    return _(
        "I do not know what this link stands for, or nobody shares it any more. Type the name of a place or a party."
    )


def welcome_back(_: Texts, following: int) -> Markup:
    """Return what a chat reads that starts again."""
    return _.plural(
        "I am listening again. You follow one thing: /subscriptions",
        "I am listening again. You follow {n} things: /subscriptions",
        following,
    )


def help_page(_: Texts, commands: Sequence[Command]) -> Markup:
    """Return the list of commands with what each does."""
    rows = [
        _(
            "/{name}{argument} – {description}",
            name=Markup(command.name),  # noqa: S704 -- names are ours: letters only
            argument=Markup(" {}").format(_(command.argument)) if command.argument else "",
            description=_(command.description),
        )
        for command in commands
    ]
    head = _("Type the name of a place or a party, and I offer to follow it. Or:")
    return Markup("\n").join([head, Markup(""), *rows])


def about(_: Texts) -> Markup:
    """Return where the bot's knowledge comes from."""
    return _(
        "I read reports, find out what happened, where, to whom and who says so, and tell you once. "
        "I never say it more surely than my source does.\n\nPlace data © GeoNames, CC BY 4.0. "
        "Names of countries, numbers and dates: Unicode CLDR."
    )


def stopped(_: Texts) -> Markup:
    """Return the answer to /stop."""
    return _("I am silent now. What you follow is kept; /start wakes me.")


def settings(_: Texts, chat: Chat) -> tuple[Markup, list[list[Button]]]:
    """Return the settings of a chat with the buttons that change them."""
    digest = f"{chat.digest_time:%H:%M}" if chat.digest_time else None
    text = Markup("\n").join(
        [
            _("<b>Settings</b>"),
            _("Daily digest: {time}", time=digest) if digest else _("Daily digest: off"),
            _("Days without news: I say so") if chat.empty_digest else _("Days without news: I stay silent"),
            _("Language: {language} (/language changes it)", language=LANGUAGES[_.language]),
            _("Time zone: {zone} (/timezone changes it)", zone=chat.timezone),
            _("Alerts: on") if chat.state is ChatState.ACTIVE else _("Alerts: off, /start wakes me"),
        ]
    )
    silent = (
        _("Say so on days without news") if not chat.empty_digest else _("Stay silent on days without news")
    )
    return text, [
        [Button(str(_("Digest hour")), "hours")],
        [Button(str(silent), "empty", "0" if chat.empty_digest else "1")],
    ]


def hours(_: Texts, chat: Chat) -> tuple[Markup, list[list[Button]]]:
    """Return the choice of digest hours."""
    names = [f"{hour:02}:00" for hour in range(24)]
    rows = [
        [Button(name, "hour", name) for name in names[start : start + HOURS_PER_ROW]]
        for start in range(0, 24, HOURS_PER_ROW)
    ]
    text = _(
        "When shall the daily digest come? (local time, {zone}; another time: <code>/settings 07:15</code>)",
        zone=chat.timezone,
    )
    return text, [*rows, [Button(str(_("No digest")), "hour", "off")]]


def languages(_: Texts) -> tuple[Markup, list[list[Button]]]:
    """Return the choice of languages, each by its own name."""
    names = [
        Button(f"● {name}" if tag == _.language else name, "language", tag) for tag, name in LANGUAGES.items()
    ]
    text = _("In which language shall I speak here? What a source says stays in its own language.")
    return text, [names[start : start + 2] for start in range(0, len(names), 2)]


def language_chosen(_: Texts) -> Markup:
    """Return the confirmation, in the language that was chosen."""
    return _(
        "From now on I speak {language} here. /help shows what I understand.", language=LANGUAGES[_.language]
    )


def timezone(_: Texts, zone: str, now: datetime) -> Markup:
    """Return which zone holds now, with its wall time so that a mistake shows."""
    return _(
        "Time zone: {zone}. There it is {time} now.",
        zone=zone,
        time=f"{now.astimezone(ZoneInfo(zone)):%H:%M}",
    )


def ask_timezone(_: Texts, zone: str) -> Markup:
    """Return how to change the zone."""
    return _(
        "Your time zone is {zone}. To change it, name a city or a zone: <code>/timezone Baghdad</code> or "
        "<code>/timezone Asia/Baghdad</code>.",
        zone=zone,
    )


def digest_time_set(_: Texts, at: time | None) -> Markup:
    """Return the confirmation of a digest hour."""
    return (
        _("Your daily digest comes at {time}.", time=f"{at:%H:%M}") if at else _("No daily digest any more.")
    )


def not_readable(_: Texts) -> Markup:
    """Return the answer to a message that is no text."""
    return _("I can only read text. /help shows what I understand.")


def unknown_command(_: Texts, name: str) -> Markup:
    """Return the answer to a command that does not exist."""
    return _("I do not know the command {name}. /help shows what I understand.", name=f"/{name}")


def failed(_: Texts) -> Markup:
    """Return the apology for a fault of ours."""
    return _("Something went wrong on my side, and nothing was changed. Please try again in a moment.")


def slow_down(_: Texts) -> Markup:
    """Return the only answer to a flood."""
    return _("That was a lot at once. I listen again when it calms down.")


def nothing_to_cancel(_: Texts) -> Markup:
    """Return the answer to /cancel when nothing is going on."""
    return _("There is nothing to cancel.")


def cancelled(_: Texts) -> Markup:
    """Return the answer to /cancel."""
    return _("Cancelled.")
