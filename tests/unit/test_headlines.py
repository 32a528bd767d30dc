"""The headline of a claim: every outcome in every status, with every sort of place, toll and party."""

import re
from itertools import cycle, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.claims import ActorRef, Basis, Claim, EventType, PlaceRef, Role, Status, SubType, Toll
from bot.rendering.headlines import LONGEST, headline, nouns

STATEMENTS = {"statement", "condemned", "threatened", "denied", "appeal", "warned", "accused"}
NEEDS_MORE = {
    "in",
    "by",
    "of",
    "on",
    "at",
    "near",
    "from",
    "over",
    "between",
    "against",
    "and",
    "the",
    "for",
    "during",
    ",",
    "with",
}
STATUS_WORDS = {
    Status.CLAIMED: {"claimed"},
    Status.REPORTED: {"reported"},
    Status.DECLARED: {"declared", "says", "say"},
    Status.CONFIRMED: set(),
    Status.DENIED: {"denied"},
    Status.DISPUTED: {"disputed"},
    Status.RETRACTED: {"retracted"},
}


def place(name, **more):
    return PlaceRef(name, **({"region_id": "x"} | more))


def party(name, role, *, generic=False):
    return ActorRef(name, role, name, generic=generic)


PLACES = {
    "known": (place("Tal Afar"),),
    "known in a province": (place("Kutum"), place("North Darfur", around=True)),
    "only the province": (place("North Kivu", around=True),),
    "near": (place("Kutum", region_id=None, relation="near", parent_id="p"),),
    "far": (place("Deir Hafer", region_id=None, relation="12 km southwest of", parent_id="p"),),
    "between": (place("Gao", relation="between"), place("Ansongo", relation="between")),
    "road": (place("Sharqat–Qayara road", region_id=None),),
    "three": (place("Nujaifi street"), place("Bab al-Toub"), place("Souk al-Sagha")),
    "many": tuple(place(f"Place {letter}") for letter in "ABCDEFG"),
    "long": (
        place("Khirbat al-Mansurah al-Gharbiyah ash-Shamaliyah al-Jadidah wal-Qadimah", region_id=None),
    ),
    "long list": tuple(place(f"{letter}haykh Miskin al-Gharbi al-Jadid") for letter in "ABCD"),
    "none": (),
}
TOLLS = {
    "none": {},
    "one": {"killed": (Toll(1, 1, "a soldier"),)},
    "at least": {"killed": (Toll(35, None, "fighters"),), "injured": (Toll(3, 3, "people"),)},
    "range": {"killed": (Toll(12, 15, "civilians"),)},
    "up to": {"killed": (Toll(0, 40, "people"),)},
    "huge": {"killed": (Toll(1_250_000, 2_750_000, "people"),)},
    "vague": {"killed": (Toll(24, None, "people", vague=True),)},
    "hurt": {"injured": (Toll(7, 7, "police officers"),), "captured": (Toll(12, 12, "soldiers"),)},
}
PARTIES = (
    (),
    (party("Iraqi Security Forces", Role.INITIATOR), party("Islamic State", Role.TARGET)),
    (
        party("Unidentified gunmen", Role.INITIATOR, generic=True),
        party("Civilians", Role.TARGET, generic=True),
    ),
    (party("Armed Forces of the Democratic Republic of the Congo", Role.TARGET),),
    (party("Coordination of Azawad Movements for Peace and Reconciliation", Role.INITIATOR),),
)
SPEAKERS = (
    "the provincial governor", "local residents", "The Iraqi military, quoted by state television", "he", None,
    "the Office of the Special Representative of the Secretary-General for the Region", "Police", "UNHCR",
)  # fmt: skip


def claim(subtype, status=Status.REPORTED, **more):
    kind = EventType.STATEMENT if subtype.value in STATEMENTS else EventType.OTHER
    fields = {
        "type": kind, "subtype": subtype, "trigger": "x", "span": (0, 1), "quote": "x", "status": status,
        "basis": Basis.ATTRIBUTED, "places": PLACES["known"],
    }  # fmt: skip
    return Claim(**(fields | more))


def combinations():
    """Every outcome × status × places; tolls, parties and speakers take turns."""
    parties, speakers, tolls = cycle(PARTIES), cycle(SPEAKERS), cycle(TOLLS.values())
    for subtype in SubType:
        for status in Status:
            for places in PLACES.values():
                more = {"places": places, "actors": next(parties), "attribution": next(speakers)}
                yield claim(subtype, **more, **next(tolls)), status
            next(tolls)


