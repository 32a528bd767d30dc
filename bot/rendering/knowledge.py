"""What editors read: the queue of unknown names, one of them, and what became of an edit."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.domain.edits import QUEUE_PAGE, Edit, EditKind, Queue, Stranger
from bot.domain.places import RegionKind
from bot.domain.subscriptions import Dimension
from bot.knowledge import Result
from bot.rendering.buttons import Button
from bot.rendering.kinds import REGION_KINDS
from bot.rendering.markup import lines
from bot.rendering.subscriptions import Rows
from bot.rendering.texts import Texts


def queue(_: Texts, found: Queue, called: Mapping[str, str], usage: str) -> tuple[Markup, Rows]:
    """Return a page of unknown names, with what people wait for, the last edits and how edits are written.

    `called` tells what the things around the names and in the edits are called, by their ids.
    """
    head = (
        _.plural("<b>One unknown place</b> in reports", "<b>{n} unknown places</b> in reports", found.total)
        if found.about is Dimension.REGION
        else _.plural(
            "<b>One unknown party</b> in reports", "<b>{n} unknown parties</b> in reports", found.total
        )
    )
    rows: Rows = []
    said = []
    for number, one in enumerate(found.strangers, found.page * QUEUE_PAGE + 1):
        where = called.get(one.parent or "", "")
        said.append(
            _("{number}. {name} ({where}): {n} ×", number=number, name=one.name, where=where, n=one.seen)
            if where
            else _("{number}. {name}: {n} ×", number=number, name=one.name, n=one.seen)
        )
        rows.append([Button(f"{number}. {one.name}", "stranger", str(one.id))])
    pages = -(-found.total // QUEUE_PAGE)
    if pages > 1:
        turn = [((found.page + step) % pages, label) for step, label in ((-1, "‹"), (1, "›"))]
        rows.append([Button(label, "strangers", f"{found.about}:{target}") for target, label in turn])
    asked = [_("{name}: {n} ×", name=name, n=n) for name, n in found.wanted]
    done = [_("{number}: {what}", number=edit.id, what=what(_, edit, called)) for edit in found.latest]
    text = lines(
        head,
        *said,
        lines(Markup(" "), _("<b>Asked for by chats</b>"), *asked) if asked else None,
        lines(Markup(" "), _("<b>Last edits</b> (undo NUMBER takes one back)"), *done) if done else None,
        Markup(" "),
        Markup("<code>{}</code>").format(usage),
    )
    return text, rows


def stranger(_: Texts, one: Stranger, where: str, suggestions: Sequence[Result]) -> tuple[Markup, Rows]:
    """Return one unknown name with its last sentence, and what can be done with it."""
    text = lines(
        _.plural("<b>{name}</b>: seen once", "<b>{name}</b>: seen {n} times", one.seen, name=one.name),
        _("Around it: {where}", where=where) if where else None,
        _("<i>“{quote}”</i>", quote=one.quote) if one.quote else None,
    )
    rows: Rows = []
    if one.about is Dimension.REGION and where:
        sort = _(REGION_KINDS[RegionKind(one.sort or RegionKind.VILLAGE)])
        add = _("Add ({sort}) in {where}", sort=sort, where=where)
        rows.append([Button(str(add), "settle", f"{one.id}:add")])
    rows += [
        [Button(str(_("It is {place}", place=result.address)), "settle", f"{one.id}:={result.id}")]
        for result in suggestions
    ]
    rows.append([Button(str(_("Ignore it")), "settle", f"{one.id}:ignore")])
    rows.append([Button(str(_("« All")), "strangers", f"{one.about}:0")])
    return text, rows


def done(_: Texts, edit: Edit, number: int, called: Mapping[str, str], label: str, told: int) -> Markup:
    """Return the confirmation of an edit; it holds already. `called` is as in `what`."""
    return lines(
        _("Done, and it holds already: {what}", what=what(_, edit, called)),
        _("Now known: {label}", label=label) if edit.kind is not EditKind.IGNORE else None,
        _.plural("One chat had waited for it.", "{n} chats had waited for it.", told) if told else None,
        _("(edit {number})", number=number),
    )


def undone(_: Texts, edit: Edit, called: Mapping[str, str], label: str) -> Markup:
    """Return the confirmation that an edit was taken back."""
    return _("Taken back: {what} ({label})", what=what(_, edit, called), label=label)


def ignored(_: Texts, name: str) -> Markup:
    """Return the confirmation that a name is ignored."""
    return _("I do not ask about “{name}” any more.", name=name)


def known(_: Texts, asked: str, found: Sequence[tuple[Result, Sequence[str]]], usage: str) -> Markup:
    """Return what is known by a name, with ids."""
    rows = [
        _(
            "• {address}: <code>{key}</code> in {parents}",
            address=result.address,
            key=result.id,
            parents=", ".join(parents) or "–",
        )
        for result, parents in found
    ]
    head = (
        _("<b>Known by “{asked}”</b>", asked=asked)
        if rows
        else _("I know nothing named “{asked}”.", asked=asked)
    )
    return lines(head, *rows, Markup(" "), Markup("<code>{}</code>").format(usage))


def ask_again(_: Texts, line: str) -> Markup:
    """Return the request to ask once more, where something is still to be decided."""
    return _("Please ask once more: <code>/subscribe {line}</code>", line=line)


def what(_: Texts, edit: Edit, called: Mapping[str, str]) -> Markup:
    """Return what an edit does, in a few words; `called` tells the names of what it is about, by ids."""
    subject = called.get(edit.subject, edit.subject)
    name = edit.data.get("name", subject)
    match edit.kind:
        case EditKind.ADD:
            return _("added {name}", name=name)
        case EditKind.NAME:
            return _("{name} is a name of {subject}", name=name, subject=subject)
        case EditKind.PARENT:
            parent = edit.data["parent"]
            return _("{subject} belongs to {parent}", subject=subject, parent=called.get(parent, parent))
        case EditKind.MERGE:
            other = edit.data["into"]
            return _("{subject} is {other}", subject=name, other=called.get(other, other))
        case EditKind.IGNORE:
            return _("{name} is ignored", name=name)
