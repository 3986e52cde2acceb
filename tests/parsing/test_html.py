"""HTML → blocks and facts, and a web page → its article."""

from __future__ import annotations

import pytest

from reader.errors import DocumentError
from reader.models import Block
from tests.parsing.helpers import BODY, kept, parsed, removed, shapes

PARAGRAPHS = "".join(f"<p>{text}</p>" for text in BODY)


def blocks(html: str) -> list[Block]:
    article = parsed(f"<h1>The title</h1>{html}", "a.html")
    return [block for block in article.blocks if not block.removed]


def styled(block: Block) -> list[tuple[str, str, str]]:
    return [(span.style, block.text[span.start : span.end], span.target) for span in block.spans]


def test_a_simple_page_keeps_all_of_its_text() -> None:
    html = (
        "<html><head><title>My harbour</title><style>p {}</style></head><body><h1>My harbour</h1>"
        "<h2>Ships</h2><p>Few.</p><ul><li>one<li>two</ul><p>See <a href='http://a.org/'>there</a>"
        "<h2>More</h2><table><tr><td>alone</table><pre>x  =  1</pre>last words</body></html>"
    )
    assert kept(parsed(html, "a.html")) == [
        "Ships", "Few.", "one", "two", "See there", "More", "alone", "x  =  1", "last words",
    ]  # fmt: skip


def test_a_page_without_a_body_is_read() -> None:
    for head in ("<title>Ferry</title>", "<head><title>Ferry</title></head>"):
        for within in ("article", "main", "section"):
            page = f"<html>{head}<{within}><p>It sails.</p></{within}><p>And comes back.</p>"
            article = parsed(page, "a.html")
            assert (article.title, kept(article)) == ("Ferry", ["It sails.", "And comes back."])


def test_inline_markup_becomes_spans() -> None:
    (block,) = blocks(
        "<p>  An <b>old <i>ship</i> </b>\n and <code>x</code>, <s>no</s>, <a href='https://a.org/b'>link</a> "
    )
    assert block.text == "An old ship and x, no, link"
    assert styled(block) == [
        ("strong", "old ship", ""), ("emphasis", "ship", ""), ("code", "x", ""),
        ("strike", "no", ""), ("link", "link", "https://a.org/b"),
    ]  # fmt: skip


def test_a_link_around_several_blocks_is_a_link_in_each() -> None:
    first, second = blocks("<a href='https://a.org/'><div>one</div><div>two</div></a>")
    assert styled(first) == [("link", "one", "https://a.org/")]
    assert styled(second) == [("link", "two", "https://a.org/")]


def test_lists_nest_and_count() -> None:
    found = blocks(
        "<ol start=3><li>a<ul><li>b<ol><li>c</ol></ul><li>d<li value=9>e</ol><ol reversed><li>y<li>z</ol>"
    )
    assert [(b.marker, b.level, b.text) for b in found] == [
        ("3.", 0, "a"), ("•", 1, "b"), ("1.", 2, "c"), ("4.", 0, "d"), ("9.", 0, "e"),
        ("2.", 0, "y"), ("1.", 0, "z"),
    ]  # fmt: skip


def test_one_break_is_a_line_and_two_are_a_paragraph() -> None:
    assert [b.text for b in blocks("<p>one<br>two<br><br>three")] == ["one\ntwo", "three"]


def test_quotes_code_and_rules() -> None:
    found = blocks(
        "<blockquote>a<blockquote><p>b</blockquote></blockquote><hr>"
        "<pre><code class='language-python'>if x:\n    y\n</code></pre>"
    )
    assert [(b.kind, b.text, b.quoted, b.marker) for b in found] == [
        ("paragraph", "a", 1, ""), ("paragraph", "b", 2, ""), ("rule", "", 0, ""),
        ("code", "if x:\n    y", 0, "python"),
    ]  # fmt: skip


