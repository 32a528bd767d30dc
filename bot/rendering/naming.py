"""The names in one request: what part each has in it, and which others may be added, in the request's own message."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.domain.circles import OFFERED_KM
from bot.domain.subscriptions import PARTIES, Dimension, Subscription, Term
from bot.domain.tuning import term_mark
from bot.rendering.buttons import Button
from bot.rendering.markup import lines
from bot.rendering.requests import Names, term_name
from bot.rendering.subscriptions import Choice, Rows
from bot.rendering.texts import Texts
from bot.rendering.tuning import NOT, ON, back, choice

_ROLES = {Dimension.ACTOR: "a", Dimension.BY: "b", Dimension.ON: "o"}


def names(_: Texts, subscription: Subscription, said: Markup, named: Names) -> tuple[Markup, Rows]:
    """Return the names of a request, a button each that opens it, and ways to add more."""
    key = str(subscription.id)
    shown = [term for term in subscription.terms if term.dimension is not Dimension.TYPE]
    rows = [
        [
            Button(f"✎ {number}. {_label(_, term, named)}", "edit", f"{key}:={term_mark(term)}"),
            Button(f"✕ {number}", "set", f"{key}:x{term_mark(term)}"),
        ]
        for number, term in enumerate(shown, 1)
    ]
    text = lines(
        Markup("{}.").format(said),
        _("Press ✎ to change the part of a name, ✕ to take it out; or add another one."),
    )
    more = [
        Button(str(_("+ Place…")), "browse", f"0:~{key}"),
        Button(str(_("+ Party…")), "edit", f"{key}:parties"),
        Button(str(_("Sources…")), "edit", f"{key}:sources"),
    ]
    return text, [*rows, more, back(_, key)]


def term(
    _: Texts,
    subscription: Subscription,
    said: Markup,
    one: Term,
    named: Names,
    wider: Sequence[Choice],
    *,
    small: bool,
) -> tuple[Markup, Rows]:
    """Return what can be made of one name of a request.

    Args:
        _: the texts.
        subscription: the request.
        said: the request as a sentence.
        one: the name's term.
        named: what to call the terms.
        wider: what lies around it, which may be asked for in its place.
        small: whether a circle can be drawn around it.
    """
    key, mark = str(subscription.id), term_mark(one)
    rows: Rows = []
    if one.dimension in PARTIES:
        labels = {
            Dimension.ACTOR: _("any part"),
            Dimension.BY: _("does it"),
            Dimension.ON: _("suffers it"),
        }
        rows.append(
            [
                choice(str(labels[part]), key, f"y{mark}:{code}", on=part is one.dimension)
                for part, code in _ROLES.items()
            ]
        )
    if small:
        circle = one.circle
        rows.append(
            [
                choice(str(_("in it")), key, f"k{mark}:", on=circle is None),
                choice(str(_("near it")), key, f"k{mark}:0", on=circle is not None and circle.km is None),
            ]
        )
        rows.append(
            [
                choice(
                    str(_("{n} km", n=km)), key, f"k{mark}:{km}", on=circle is not None and circle.km == km
                )
                for km in OFFERED_KM
            ]
        )
    rows += [
        [Button(str(_("{name} instead", name=above.label)), "set", f"{key}:w{mark}:{_id(above)}")]
        for above in wider
    ]
    rows.append(
        [
            choice(str(_("this")), key, f"n{mark}:0", on=not one.negated),
            choice(str(_("but not this")), key, f"n{mark}:1", on=one.negated),
        ]
    )
    rows.append([Button(str(_("✕ Take it out")), "set", f"{key}:x{mark}")])
    rows.append([Button(str(_("« Names")), "edit", f"{key}:names")])
    text = lines(Markup("{}.").format(said), _("<b>{name}</b>:", name=_label(_, one, named)))
    return text, rows


def parties(
    _: Texts, subscription: Subscription, said: Markup, offered: Sequence[Choice]
) -> tuple[Markup, Rows]:
    """Return parties that may be added to a request."""
    key = str(subscription.id)
    rows = [[Button(f"+ {one.label}", "set", f"{key}:+a{_id(one)}")] for one in offered]
    text = lines(
        Markup("{}.").format(said),
        _("Which party shall be in it too? These belong to those in it, or are much heard of."),
    )
    return text, [*rows, [Button(str(_("« Names")), "edit", f"{key}:names")]]


def sources(_: Texts, subscription: Subscription, said: Markup, heard: Sequence[Term]) -> tuple[Markup, Rows]:
    """Return the sources heard of lately: each press goes on from any to only these, to none of these, and back."""
    key = str(subscription.id)
    rows = []
    for one in heard:
        found = [t for t in subscription.terms if (t.dimension, t.key) == (one.dimension, one.key)]
        sign = ("" if not found else NOT if found[0].negated else ON) + " "
        rows.append([Button(f"{sign}{one.key}".strip(), "set", f"{key}:o{term_mark(one)}")])
    text = lines(
        Markup("{}.").format(said),
        _(
            "Press a source once for {on} only what these told, again for {no} nothing of these.",
            on=ON,
            no=NOT,
        )
        if heard
        else _("I have read nothing from any source yet."),
    )
    return text, [*rows, [Button(str(_("« Names")), "edit", f"{key}:names")]]


def _label(_: Texts, one: Term, named: Names) -> str:
    label = term_name(_, one, named)
    return str(_("not {name}", name=label)) if one.negated else str(label.striptags())


def _id(choice: Choice) -> str:
    return choice.key.partition(":")[2]