def faults(told, status):
    """What is wrong with a line, in words."""
    line = headline(told, status)
    words = line.replace(",", " ,").split()
    if len(line) > LONGEST:
        yield "too long"
    if (
        line != line.strip()
        or "  " in line
        or "{" in line
        or not line[:1].isprintable()
        or line[:1].islower()
    ):
        yield "untidy"
    if any(first.lower() == second.lower() for first, second in pairwise(words)):
        yield "a word twice"
    if words[-1].lower() in NEEDS_MORE or re.search(
        r"\b(?:in|by|of|on|at|near) (?:in|by|of|on|at|near|,)\b", line
    ):
        yield "a word that leads nowhere"
    spoken = told.type is EventType.STATEMENT and status is Status.DECLARED
    wanted = STATUS_WORDS[status]
    if wanted and not spoken and not wanted.intersection(words):
        yield "no word of its status"
    if any(word in words for other, own in STATUS_WORDS.items() if other is not status for word in own):
        yield "a word of another status"
    named = [item for item in told.places if not item.around] or told.places
    if named and named[0].surface[:12] not in line:
        yield "no place"


def test_every_line_is_short_whole_and_as_sure_as_its_source():
    wrong = [
        (fault, status.value, headline(told, status))
        for told, status in combinations()
        for fault in faults(told, status)
    ]
    assert wrong == []


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(list(SubType)), st.sampled_from(list(Status)), st.lists(NAMES, max_size=5), NAMES, NAMES,
    st.sampled_from([None, "near", "70 kilometers north of", "between"]), st.integers(0, 10**9),
)  # fmt: skip
def test_no_name_makes_a_line_too_long(subtype, status, names, speaker, actor, relation, dead):
    told = claim(
        subtype,
        places=tuple(place(name, relation=relation) for name in names),
        attribution=speaker,
        denied_by=speaker,
        actors=(party(actor, Role.INITIATOR), party(speaker, Role.TARGET)),
        killed=(Toll(dead, None, speaker),),
    )
    line = headline(told, status)
    assert 0 < len(line) <= LONGEST
    assert line == headline(told, status)