def test_tables_of_data_are_tables_and_tables_of_layout_are_not() -> None:
    data, *layout = blocks(
        "<table><tr><th>port<th>ships<tr><td>Ellen<td>40</table>"
        "<table><tr><td><p>one</p><tr><td><p>two</p></table>"
    )
    assert (data.kind, data.rows, data.level) == ("table", (("port", "ships"), ("Ellen", "40")), 1)
    assert data.text == "port\tships\nEllen\t40"
    assert [(b.kind, b.text) for b in layout] == [("paragraph", "one"), ("paragraph", "two")]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("1,234<sup>1</sup>", "1,234¹"), ("10<sup>3</sup> m", "10³ m"), ("<sup>a</sup> estimated", "a estimated"),
        ("40<sup><a href='#fn1'>1</a></sup>", "40[1]"), ("so<a href='#n'><sup>[b]</sup></a>", "so[b]"),
        ("North<br>Port", "North Port"), ("<br>North <br> <br>Port<br>", "North Port"),
        ("<div>one</div><div>two</div>", "one two"), ("a<p>b</p>c", "a b c"), ("<ul><li>a<li>b</ul>c", "a b c"),
        ("<b>a</b>b", "ab"), ("<pre>a\n\tb</pre>", "a b"), ("1&nbsp;234&#133;&shy;&#8195;x\u2028y", "1 234… x y"),
        ("a<script>no</script><i hidden>no</i><button>no</button>b", "ab"), ("<q>a</q>", "“a”"),
        ("<img src=f.png width=16 height=16 alt=FI> Oulu", "FI Oulu"), ("<img src=f.png alt=Map> Oulu", "Oulu"),
        ("<a href='/x'>here</a> <a href='#y'>there</a>", "here there"),
    ],
)  # fmt: skip
def test_cells_and_captions_say_what_a_paragraph_would_on_one_line(markup: str, text: str) -> None:
    caption, table = blocks(
        f"<table><caption>{markup}</caption><tr><th>{markup}<th>k<tr><td>l<td>{markup}</table>"
    )
    assert (caption.kind, caption.text) == ("paragraph", text)
    assert table.rows == ((text, "k"), ("l", text))
    assert table.text == f"{text}\tk\nl\t{text}"
    (image,) = blocks(
        f"<figure><img src='https://a.org/y'><figcaption>{markup}</figcaption></figure>"
    )
    assert (image.kind, image.text) == ("image", text)


def test_links_and_styles_in_cells_stand_at_their_places_in_the_text_of_the_table() -> None:
    link = "<a href='https://a.org/{}'>{}</a>"
    (table,) = blocks(
        f"<table><tr><th colspan=2><b>Port</b>s<th>see<tr><td>  a<br>{link.format(1, ' one ')}<td><td>"
        f"{link.format(2, 'two<br>lines')}, {link.format(3, '<sup>3</sup>')}<tr><td hidden>no<tr>"
        f"<td><code>x</code> <a href='#y'>menu</a><td>{link.format(4, 'é<em>nd</em>')}</table>"
    )
    assert table.text == "Ports\t\tsee\na one\t\ttwo lines, 3\nx menu\ténd\t"
    assert styled(table) == [
        ("strong", "Port", ""), ("link", "one", "https://a.org/1"), ("link", "two lines", "https://a.org/2"),
        ("link", "3", "https://a.org/3"), ("code", "x", ""), ("link", "énd", "https://a.org/4"),
        ("emphasis", "nd", ""),
    ]  # fmt: skip


def test_links_in_a_caption_are_kept() -> None:
    figure = "<figure><img src='{}' alt='{}'><figcaption>By <a href='https://a.org/ada'>Ada</a> <a href='#x'>x</a></figcaption></figure>"
    for src, alt, text in (
        ("https://a.org/y", "A tug", "By Ada x\nA tug"),
        ("https://a.org/y", "Ada", "By Ada x"),
        ("", "", "By Ada x"),
    ):
        (image,) = blocks(figure.format(src, alt))
        assert (image.kind, image.text) == ("image", text)
        assert styled(image) == [("link", "Ada", "https://a.org/ada")]


def test_a_figure_within_a_caption_loses_no_words() -> None:
    figure = "<figure><img src='https://a.org/y' alt=tug><figcaption>{}</figcaption></figure>"
    assert [b.text for b in blocks(figure.format("a" + figure.format("b")))] == ["a b\ntug"]
    inner = figure.format("b").replace("<img", "<hr><img")
    assert "b" in [b.text for b in blocks(f"<figcaption>{inner}</figcaption>")]


def test_images_have_a_caption_and_an_absolute_address() -> None:
    found = blocks(
        "<base href='https://a.org/news/'><p>before <img src='x.jpg' alt='A ship'> after"
        "<figure><img src='/y.jpg' alt='Two tugs'><figcaption>The <b>harbour</b></figcaption></figure>"
        "<img src='t.gif' width=1 height=1><img src='data:image/gif;base64,R0' data-src='z.jpg'>"
    )
    assert [(b.kind, b.text, b.target) for b in found] == [
        ("paragraph", "before after", ""), ("image", "A ship", "https://a.org/news/x.jpg"),
        ("image", "The harbour\nTwo tugs", "https://a.org/y.jpg"), ("image", "", "https://a.org/news/z.jpg"),
    ]  # fmt: skip


def test_a_caption_without_a_usable_image_stays() -> None:
    assert "The harbour" in [
        b.text
        for b in blocks(
            "<figure><img width=1 src=x><figcaption>The harbour</figcaption></figure><p>x"
        )
    ]


