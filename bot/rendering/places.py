"""The map to walk through: continent ▸ country ▸ province ▸ place, and what is around a shared location."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.domain.circles import OFFERED_KM
from bot.rendering.buttons import Button
from bot.rendering.markup import lines
from bot.rendering.subscriptions import Choice, Rows, choices
from bot.rendering.texts import Texts

PER_PAGE = 8


def browse(
    _: Texts,
    path: Sequence[Choice],
    below: Sequence[tuple[Choice, bool]],
    page: int,
    pages: int,
    into: str = "",
) -> tuple[Markup, Rows]:
    """Return one level of the map.

    Args:
        _: the texts.
        path: the places on the way here, the widest first; the last one is where we are.
        below: the places of this page, each with whether there is something below it.
        page: which page of `pages`, from 0.
        pages: how many there are.
        into: the id of the request that a place shall be added to; nothing to follow it by itself.
    """
    crumbs = Markup(" ▸ ").join([_("World"), *(Markup("{}").format(choice.name) for choice in path)])
    asked = (
        _("Choose a place to go on, or add where you are to the request.")
        if into
        else _("Choose a place to go on, or follow where you are.")
    )
    here = path[-1] if path else None
    rows: Rows = []
    if here is not None:
        label = _("+ All of {name}", name=here.name) if into else _("✓ Follow all of {name}", name=here.name)
        rows.append([_taken(label, here, into)])
    for choice, more in below:
        if more:
            rows.append([_level(_("{name} ▸", name=choice.name), 0, _id(choice), into)])
        else:
            label = _("+ {name}", name=choice.name) if into else _("✓ {name}", name=choice.name)
            rows.append([_taken(label, choice, into)])
    key = _id(here) if here else ""
    if pages > 1:
        turns = (("‹", (page - 1) % pages), (f"{page + 1}/{pages}", page), ("›", (page + 1) % pages))
        rows.append([_level(label, number, key, into) for label, number in turns])
    if path:
        above = path[-2] if len(path) > 1 else None
        name = above.name if above else _("World")
        rows.append([_level(_("« {name}", name=name), 0, _id(above) if above else "", into)])
    if into:
        rows.append([Button(str(_("« Names")), "edit", f"{into}:names")])
    return lines(crumbs, asked), rows


def _taken(label: Markup, choice: Choice, into: str) -> Button:
    """Return the button that follows a place, or adds it to a request."""
    if into:
        return Button(str(label), "set", f"{into}:+r{_id(choice)}")
    return Button(str(label), "follow", choice.key)


def _level(label: str | Markup, page: int, region_id: str, into: str) -> Button:
    return Button(str(label), "browse", f"{page}:{region_id}" + (f"~{into}" if into else ""))


def _id(choice: Choice) -> str:
    return choice.key.partition(":")[2]


def located(_: Texts, nearest: Sequence[Choice], wider: Sequence[Choice], spot: str) -> tuple[Markup, Rows]:
    """Return what can be followed around a shared location; `spot` is its coordinates in button data."""
    text = lines(
        _("You are near <b>{place}</b>.", place=nearest[0].label)
        if nearest
        else _("I know no place near there."),
        _(
            "What do you want to follow? Near means further for what is felt further, such as missiles or floods."
        ),
    )
    around = [Button(str(_("Near here")), "around", f"0:{spot}")]
    around += [Button(str(_("{n} km", n=km)), "around", f"{km}:{spot}") for km in OFFERED_KM]
    rows = choices(_, nearest)
    rows += [[Button(str(_("All of {name}", name=choice.name)), "follow", choice.key)] for choice in wider]
    return text, [*rows, around[:3], around[3:]]
