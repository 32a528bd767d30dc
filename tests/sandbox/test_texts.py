"""Texts as Telegram reads them: HTML, refusals with byte offsets, entities in UTF-16, cleaning, limits."""

import html
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.formatted import finish
from bot.sandbox.markup import parse_html
from bot.sandbox.spans import Span, settle, utf16_length


def shown(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, spans = parse_html(source)
    formatted = finish(text, spans)
    return formatted.text, [(span.kind, span.offset, span.length) for span in formatted.spans]


@pytest.mark.parametrize(
    ("source", "text", "spans"),
    [
        ("plain", "plain", []),
        ("<b>b</b><strong>s</strong>", "bs", [("bold", 0, 2)]),
        ("<i>i</i> <em>e</em>", "i e", [("italic", 0, 1), ("italic", 2, 1)]),
        ("<u>u</u> <ins>n</ins>", "u n", [("underline", 0, 1), ("underline", 2, 1)]),
        (
            "<s>a</s> <strike>b</strike> <del>c</del>",
            "a b c",
            [("strikethrough", 0, 1), ("strikethrough", 2, 1), ("strikethrough", 4, 1)],
        ),
        (
            '<tg-spoiler>x</tg-spoiler> <span class="tg-spoiler">y</span>',
            "x y",
            [("spoiler", 0, 1), ("spoiler", 2, 1)],
        ),
        ("<code>c</code> <pre>p</pre>", "c p", [("code", 0, 1), ("pre", 2, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("🇮🇶 <b>Iraq</b>", "🇮🇶 Iraq", [("bold", 5, 4)]),
        ("<b>a <i>b</i></b>", "a b", [("bold", 0, 2), ("bold", 2, 1), ("italic", 2, 1)]),
        ("<b>a<code>c</code>d</b>", "acd", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<B>x</b >", "x", [("bold", 0, 1)]),
        ("<b>x</>", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("  <b> x </b>  ", " x", [("bold", 0, 2)]),
        ("a &lt;b&gt; &amp;amp; &quot;", 'a <b> &amp; "', []),
        ("&nbsp; & &copy &#39;&#x27;&#128512;", "&nbsp; & &copy ''😀", []),
        ("&lt no semicolon", "< no semicolon", []),
        ("<tg-time unix='1800000000' format='d'>then</tg-time>", "then", [("date_time", 0, 4)]),
    ],
)
def test_html_is_read_as_telegram_reads_it(source, text, spans):
    assert shown(source) == (text, spans)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x:y>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a ", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_its_byte_offset(source, complaint):
    with pytest.raises(ApiError) as error:
        parse_html(source)
    assert error.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("source", "extra"),
    [
        ('<a href="https://example.com/a?b=1&amp;c=2">x</a>', {"url": "https://example.com/a?b=1&c=2"}),
        ("<a href='example.com'>x</a>", {"url": "http://example.com/"}),
        ("<a>example.com/y</a>", {"url": "http://example.com/y"}),
        ('<a href="tg://user?id=1000001">x</a>', {"user": {"id": 1000001}}),
        ('<pre><code class="language-python">x</code></pre>', {"language": "python"}),
        ('<code class="language-python"><pre>x</pre></code>', {"language": "python"}),
        ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', {"custom_emoji_id": "5368324170671202286"}),
    ],
)
def test_links_languages_and_emoji_carry_their_data(source, extra):
    [span] = settle(parse_html(source)[1])
    assert span.extra == extra


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "nodots", "ftp://example.com/x", "http://exa mple.com"]
)
def test_what_is_no_link_makes_no_entity(url):
    assert parse_html(f'<a href="{url}">x</a>') == ("x", [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "/start and /help@some_bot, not a/b or //c or /d/",
            ["bot_command:/start", "bot_command:/help@some_bot"],
        ),
        ("/abc@x is none, /abc@ neither", []),
        ("@anna_k asks @bob1 and me@home", ["mention:@anna_k", "mention:@bob1"]),
        ("@abc is too short, @gif is not", ["mention:@gif"]),
        ("#Mosul #2017 #موصل a#b", ["hashtag:#Mosul", "hashtag:#موصل"]),
        ("$USD and $usd", ["cashtag:$USD"]),
        ("write to news.desk@example.org now", ["email:news.desk@example.org"]),
        (
            "see https://example.org/a_(b). Or t.me/x, or 10.0.0.1:80/x!",
            ["url:https://example.org/a_(b)", "url:t.me/x", "url:10.0.0.1:80/x"],
        ),
        ("file.txt and e.g. this and 3.5 and T-72.B", []),
        ("example.notatld but http://example.notatld", ["url:http://example.notatld"]),
        ("сайт.рф", ["url:сайт.рф"]),
        ("🇮🇶 /start", ["bot_command:/start"]),
    ],
)
def test_telegram_finds_these_by_itself(text, found):
    formatted = finish(text, [])
    encoded = formatted.text.encode("utf-16-le")
    words = [
        f"{span.kind}:{encoded[span.offset * 2 : span.end * 2].decode('utf-16-le')}"
        for span in formatted.spans
    ]
    assert words == found


def test_a_given_entity_wins_over_a_found_one():
    assert shown('<a href="https://a.org">see b.org</a> and <code>c.org</code> @anna_k') == (
        "see b.org and c.org @anna_k",
        [("text_link", 0, 9), ("code", 14, 5), ("mention", 20, 7)],
    )


def test_control_characters_bidi_overrides_and_carriage_returns_go():
    text, spans = parse_html("a\r\nb\x07c\u202e<b>d</b>\u200e\u200fe")
    formatted = finish(text, spans)
    assert formatted.text == "a\nb cd\u200c\u200fe"
    assert [(span.kind, span.offset, span.length) for span in formatted.spans] == [("bold", 5, 1)]


@given(st.text(max_size=200))
def test_escaped_text_comes_through_as_it_is(text):
    text = text.encode("utf-16-le", "replace").decode("utf-16-le", "replace")
    assert parse_html(html.escape(text)) == (text, [])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["b", "i", "u", "s", "code", "blockquote"]), st.text("ab🇮é \n<&", max_size=6)
        )
    )
)
def test_tags_around_any_text_give_its_places(parts):
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    text, spans = parse_html(source)
    assert text == "".join(words for _, words in parts)
    at = 0
    for (_, words), span in zip([part for part in parts if part[1]], spans, strict=True):
        assert (span.offset, span.length) == (at, utf16_length(words))
        at += utf16_length(words)


