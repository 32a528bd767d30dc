"""What Telegram finds in a text by itself: mentions, commands, hashtags, cashtags, links, addresses.

The patterns are those documented in td/telegram/MessageEntity.cpp. A link without a scheme must end in a known top-level
domain: every country's, and the generic ones people use.
"""

import re

from bot.sandbox.model import words
from bot.sandbox.spans import Span, utf16_length, without_overlaps

_MENTION = re.compile(r"(?<!\w)@(?:[A-Za-z0-9_]{4,32}|gif|nft|pic|ufc|vid)(?!\w)")
_COMMAND = re.compile(
    r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}(?![\w/<>])|(?![\w/<>@]))",
)
_HASHTAG = re.compile(r"(?<![\w\u200c\u00b7])#([\w\u200c\u00b7]{1,256})(?:@[A-Za-z0-9_]{3,32})?(?!#)")
_CASHTAG = re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?:@[A-Za-z0-9_]{3,32})?(?![\w$])")
_EMAIL = re.compile(
    r"(?<![\w.+\-@])(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@"
    r"(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9][.]){1,6}[a-z]{2,8}(?![\w@])",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?P<before>(?<![\w/#@.:\-]))(?P<scheme>(?:https?|ftp|tonsite)://)?(?:[^\s/\[\]{}()'`<>\"@«»]+@)?"
    r"(?P<domain>[\w~\-]+(?:\.[\w~\-]+)+)(?::(?P<port>\d{1,5}))?(?P<path>[/?#][^\s<>\"«»“”‘’\u2000-\u200b]*)?",
    re.IGNORECASE,
)
_BAD_END = ".:;,('?!`"
_GENERIC = words(
    "com net org info biz name pro aero asia cat coop edu gov int jobs mil mobi museum post tel travel xxx academy agency "
    "app art bank bar best blog bot business cafe cam camera capital care cards cash center chat church city cloud club "
    "coffee community company computer consulting contact cool data date delivery design dev digital direct directory "
    "domains earth email energy engineering events exchange expert express family fashion film finance fit foundation "
    "fund fun gallery game games global gold graphics group guide guru health help host house icu industries ink "
    "institute international investments kim land law legal life limited link live loan lol love ltd management market "
    "marketing media men moe moscow mov movie network news ngo ninja one ong online ooo page partners parts party photo "
    "photos pictures pizza plus porn press productions promo properties pub radio red rent report reviews rip rocks run "
    "sale school science security services sex sexy shop show site social software solutions space store stream studio "
    "style support systems team tech technology theater tips today tools top town trade training tube university "
    "vacations ventures video vip vision vote wang watch web website wedding wiki win wine work works world wtf xin xyz "
    "yoga zone zip"
)
_CYRILLIC = frozenset(
    {"рф", "укр", "бел", "срб", "москва", "онлайн", "сайт", "орг", "рус", "дети", "ком", "мкд"}
)


def find_entities(text: str) -> list[Span]:
    """Return what the server marks in this text, sorted, without overlaps, offsets in UTF-16 code units."""
    spots: list[Span] = []
    if "@" in text:
        spots += [Span("mention", *_place(match)) for match in _MENTION.finditer(text)]
        spots += [Span("email", *_place(match)) for match in _EMAIL.finditer(text)]
    if "/" in text:
        spots += [Span("bot_command", *_place(match)) for match in _COMMAND.finditer(text)]
    if "#" in text:
        spots += [
            Span("hashtag", *_place(match))
            for match in _HASHTAG.finditer(text)
            if any(letter.isalpha() for letter in match[1])
        ]
    if "$" in text:
        spots += [Span("cashtag", *_place(match)) for match in _CASHTAG.finditer(text)]
    if "." in text:
        spots += [span for match in _URL.finditer(text) if (span := _link(match)) is not None]
    if not spots:
        return []
    return [_in_utf16(text, span) for span in without_overlaps(spots)]


def _place(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), match.end() - match.start()


def _in_utf16(text: str, span: Span) -> Span:
    if text.isascii():
        return span
    start = utf16_length(text[: span.offset])
    return Span(span.kind, start, utf16_length(text[span.offset : span.end]), span.extra)


def _link(match: re.Match[str]) -> Span | None:
    """Judge a candidate: is its domain one, and where does it really end?"""
    if not _is_domain(match["domain"], known=match["scheme"] is None):
        return None
    end = match.end()
    if match["path"] is not None:
        end = match.start("path") + _path_length(match["path"])
    return Span("url", match.start(), end - match.start())


def _is_domain(domain: str, *, known: bool) -> bool:
    parts = domain.lower().split(".")
    if any(not 0 < len(part) < 64 or part.endswith("-") for part in parts):
        return False
    if all(part.isdigit() for part in parts):
        return len(parts) == 4 and all(int(part) < 256 and str(int(part)) == part for part in parts)
    top, owner = parts[-1], parts[-2]
    if len(top) < 2 or "_" in owner:
        return False
    if top.startswith("xn--"):
        return len(top) > 5
    if "_" in top or "-" in top:
        return False
    return not known or _is_common(top)


def _is_common(top: str) -> bool:
    return top in _GENERIC or top in _CYRILLIC or top in _COUNTRIES


def _path_length(path: str) -> int:
    """Return how much of the path belongs to the link: up to an unbalanced bracket, without trailing punctuation."""
    balance = {")": 0, "]": 0, "}": 0}
    opening = {"(": ")", "[": "]", "{": "}"}
    length = len(path)
    for position, letter in enumerate(path):
        if letter in opening:
            balance[opening[letter]] += 1
        elif letter in balance:
            balance[letter] -= 1
            if balance[letter] < 0:
                length = position
                break
    while length > 0 and path[length - 1] in _BAD_END:
        length -= 1
    return length


_COUNTRIES = words(
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd "
    "cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge "
    "gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki "
    "km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my "
    "mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se "
    "sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz "
    "va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
