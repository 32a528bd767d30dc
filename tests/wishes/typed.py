"""Seventy things that people type in six scripts, and what they are offered: the table in docs/subscriptions.md.

`python -m tests.wishes.typed` prints the table anew; a test compares it with the page.
"""

import sys
import tempfile
from pathlib import Path

from bot.domain.errors import UserError
from bot.knowledge import World, open_world
from bot.rendering.requests import sentence
from bot.rendering.texts import texts_for
from bot.services.requests import Requests
from bot.wishes import read

TYPED = (
    "mosul", "Mosul, Iraq", "Tripoli", "Tripoli, Lebanon", "Nineveh", "Old Mosul", "Kharkiv", "Goma", "Darfur", "Sahel",
    "Gaza Strip", "DRC", "Georgia", "Bosnia and Herzegovina", "mosoul", "Hezbolla", "Hashd", "rsf", "ISIS", "M23",
    "russian army", "Al-Qaeda in the Islamic Maghreb", "Taliban", "near Goma", "within 50 km of Mosul",
    "30 miles from Kharkiv", "within 50 km of Iraq", "Nineveh: ISIS or PMU, not casualties, declared+",
    "airstrikes in Gaza Strip, severity 3+, silently", "Sudan: by RSF, on civilians, digest only",
    "Iraq but not Kurdistan Region", "earthquakes, 3+", "Ukraine, not from Reuters", "Nineveh ISIS", "not Mosul",
    "Xyzzyqqq",
    "rsf and saf in darfur", "kharkiv oblast", "west bank not jenin", "syria -damascus", "the houthis in the donbas",
    "houthi attacks on ships", "I want to know about airstrikes in Sudan please", "cerca de Goma", "l'Ukraine",
    "الموصل", "بغداد", "داعش", "غزة", "الخرطوم", "دارفور: الدعم السريع", "الموصل: غارات جوية، ليس ضحايا",
    "غارات في غزة وليس رفح",
    "на Донбассе", "под Харьковом", "Мариуполь и Бердянск",
    "Мосул", "Київ", "Харьков", "Донецьк: обстріли", "ВСУ", "вагнер", "Курск, тяжесть 3+", "Запорізька область",
    "מוסול", "עזה", "חמאס", "ירושלים",
    "მოსული", "თბილისი", "Երևան", "አዲስ አበባ", "မန္တလေး",
)  # fmt: skip


def offered(typed: str, world: World) -> str:
    """Say what somebody is offered who types this."""
    _ = texts_for("en")
    try:
        _wish, found = read(typed, world, "en")
    except UserError as error:
        return f"refused: {error}"
    if not found.questions:
        names = Requests(world).names(_, [found.subscription])
        return str(sentence(_, found.subscription, names).striptags())
    question = found.questions[0]
    choices = "; ".join(result.address for result in question.found[:3])
    kind = "asks which" if question.exact else "did you mean" if choices else "ask the editors"
    return f"{kind}: {choices}" if choices else kind


def table(world: World) -> str:
    """Return the table as it stands in the page."""
    rows = [f"| {typed} | {offered(typed, world)} |" for typed in TYPED]
    return "\n".join(["| typed | offered |", "|---|---|", *rows]) + "\n"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        world = open_world(Path(folder))
        try:
            sys.stdout.write(table(world))
        finally:
            world.close()


if __name__ == "__main__":
    main()