@pytest.mark.parametrize(
    "unread",
    ["<script>alert(1)</script>", "<style>p{}</style>", "<p hidden>no</p>", "<p style='display: none'>no</p>",
     "<noscript>no</noscript>", "<form>no<input value=no></form>", "<template>no</template>",
     "<!-- no -->", "<iframe src=x>no</iframe>", "<svg><title>no</title></svg>"],
)  # fmt: skip
def test_what_is_not_for_reading_never_comes_through(unread: str) -> None:
    assert [b.text for b in blocks(f"<p>yes</p>{unread}<p>too</p>")] == ["yes", "too"]


def test_a_form_around_a_whole_page_is_read() -> None:
    assert [b.text for b in blocks(f"<form>{PARAGRAPHS}<input></form>")] == list(BODY)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "#top", "  ", "vbscript:x", "http://[", "relative"],
)
def test_a_link_that_leads_nowhere_safe_is_text(address: str) -> None:
    (block,) = blocks(f"<p>go <a href='{address}'>there</a>")
    assert (block.text, block.spans) == ("go there", ())


def test_links_are_resolved_against_the_address_of_the_page() -> None:
    article = parsed(
        "<link rel=canonical href='https://a.org/n/1.html'><h1>T</h1><p><a href='2.html'>two</a>",
        "a.html",
    )
    assert article.url == "https://a.org/n/1.html"
    assert styled(article.blocks[1]) == [("link", "two", "https://a.org/n/2.html")]


def test_characters_of_all_spellings() -> None:
    (block,) = blocks("<p>caf&eacute; &amp; &#8364; &#146;s &#x27; Donau&shy;dampf &#27;[31m</p>")
    assert block.text == "café & € ’s ' Donaudampf"


def test_exponents_are_raised_and_footnote_marks_bracketed() -> None:
    (block,) = blocks(
        "<p>10<sup>6</sup> m<sup>2</sup>, the 1<sup>st</sup>, CO<sub>2</sub>, so.<sup><a href='#fn1'>1</a></sup>"
    )
    assert block.text == "10⁶ m², the 1st, CO2, so.[1]"
    (block,) = blocks(
        "<p>So.<a href='#fn1' role='doc-noteref'><sup>1</sup></a> And"
        "<sup><a href='https://a.org/n#fn:2'>2</a></sup>, 3<sup><a href='https://a.org/4'>4</a></sup>"
    )
    assert block.text == "So.[1] And[2], 3⁴"


def test_footnotes_are_footnotes() -> None:
    found = blocks("<p>Text</p><ol><li id='fn:1'>Note</li></ol>")
    assert [(b.kind, b.marker, b.text) for b in found] == [
        ("paragraph", "", "Text"),
        ("footnote", "1", "Note"),
    ]


def test_the_notes_of_a_page_with_a_menu_are_kept_though_they_lead_back() -> None:
    text = "".join(
        f'<p>{line}<sup id="r{n}"><a href="#fn{n}">{n}</a></sup></p>' for n, line in enumerate(BODY)
    )
    notes = "".join(
        f'<li id="fn{n}">Harbour book, page {n}. <a href="#r{n}">↩</a></li>' for n in range(3)
    )
    found = parsed(
        f"<article><h1>Harbour</h1>{text}<section><ol>{notes}</ol></section></article>"
        "<footer>Share this on Facebook</footer>",
        "page.html",
    )
    assert shapes(found)[-3:] == [("footnote", f"Harbour book, page {n}.") for n in range(3)]


def test_a_short_table_of_a_page_with_a_menu_is_kept_with_marks_and_breaks_in_its_cells() -> None:
    story = "".join(f"<p>{line}</p>" for line in BODY)
    table = (
        "<table><tr><th>Year</th><th>Ships</th><th>Source</th></tr>"
        "<tr><td>1899</td><td>1,234<sup><a href='#fn1'>1</a></sup></td><td>ledger</td></tr>"
        "<tr><td>1901</td><td>10<sup>3</sup></td><td>North<br>Port</td></tr></table>"
    )
    found = parsed(
        f"<nav><a href='/'>Home</a></nav><article><h1>Harbour</h1>{story}{table}</article>",
        "page.html",
    )
    assert (
        "table",
        "Year\tShips\tSource\n1899\t1,234[1]\tledger\n1901\t10³\tNorth Port",
    ) in shapes(found)


def test_a_note_is_marked_as_its_list_is_and_the_way_back_is_no_part_of_it() -> None:
    found = blocks(
        "<p>Text</p><ol><li id='cite_note-a-7'><span class='mw-cite-backlink'><b>"
        "<a href='#cite_ref-7'>^</a></b></span> One</li><li id='cite_note-9'>Two <a href='#fnref:2'>↩︎</a>"
        "<li id='fn3'><p>Three<a href='#fnref3' class='footnote-back'>back</a></ol>"
    )
    assert [(b.kind, b.marker, b.text) for b in found[1:]] == [
        ("footnote", "1", "One"),
        ("footnote", "2", "Two"),
        ("footnote", "3", "Three"),
    ]