KEPT_SAYING = [
    ({"status": Status.DECLARED}, "captured", "Tal Afar declared captured"),
    ({"places": PLACES["three"], "status": Status.CONFIRMED}, "captured", "Nujaifi street, Bab al-Toub and Souk al-Sagha captured"),
    ({"places": PLACES["many"]}, "captured", "Place A, Place B, Place C and 4 more places reported captured"),
    ({"places": PLACES["near"]}, "captured", "Area near Kutum reported captured"),
    ({"places": PLACES["only the province"]}, "captured", "Area in North Kivu reported captured"),
    ({"places": (), "status": Status.CLAIMED}, "captured", "Territory claimed captured"),
    ({"actors": (party("Nigerian Armed Forces", Role.TARGET),)}, "lost", "Tal Afar reported lost by Nigerian Armed Forces"),
    ({"status": Status.DENIED, "denied_by": "The Ukrainian General Staff"}, "captured", "Capture of Tal Afar denied by Ukrainian General Staff"),
    ({"places": PLACES["road"]}, "road_cut", "Sharqat–Qayara road reported cut"),
    ({"places": (place("Kabul airport"),)}, "road_cut", "Kabul airport reported closed"),
    ({"places": PLACES["between"]}, "road_cut", "Route between Gao and Ansongo reported cut"),
    ({"status": Status.DENIED}, "road_cut", "Closure of route in Tal Afar denied"),
    ({"actors": PARTIES[1]}, "clashed", "Fighting between Iraqi Security Forces and Islamic State in Tal Afar reported"),
    ({"actors": PARTIES[1]}, "airstrike", "Airstrike by Iraqi Security Forces on Tal Afar reported"),
    ({"actors": PARTIES[1][1:], **TOLLS["at least"]}, "killed", "35+ Islamic State fighters reported killed in Tal Afar"),
    ({"status": Status.CONFIRMED, **TOLLS["one"]}, "shelled", "1 soldier killed in shelling of Tal Afar"),
    ({"status": Status.CLAIMED, **TOLLS["up to"]}, "clashed", "Up to 40 claimed killed in fighting in Tal Afar"),
    ({"status": Status.DECLARED, "attribution": "the regional governor", **TOLLS["range"]}, "rocket_attack",
     "12–15 civilians killed in missile or rocket attack on Tal Afar, regional governor says"),
    ({"status": Status.DECLARED, "attribution": "local police"}, "explosion", "Explosion in Tal Afar, local police say"),
    ({"status": Status.DECLARED, "attribution": "he"}, "explosion", "Explosion in Tal Afar declared"),
    ({"actors": (party("Iraqi Army", Role.TARGET),), "killed": (Toll(4, 4, "four Iraqi soldiers there"),)}, "attacked",
     "4 Iraqi Army soldiers reported killed in attack in Tal Afar"),
    ({"status": Status.DECLARED, "actors": (party("United Nations", Role.INITIATOR),)}, "warned", "Warning by United Nations over Tal Afar"),
    ({"killed": (Toll(20, 20, "of the terrorists"),)}, "killed", "20 reported killed in Tal Afar"),
    (TOLLS["vague"], "airstrike", "Dozens reported killed in airstrike on Tal Afar"),
    ({"killed": (Toll(200, None, "civilians", vague=True),)}, "shelled", "Hundreds of civilians reported killed in shelling of Tal Afar"),
    ({"killed": (Toll(3, None, "soldiers", vague=True),)}, "shelled", "Shelling of Tal Afar reported"),
    (TOLLS["hurt"], "hunger", "Hunger in Tal Afar reported"),
    (TOLLS["hurt"], "taken_prisoner", "12 soldiers reported taken prisoner in Tal Afar"),
    ({"actors": PARTIES[1]}, "taken_prisoner", "Prisoners reported taken by Iraqi Security Forces in Tal Afar"),
    ({"captured": (Toll(25, 25, "suspected militants"),), "actors": PARTIES[1]}, "arrested",
     "25 people reported arrested by Iraqi Security Forces in Tal Afar"),
    ({"captured": (Toll(40, None, "villagers"),), "status": Status.CLAIMED}, "abducted", "40+ villagers claimed abducted in Tal Afar"),
    ({"captured": (Toll(1, 1, "A journalist"),)}, "released", "1 journalist reported released in Tal Afar"),
    ({"captured": (Toll(30, 30, "insurgents"),)}, "surrendered", "Surrender of 30 people in Tal Afar reported"),
    ({"displaced": (Toll(300, None, "families"),), "status": Status.DECLARED, "attribution": "the UN"}, "displaced",
     "300+ families displaced in Tal Afar, UN says"),
    ({"displaced": (Toll(24, None, "people", vague=True),)}, "displaced", "People reported displaced in Tal Afar"),
    ({"displaced": (Toll(12, 12, "miners from the rubble"),)}, "rescued", "12 miners reported rescued in Tal Afar"),
    ({"status": Status.DECLARED, "attribution": "Officials"}, "explosion", "Explosion in Tal Afar, officials say"),
    ({"actors": (ActorRef("Troops", Role.INITIATOR, "Armed Forces of Ukraine"),)}, "airstrike", "Airstrike on Tal Afar reported"),
    ({"actors": (ActorRef("soldiers", Role.TARGET, "Malian Armed Forces"),), "killed": (Toll(3, 3, "soldiers"),)}, "ied",
     "3 soldiers reported killed by bomb in Tal Afar"),
    ({"actors": (party("Somali Armed Forces", Role.TARGET),), "killed": (Toll(54, 54, "Ugandan peacekeepers"),)}, "attacked",
     "54 peacekeepers reported killed in attack in Tal Afar"),
    ({"actors": PARTIES[1], "killed": (Toll(20, 20, "fighters"),)}, "clashed", "20 fighters reported killed in fighting in Tal Afar"),
    ({"actors": PARTIES[1], "killed": (Toll(20, 20, "Islamic State fighters"),)}, "clashed",
     "20 Islamic State fighters reported killed in fighting in Tal Afar"),
    ({"actors": (ActorRef("soldiers", Role.TARGET, "Afghan National Army"), party("Taliban", Role.TARGET)), "killed": (Toll(3, 3, "soldiers"),)}, "clashed",
     "3 soldiers reported killed in fighting in Tal Afar"),
    ({"places": PLACES["road"], **TOLLS["one"]}, "ied", "1 soldier reported killed by bomb on Sharqat–Qayara road"),
    ({"places": (place("BENI"),)}, "shelled", "Shelling of Beni reported"),
    ({"trigger": "imposed a curfew"}, "other", "Curfew in Tal Afar reported"),
    ({"places": (place("KHARKIV"),)}, "shelled", "Shelling of Kharkiv reported"),
    ({"places": (place("the town of Sake"),)}, "power_out", "Power cut in town of Sake reported"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "subtype", "line"), KEPT_SAYING)
def test_it_reads(more, subtype, line):
    assert headline(claim(SubType(subtype), **more)) == line


def test_every_outcome_has_a_name_of_its_own():
    assert len(set(nouns())) == len(SubType)
