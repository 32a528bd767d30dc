"""The map to walk through: continent ▸ country ▸ province ▸ place, and what is around a shared location."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.rendering.buttons import Button
from bot.rendering.markup import lines
from bot.rendering.subscriptions import Choice, Rows, choices
from bot.rendering.texts import Texts

PER_PAGE = 8
CIRCLES_KM = (10, 25, 50, 100, 250)


def browse(
    _: Texts, path: Sequence[Choice], below: Sequence[tuple[Choice, bool]], page: int, pages: int
) -> tuple[Markup, Rows]:
    """Return one level of the map.

    Args:
        _: the texts.
        path: the places on the way here, the widest first; the last one is where we are.
        below: the places of this page, each with whether there is something below it.
        page: which page of `pages`, from 0.
        pages: how many there are.
    """
    crumbs = Markup(" ▸ ").join([_("World"), *(Markup("{}").format(choice.name) for choice in path)])
    text = lines(crumbs, _("Choose a place to go on, or follow where you are."))
    here = path[-1] if path else None
    rows: Rows = []
    if here is not None:
        rows.append([Button(str(_("✓ Follow all of {name}", name=here.name)), "follow", here.key)])
    for choice, more in below:
        _kind, _colon, region_id = choice.key.partition(":")
        if more:
            rows.append([Button(str(_("{name} ▸", name=choice.name)), "browse", f"0:{region_id}")])
        else:
            rows.append([Button(str(_("✓ {name}", name=choice.name)), "follow", choice.key)])
    key = here.key.partition(":")[2] if here else ""
    if pages > 1:
        rows.append(
            [
                Button("‹", "browse", f"{(page - 1) % pages}:{key}"),
                Button(f"{page + 1}/{pages}", "browse", f"{page}:{key}"),
                Button("›", "browse", f"{(page + 1) % pages}:{key}"),
            ]
        )
    if path:
        above = path[-2].key.partition(":")[2] if len(path) > 1 else ""
        name = path[-2].name if len(path) > 1 else _("World")
        rows.append([Button(str(_("« {name}", name=name)), "browse", f"0:{above}")])
    return text, rows


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
    around += [Button(str(_("{n} km", n=km)), "around", f"{km}:{spot}") for km in CIRCLES_KM]
    rows = choices(_, nearest)
    rows += [[Button(str(_("All of {name}", name=choice.name)), "follow", choice.key)] for choice in wider]
    return text, [*rows, around[:3], around[3:]]
