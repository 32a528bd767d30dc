"""What people see who talk to the bot, played on the running product: the page docs/screens.md.

`SCREENS_PAGE=write` before the test of this page writes it anew.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.reports import Report

NOW = datetime(2017, 7, 8, 12, tzinfo=UTC)
HISTORY = (
    (19, "ISIS militants attacked a checkpoint in Mosul, killing five soldiers, police said."),
    (12, "An airstrike hit Tal Afar, killing three civilians, residents said."),
    (5, "ISIS fighters clashed with the Popular Mobilization Forces near Hawija, officials said."),
    (3, "A roadside bomb wounded two people in Mosul, police said."),
    (1, "Iraqi forces captured Bab al-Toub in Old Mosul, the military declared."),
)


@dataclass(frozen=True)
class Step:
    """What somebody does (`say`, `press` or `share`), and words of the answer."""

    kind: str
    what: str
    answer: str


def say(text, answer):
    return Step("say", text, answer)


def press(label, answer):
    return Step("press", label, answer)


def share(place, answer):
    return Step("share", place, answer)


SCREENS = (
    ("A name in one's own script", (
        say("الموصل", "What do you mean"),
        press("Mosul, Nineveh, Iraq", "You follow everything in Mosul"),
    )),
    ("Several places of one name", (
        say("tripoli", "What do you mean"),
        press("Tripoli, North Lebanon, Lebanon", "You follow everything in Tripoli"),
    )),
    ("A misspelt name", (
        say("/subscribe mosoul", "mosoul"),
    )),
    ("A request in words", (
        say("/subscribe Nineveh: ISIS or PMU, not casualties, declared+", "You follow everything in Nineveh"),
    )),
    ("A shared location", (
        share("36.34 43.13", "You are near"),
        press("25 km", "You follow everything within 25 km"),
    )),
    ("The map", (
        say("/subscribe", "Tell me what to follow"),
        press("Choose on the map…", "World"),
        press("Asia ▸", "World ▸ Asia"),
        press("Levant ▸", "World ▸ Asia ▸ Levant"),
    )),
    ("Everything in one message", (
        say("/subscribe Iraq: ISIS", "You follow everything in Iraq"),
        press("Change…", "Severity goes from 1"),
        press("Places, parties… (2)", "Press ✎"),
        press("✎ 2", "Islamic State:"),
        press("does it", "done by Islamic State"),
        press("« Names", "Press ✎"),
        press("« Back", "Severity goes from 1"),
        press("Pause…", "How long"),
        press("8 hours", "paused until"),
        press("« All", "You follow"),
    )),
    ("A starter pack", (
        say("/start", "I tell you what happens"),
        press("Starter packs…", "pack"),
    )),
    ("A name that nobody knows", (
        say("/subscribe Zirqawiya: by ISIS, 2+", "Zirqawiya"),
        press("None of these: ask for “Zirqawiya”", "I have asked the editors"),
    )),
    ("What an editor does with it", (
        say("/place", "Zirqawiya"),
        say("/place add Zirqawiya in Mosul, village, 36.25 43.14", "it holds already"),
    )),
)  # fmt: skip
EDITORS = {"What an editor does with it"}


async def history(town, clock):
    """Let things happen in the weeks before."""
    for number, (days, text) in enumerate(HISTORY):
        clock.now = NOW - timedelta(days=days)
        await town.app.ingestion.ingest(Report("Desk", str(number), clock.now, text, attended=False))
    clock.now = NOW


async def played(town):
    """Play all screens; return the page."""
    parts = [HEAD]
    for title, steps in SCREENS:
        person = town.person("Admin" if title in EDITORS else title)
        lines, message = [], None
        for step in steps:
            message = await _done(person, step, message)
            lines += [*_did(step), *_shown(message)]
        parts.append(f"## {title}\n\n" + "\n".join(f"    {line}".rstrip() for line in lines[1:]) + "\n")
    return "\n".join(parts)


async def _done(person, step, message):
    if step.kind == "press":
        await person.presses(message, step.what)
        return await person.it.hear(step.answer)
    if step.kind == "share":
        person.it.locate(*(float(part) for part in step.what.split()))
        return await person.hears(step.answer)
    return await person.asks(step.what, step.answer)


def _did(step):
    does = {"say": "{}", "press": "[{}]", "share": "(a location: {})"}[step.kind]
    return ["", "> " + does.format(step.what), ""]


def _shown(message):
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    return [
        *message.content["text"].split("\n"),
        *("  ".join(f"[{button['text']}]" for button in row) for row in rows),
    ]


def of_the_dialogue(page):
    """The page without the events that are shown as samples: how they are told is for other tests."""
    return [line for line in page.splitlines() if not line.startswith(("    • ", "      "))]


HEAD = """# Screens of the dialogue

Played on the running bot on the local Telegram; a test plays them again and compares. `>` is what a person types, presses
or shares; below it stands what the bot's message says then, with its buttons in brackets. A press changes the message in
which the button stands.
"""