def test_a_whole_page_loses_its_furniture_and_keeps_it_as_removed() -> None:
    html = (
        "<html><head><title>Forty ships - Harbour News</title></head><body>"
        "<header><a href='/'>Harbour News</a></header><nav><ul><li><a href='/w'>World</a><li><a href='/s'>Sport</a></ul></nav>"
        f"<article><h1>Forty ships</h1>{PARAGRAPHS * 3}</article>"
        "<aside><h2>Most read</h2><p><a href='/x'>Three boats sank</a></p></aside>"
        "<footer>Imprint of the harbour</footer></body></html>"
    )
    article = parsed(html, "a.html")
    assert article.title == "Forty ships"
    assert kept(article) == list(BODY) * 3
    gone = [text for _, text in removed(article)]
    assert gone[:3] == ["Harbour News", "World", "Sport"]
    assert gone[-1] == "Imprint of the harbour"


FACTS = """<html lang="en-US"><head><title>{title}</title>
<meta property="og:site_name" content="Harbour News">
<meta property="article:published_time" content="2019-01-04T10:00:00+02:00">
<meta name="author" content="By Jane Doe"><link rel="canonical" href="https://harbour.example/2019/ships">
</head><body><h1>Forty ships</h1><p>Text of the story.</p></body></html>"""


@pytest.mark.parametrize(
    "title",
    ["Forty ships", "Forty ships - Harbour News", "Forty ships | Harbour News", "Harbour News: Forty ships",
     "Forty ships – a site of another name"],
)  # fmt: skip
def test_facts_come_from_meta_elements_and_the_title_without_its_site(title: str) -> None:
    article = parsed(FACTS.format(title=title), "a.html")
    if ":" not in title:
        assert article.title == "Forty ships"
    assert (article.author, article.published) == ("Jane Doe", "2019-01-04T08:00:00Z")
    assert (article.source, article.language) == ("Harbour News", "en-us")
    assert article.url == "https://harbour.example/2019/ships"


def test_a_dash_in_a_title_that_names_no_site_stays() -> None:
    html = "<title>Ships - and what came of them</title><p>Text of the story."
    assert parsed(html, "a.html").title == "Ships - and what came of them"


def test_facts_come_from_json_ld_in_a_graph() -> None:
    html = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"},
    {"@type": ["NewsArticle"], "headline": "Forty &amp; ships", "author": [{"name": "Jane Doe"}, {"name": "Bob Ray"}],
     "datePublished": "2019-01-04", "publisher": {"name": "Harbour News"}, "inLanguage": "en_GB"}]}</script><p>Text."""
    article = parsed(html, "a.html")
    assert (article.author, article.published) == ("Jane Doe, Bob Ray", "2019-01-04")
    assert (article.source, article.language) == ("Harbour News", "en-gb")


def test_a_canonical_address_that_names_only_the_site_is_no_address() -> None:
    assert parsed("<link rel=canonical href='https://a.org/'><p>Text", "a.html").url == ""


def test_nothing_is_known_of_a_page_that_says_nothing() -> None:
    article = parsed("<p>Only text.", "note.html")
    assert (article.author, article.published, article.source, article.url, article.language) == (
        "",
    ) * 5


def test_html_in_a_text_file_is_html() -> None:
    article = parsed("<!DOCTYPE html><title>T</title><p>One</p><p>Two</p>", "a.txt")
    assert (article.format, kept(article)) == ("html", ["One", "Two"])


def test_text_in_an_html_file_is_text() -> None:
    article = parsed("T\n\nOne\n\nTwo", "a.html")
    assert (article.format, kept(article)) == ("text", ["One", "Two"])


def test_a_page_shown_by_a_script_is_read() -> None:
    html = "<body><div style='display:none'><h1>T</h1><p>One</p><p>Two</p></div></body>"
    assert kept(parsed(html, "a.html")) == ["One", "Two"]


def test_a_feed_is_refused_as_one() -> None:
    with pytest.raises(DocumentError, match="is a feed"):
        parsed("<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "a.xml")


def test_a_page_without_text_says_so() -> None:
    with pytest.raises(DocumentError, match="nothing to read"):
        parsed("<html><body><script>x</script></body></html>", "a.html")


def test_nesting_beyond_the_parser_keeps_the_text() -> None:
    article = parsed("<div>" * 3000 + "Deep inside" + "</div>" * 3000 + "<p>and after", "a.html")
    assert (
        "Deep inside" in (text := " ".join([article.title, *kept(article)])) and "and after" in text
    )


def test_shapes_of_a_description_list() -> None:
    found = parsed("<h1>T</h1><dl><dt>Term<dd>Meaning</dl>", "a.html")
    assert shapes(found) == [("paragraph", "Term"), ("paragraph", "Meaning")]
