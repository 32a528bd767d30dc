"""What an event rests on, in words: the tolls and who counts them, how it grew surer, who tells of it."""

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from bot.domain.claims import Claim, Status, Toll
from bot.domain.events import Event, LedgerEntry
from bot.domain.languages import SOURCE_LANGUAGE
from bot.rendering.kinds import WORDS
from bot.rendering.markup import lines, link, plain
from bot.rendering.moments import short_day
from bot.rendering.people import is_nobody, victims, voice
from bot.rendering.texts import Texts
from bot.rendering.titles import title

SHOWN_OUTLETS = 6
SHOWN_COUNTS = 3
SHOWN_STEPS = 6
SHOWN_CLAIMS = 12
LONGEST_QUOTE = 240
_ANYBODY = frozenset({"people", "persons", "others", "victims"})


def tolls(_: Texts, event: Event) -> Iterable[Markup]:
    """Yield the tolls as ranges, each with who counts how many where the counts differ."""
    for label, toll, of in (
        (_("Killed"), event.killed, lambda claim: claim.killed),
        (_("Injured"), event.injured, lambda claim: claim.injured),
    ):
        if toll is not None:
            who = _victims(_, toll)
            counted = plain(number(_, toll)) + plain(who) + _counts(_, event.ledger, of)
            yield _("{label}: {count}", label=label, count=counted)


def _victims(_: Texts, toll: Toll) -> str:
    """Return who the counted people were: in the source's words in English, in other languages those that are known."""
    if not toll.who or _.language == SOURCE_LANGUAGE:
        return f" {toll.who}" if toll.who else ""
    known = victims(_, toll.who)
    if known is None and toll.who.casefold() in _ANYBODY:
        return ""
    return f" ({known})" if known else f" (“{toll.who}”)"


def number(_: Texts, toll: Toll) -> str:
    """Return a toll as a number, a range, "at least" or "up to"."""
    low, high = toll.minimum, toll.maximum
    if low is not None and high is not None:
        return f"{low}" if low == high else f"{low}–{high}"
    if low is not None:
        return str(_("at least {n}", n=low))
    return str(_("up to {n}", n=high)) if high is not None else "?"


def _counts(_: Texts, ledger: Sequence[LedgerEntry], of: Callable[[Claim], tuple[Toll, ...]]) -> Markup:
    """Return who says so: one voice by its name, several each with the count that it gave last."""
    last: dict[str, str] = {}
    for entry in ledger:
        counted = of(entry.claim)
        if counted and not entry.retracted and entry.claim.status is not Status.DENIED:
            last[speaker(_, entry)] = number(_, counted[0])
    if not last:
        return Markup("")
    named = list(last.items())[-SHOWN_COUNTS:]
    if len(set(last.values())) == 1:
        return Markup(" ({})").format(plain(_.comma.join(name for name, count in named)))
    return Markup(" ({})").format(Markup("; ").join(plain(f"{count}: {name}") for name, count in named))


def chain(_: Texts, event: Event) -> Markup | None:
    """Return how the event grew surer, or did not: "reported 7 Jul · declared by the Iraqi military 8 Jul"."""
    steps: list[Markup] = []
    reached = -1
    deniers: set[str] = set()
    for entry in sorted(event.ledger, key=lambda e: e.said_at):
        status = entry.claim.shown_status
        denial = status is Status.DENIED and speaker(_, entry) not in deniers
        if entry.retracted or (status.strength <= reached and not denial):
            continue
        reached = max(reached, status.strength)
        if denial:
            deniers.add(speaker(_, entry))
        steps.append(_step(_, entry))
    return Markup(" · ").join(steps[-SHOWN_STEPS:]) if steps else None


def _step(_: Texts, entry: LedgerEntry) -> Markup:
    status, day = _(WORDS[entry.claim.shown_status]), short_day(_, entry.said_at)
    who = said_by(_, entry.claim)
    if who:
        return _("{status} by {who} {day}", status=status, who=who, day=day)
    return _("{status} {day}", status=status, day=day)


def outlets(_: Texts, event: Event) -> Markup:
    """Return who tells of it, and how many of them are independent: a copy, or one speaker quoted twice, is one voice."""
    seen: dict[str, str | None] = {}
    for entry in event.ledger:
        seen.setdefault(entry.source, entry.url)
    named = [link(name, url) for name, url in list(seen.items())[:SHOWN_OUTLETS]]
    if more := len(seen) - len(named):
        named.append(_.plural("one more", "{n} more", more))
    names = _.comma.join(named)
    independent = min(event.sources, len(seen))
    if independent < len(seen):
        return _("{n} sources, {voices} independent: {names}", n=len(seen), voices=independent, names=names)
    return _.plural("One source: {names}", "{n} independent sources: {names}", len(seen), names=names)


def sources(_: Texts, event: Event) -> Markup:
    """Return every claim of an event, the oldest first: when, who, how surely, and the sentence."""
    head = _("<b>Who says so</b>: {headline}", headline=title(_, event))
    shown = event.ledger[-SHOWN_CLAIMS:]
    rows = [_claim(_, number, entry) for number, entry in enumerate(event.ledger, 1) if entry in shown]
    if left := len(event.ledger) - len(rows):
        rows.insert(0, _.plural("(one older one)", "({n} older ones)", left))
    return Markup("\n\n").join([head, *rows])


def _claim(_: Texts, place: int, entry: LedgerEntry) -> Markup:
    told = Markup("{}. {} · {} · {}").format(
        place,
        short_day(_, entry.said_at, year=True),
        link(entry.source, entry.url),
        _said(_, entry.claim),
    )
    quote = _cut(entry.claim.quote)
    said = lines(told, Markup("<i>“{}”</i>").format(plain(quote)) if quote else None)
    return Markup("<s>{}</s>").format(said) if entry.retracted else said


def _said(_: Texts, claim: Claim) -> Markup:
    who = said_by(_, claim)
    status = _(WORDS[claim.shown_status])
    return _("{status} by {who}", status=status, who=who) if who else status


def speaker(_: Texts, entry: LedgerEntry) -> str:
    """Return whose word a claim is: who denies or says it, else the source."""
    return said_by(_, entry.claim) or entry.source


def said_by(_: Texts, claim: Claim) -> str | None:
    """Return who says or denies something: in the reader's words where it has some, else in the source's own, quoted."""
    told = claim.denied_by or claim.attribution
    if told is None or (_.language != SOURCE_LANGUAGE and is_nobody(told)):
        return None
    return voice(_, told, None if claim.denied_by else claim.attribution_actor) or f"“{told}”"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