@given(st.text("<>/&;#x=\"' abcdeilpquotg-\t\n🇮é", max_size=60))
def test_no_source_breaks_the_reader(source):
    try:
        text, spans = parse_html(source)
    except ApiError:
        return
    assert all(span.offset >= 0 and span.end <= utf16_length(text) for span in spans)


KINDS = ["bold", "italic", "spoiler", "code", "pre", "blockquote", "text_link"]
SPANS = st.builds(Span, st.sampled_from(KINDS), st.integers(0, 12), st.integers(0, 8))


@given(st.lists(SPANS, max_size=8))
def test_settled_entities_are_sorted_and_legal(spans):
    settled = settle(spans)
    assert settled == settle(settled)
    keys = [(span.offset, -span.length) for span in settled]
    assert keys == sorted(keys)
    units = {kind: [span for span in settled if span.kind == kind] for kind in KINDS}
    for same in units.values():
        assert all(a.end <= b.offset for a, b in pairwise(same))
    for mono in units["code"] + units["pre"]:
        inside = [span for span in settled if span is not mono and mono.offset <= span.offset < mono.end]
        assert all(span.kind == "blockquote" for span in inside)


@given(st.text("a \n🇮\u202e\r", max_size=30), st.lists(SPANS, max_size=4))
def test_finishing_keeps_entities_inside_the_text(text, spans):
    fitting = [span for span in spans if span.end <= utf16_length(text)]
    formatted = finish(text, fitting)
    assert all(0 <= span.offset < span.end <= utf16_length(formatted.text) for span in formatted.spans)


async def test_length_counts_in_utf16_after_the_markup_is_gone(wire, anna):
    too_long = (400, "Bad Request: message is too long")
    longest = "<b>" + "x" * 4095 + "</b>&amp;"
    assert (
        len((await wire.ok("sendMessage", chat_id=anna.id, text=longest, parse_mode="HTML"))["text"]) == 4096
    )
    assert await wire.refused("sendMessage", chat_id=anna.id, text="x" * 4097) == too_long
    assert await wire.refused("sendMessage", chat_id=anna.id, text="😀" * 2049) == too_long
    await wire.ok("sendMessage", chat_id=anna.id, text="😀" * 2048)
    caption = {"caption": "x" * 1025, "document": "none"}
    assert await wire.refused("sendDocument", chat_id=anna.id, **caption) == (
        400,
        "Bad Request: message caption is too long",
    )


async def test_an_empty_text_is_refused_in_two_ways(wire, anna):
    for parameters in ({}, {"text": ""}):
        assert (await wire.refused("sendMessage", chat_id=anna.id, **parameters))[1] == (
            "Bad Request: message text is empty"
        )
    for text in (" \n ", "<b></b>", "\u202e"):
        assert (await wire.refused("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML"))[1] == (
            "Bad Request: text must be non-empty"
        )


async def test_entities_may_be_given_instead_of_markup(wire, anna):
    entities = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org"}]
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="here <b>", entities=entities)
    assert sent["entities"] == [
        {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org/"}
    ]
    outside = [{"type": "bold", "offset": 9, "length": 1}]
    assert await wire.refused("sendMessage", chat_id=anna.id, text="here", entities=outside) == (
        400,
        "Bad Request: entity begins after the end of the text at UTF-16 offset 9",
    )
    assert (await wire.refused("sendMessage", chat_id=anna.id, text="x", parse_mode="Wiki"))[1] == (
        "Bad Request: unsupported parse_mode"
    )


async def test_a_mention_of_somebody_unknown_is_no_entity(wire, anna, bob):
    text = f'<a href="tg://user?id={anna.id}">Anna</a> <a href="tg://user?id={bob.id}">Bob</a>'
    sent = await wire.ok("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")
    assert [entity["user"]["first_name"] for entity in sent["entities"]] == ["Anna"]
