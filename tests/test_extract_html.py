"""HTML to blocks: kinds, heading paths, groups, links and what inline mark-up does to the text."""

import json

import pytest
from extract_tools import assert_exact, block_of, read, texts

from kursrevisjon.extract import extract_file
from kursrevisjon.model import BlockKind, Document

HEADING, PARAGRAPH, ITEM, ROW = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW

INLINE = {
    "<p>obli<b>gato</b>risk</p>": ["obligatorisk"],
    "<p>Kurs <em>for</em> alle</p>": ["Kurs for alle"],
    "<p>Kurs<span> for </span>alle</p>": ["Kurs for alle"],
    "<p>Grunn<wbr>kurs</p>": ["Grunnkurs"],
    "<p>Kurs<!-- skjult -->et</p>": ["Kurset"],
    "<p>Kurs<script>x()</script>et</p>": ["Kurset"],
    "<p>a</p>b<div>c</div>d": ["a", "b", "c", "d"],
    "bare tekst": ["bare tekst"],
    "<div>ytre<div>indre</div>mer</div>": ["ytre", "indre", "mer"],
    "<span>en</span> <span>to</span>": ["en to"],
    "<p>Fase 1<br>Fase 2<br/>Fase 3</p>": ["Fase 1", "Fase 2", "Fase 3"],
    "<p>Kurset er lagt opp slik at alle som er nyvalgte, skal<br>gjennomføre det første året</p>": [
        "Kurset er lagt opp slik at alle som er nyvalgte, skal gjennomføre det første året"
    ],
    "<h2>Kurs<br>2026</h2>": ["Kurs 2026"],
    "<pre>linje 1\nlinje 2</pre>": ["linje 1", "linje 2"],
    "<p>&laquo;Trinn&nbsp;2&raquo; &amp; mer</p>": ["«Trinn 2» & mer"],
    "<my-card>A</my-card><my-card>B</my-card>": ["A", "B"],
    "<p>a<p>b": ["a", "b"],
    "<center>gammelt</center>": ["gammelt"],
    '<template shadowrootmode="open"><p>i skyggen</p></template>': ["i skyggen"],
    "<a href=/a>Hjelp</a><a href=/b>Kart</a>": ["Hjelp", "Kart"],
    "<p><span>15.01.2026</span><a href=/a>Grunnkurs</a><span>Sted: Oslo</span></p>": [
        "15.01.2026 Grunnkurs Sted: Oslo"
    ],
    "<p><b>11</b>feb</p>": ["11 feb"],
    "<p><span>TILLITSVALGT</span>Introkurs</p>": ["TILLITSVALGT Introkurs"],
    "<p><span>T</span>illitsvalgt</p>": ["Tillitsvalgt"],
    "<p><span>T</span>ILLITSVALGT</p>": ["TILLITSVALGT"],
    "<p>Modul<b>1</b></p>": ["Modul 1"],
    "<p>den 2<sup>nd</sup></p>": ["den 2nd"],
    "<table><tr><td><span>Kurs</span><b>Lønn</b></td></tr></table>": ["Kurs Lønn"],
}


@pytest.mark.parametrize(("body", "expected"), INLINE.items())
def test_text_is_cut_at_blocks_and_nowhere_else(body, expected):
    document = read(body + "<main><p>Her står resten av siden.</p></main>")
    assert_exact(document)
    assert texts(document)[:-1] == expected


def test_scripts_styles_and_templates_are_the_only_things_left_out():
    document = read(
        "<style>p{}</style><script>var a='skript'</script><template><p>mal</p></template><svg><title>ikon</title></svg>"
        "<div hidden>skjult panel</div><div style='display:none'>lukket panel</div><p aria-hidden=true>pynt</p>"
    )
    assert texts(document, mark=None) == ["skjult panel", "lukket panel", "pynt"]


def test_headings_make_the_path_of_what_follows():
    document = read(
        "<h1>Kurs</h1><h2>Fase 1</h2><p>a</p><h3>Del 1</h3><p>b</p><h2>Fase 2</h2><p>c</p>", head="<title>T</title>"
    )
    assert [(block.text, block.heading_path) for block in document.blocks] == [
        ("T", ()),
        ("Kurs", ()),
        ("Fase 1", ("Kurs",)),
        ("a", ("Kurs", "Fase 1")),
        ("Del 1", ("Kurs", "Fase 1")),
        ("b", ("Kurs", "Fase 1", "Del 1")),
        ("Fase 2", ("Kurs",)),
        ("c", ("Kurs", "Fase 2")),
    ]
    assert document.title == "T"


SCOPED = {
    "card": "<h2>Kurs</h2><div class='card'><h3>Fase 1</h3><p>a</p></div><p>etter</p>",
    "article in main": "<h2>Kurs</h2><article><h3>Fase 1</h3><p>a</p></article><p>etter</p>",
    "list item": "<h2>Kurs</h2><ul><li><h3>Fase 1</h3>a</li></ul><p>etter</p>",
    "details": "<h2>Kurs</h2><details><summary>Fase 1</summary><p>a</p></details><p>etter</p>",
    "section": "<h2>Kurs</h2><section><h3>Fase 1</h3><p>a</p></section><p>etter</p>",
    "layout cell": "<h2>Kurs</h2><table><tr><td><h3>Fase 1</h3><p>a</p></td></tr></table><p>etter</p>",
}


@pytest.mark.parametrize("body", SCOPED.values(), ids=SCOPED)
def test_a_heading_ends_with_the_container_that_holds_what_it_heads(body):
    document = read(f"<main><h1>Opplæring</h1>{body}</main>")
    assert block_of(document, "a").heading_path[-1] == "Fase 1"
    assert block_of(document, "etter").heading_path == ("Opplæring", "Kurs")


@pytest.mark.parametrize(
    "hero",
    [
        "<div class='hero'><h1>Kurs</h1></div>",
        "<section><h1>Kurs</h1><p>Ingress.</p></section>",
        "<header><h1>Kurs</h1></header>",
    ],
)
def test_the_page_heading_goes_on_after_the_element_it_stands_in(hero):
    document = read(f"{hero}<div><p>innhold</p></div>")
    assert block_of(document, "innhold").heading_path == ("Kurs",)


BY_CLASS = {
    "<div class='h2'>Fase 1</div>": 2,
    "<div role=heading aria-level=4>Fase 1</div>": 4,
    "<div class='heading-xl'>Fase 1</div>": 1,
    "<p class='card__title'>Fase 1</p>": 3,
    "<div class='Card_title__k2'>Fase 1</div>": 3,
    "<button aria-expanded=false>Fase 1</button>": 3,
    "<button class='accordion-button collapsed'>Fase 1</button>": 3,
    "<div class='faq-question'>Fase 1</div>": 3,
    "<a href='#p1' data-toggle=collapse>Fase 1</a>": 3,
}


@pytest.mark.parametrize(("mark_up", "level"), BY_CLASS.items())
def test_headings_by_role_class_and_button_head_what_follows(mark_up, level):
    document = read(f"<main><h1>Kurs</h1><h2>Alle</h2>{mark_up}<div>innhold</div>{mark_up.replace('1', '7')}</main>")
    heading = block_of(document, "Fase 1")
    assert (heading.kind, heading.level) == (HEADING, level)
    assert block_of(document, "innhold").heading_path[-1] == "Fase 1"


def test_siblings_of_one_class_have_one_level():
    document = read(
        "<main><h2>Kurs</h2>" + "".join(f"<div class='title'>T{n}</div><p>p{n}</p>" for n in (1, 2)) + "</main>"
    )
    assert block_of(document, "p2").heading_path == ("Kurs", "T2")


def test_an_introduction_marked_up_as_a_heading_is_a_paragraph():
    document = read("<h1>Kurs</h1><h2>Nå vil forbundet gjøre kursene enda lettere å komme til.</h2><p>a</p>")
    assert block_of(document, "a").heading_path == ("Kurs",)
    assert len(texts(document, PARAGRAPH)) == 2


def test_lists_have_a_group_a_depth_and_the_paragraph_that_leads_in():
    document = read(
        "<main><p>Du lærer om:</p><ul><li>avtaler<ul><li>lokale</li></ul></li><li>HMS</li></ul><ol><li>en"
        "</li></ol></main>"
    )
    items = [(block.text, block.level, block.lead) for block in document.blocks if block.kind is ITEM]
    assert items == [("avtaler", 1, 0), ("lokale", 2, 1), ("HMS", 1, 0), ("en", 1, -1)]
    groups = [block.group for block in document.blocks if block.kind is ITEM]
    assert groups[0] == groups[2] != groups[1]
    assert groups[3] not in groups[:3]


def test_paragraphs_in_a_list_item_are_items_of_the_list():
    document = read("<ul><li><p>Fase 1</p><div>to dager</div></li></ul>")
    assert texts(document, ITEM) == ["Fase 1", "to dager"]


def test_definitions_point_at_their_term():
    document = read(
        "<main><dl><dt>For hvem</dt><dd>Tillitsvalgte</dd><dd>Verneombud</dd><dt>Krav</dt><dd>"
        "<p>Obligatorisk</p></dd></dl></main>"
    )
    kinds = [(block.kind.value, block.text, block.lead) for block in document.blocks]
    assert kinds == [
        ("term", "For hvem", -1),
        ("definition", "Tillitsvalgte", 0),
        ("definition", "Verneombud", 0),
        ("term", "Krav", -1),
        ("definition", "Obligatorisk", 3),
    ]


def test_a_card_is_a_group():
    document = read(
        "<main>"
        + "".join(f"<div class='card'><h3>Fase {n}</h3><p>p{n}</p></div>" for n in (1, 2))
        + "<p>ute</p></main>"
    )
    first, second = block_of(document, "Fase 1").group, block_of(document, "Fase 2").group
    assert block_of(document, "p1").group == first != second == block_of(document, "p2").group
    assert block_of(document, "ute").group == 0


def test_the_article_that_is_the_page_is_no_card():
    document = read("<main><article><h1>Kurs</h1><p>a</p></article></main>")
    assert block_of(document, "a").group == 0


def test_tabs_head_their_panels():
    document = read(
        "<main><ul role=tablist><li><a role=tab href='#t1'>Trinn 1</a></li><li><a role=tab href='#t2'>Trinn "
        "2</a></li></ul>"
        "<div role=tabpanel id=t1><p>Om rollen</p></div><div role=tabpanel id=t2 hidden><p>Om forhandlinger"
        "</p></div></main>"
    )
    assert block_of(document, "Om rollen").heading_path == ("Trinn 1",)
    assert block_of(document, "Om forhandlinger").heading_path == ("Trinn 2",)


def test_bold_leads_are_named_in_their_block():
    document = read(
        "<p><strong>Fase 1</strong></p><p><b>Krav:</b> obligatorisk <b>for</b> alle</p><p><b>A</b><br>x<br><b>B</b></p>"
    )
    assert [block.strong for block in document.blocks] == [("Fase 1",), ("Krav:", "for"), ("A",), (), ("B",)]


TABLE_HEADER = {
    "header cells": "<tr><th>Kurs</th><th>Krav</th></tr>",
    "thead": "<thead><tr><th>Kurs</th><th>Krav</th></tr></thead>",
    "plain cells that name columns": "<tr><td>Kurs</td><td>Krav</td></tr>",
    "bold cells": "<tr><td><b>Kurs</b></td><td><b>Krav</b></td></tr>",
}


@pytest.mark.parametrize("header", TABLE_HEADER.values(), ids=TABLE_HEADER)
def test_a_row_keeps_its_cells_and_its_header(header):
    document = read(f"<table>{header}<tr><td>Fase 1</td><td>Obligatorisk</td></tr></table>")
    assert texts(document, ROW) == ["Kurs | Krav", "Fase 1 | Obligatorisk"]
    first, second = document.blocks
    assert (first.header, second.header, second.cells) == ((), ("Kurs", "Krav"), ("Fase 1", "Obligatorisk"))
    assert first.group == second.group > 0


def test_a_table_without_a_header_row_has_none():
    document = read(
        "<table><tr><td>09.00</td><td>Registrering</td></tr><tr><td>10.00</td><td>Vernerunde</td></tr></table>"
    )
    assert [block.header for block in document.blocks] == [(), ()]


def test_spans_banners_and_captions_are_read_as_they_look():
    document = read(
        "<h1>Kurs</h1><table><caption>Kursplan</caption><tr><th>Kurs</th><th>Dag</th><th>Tema</th></tr>"
        "<tr><td rowspan=2>Fase 1</td><td>1</td><td>HMS</td></tr><tr><td>2</td><td>Avtaler</td></tr>"
        "<tr><td colspan=3>Frivillige kurs</td></tr><tr><td>Fase 9</td><td colspan=2>Avtales</td></tr>"
        "</table><p>etter</p>"
    )
    assert texts(document, ROW) == ["Kurs | Dag | Tema", "Fase 1 | 1 | HMS", "Fase 1 | 2 | Avtaler", "Fase 9 | Avtales"]
    assert block_of(document, "Fase 1 | 1 | HMS").heading_path == ("Kurs", "Kursplan")
    assert block_of(document, "Fase 9 | Avtales").heading_path == ("Kurs", "Frivillige kurs")
    assert block_of(document, "etter").heading_path == ("Kurs",)


def test_lists_in_a_cell_stay_in_their_row():
    document = read(
        "<table><tr><th>Kurs</th><th>Tema</th></tr><tr><td><p>Fase 1</p></td><td><ul><li>avtaler</li><li>HMS"
        "</li></ul></td></tr></table>"
    )
    assert texts(document, ROW)[1] == "Fase 1 | avtaler HMS"


LAYOUT = {
    "nested tables": (
        "<table><tr><td><table><tr><td>meny</td></tr></table></td><td><p>Kurset er obligatorisk.</p></td></tr></table>"
    ),
    "headings in cells": (
        "<table><tr><td><h2>Kurs</h2><p>Kurset er obligatorisk.</p></td><td>b</td></tr><tr><td>c</td><td>d</td>"
        "</tr></table>"
    ),
    "presentation": (
        "<table role=presentation><tr><td>a</td><td>Kurset er obligatorisk.</td></tr><tr><td>c</td><td>d</td>"
        "</tr></table>"
    ),
    "one row": "<table><tr><td>a</td><td>Kurset er obligatorisk.</td></tr></table>",
    "long passages": (
        f"<table><tr><td>{'lang tekst ' * 90}</td><td>Kurset er obligatorisk.</td></tr><tr><td>c</td><td>d</td>"
        f"</tr></table>"
    ),
}


@pytest.mark.parametrize("body", LAYOUT.values(), ids=LAYOUT)
def test_tables_for_layout_are_no_rows(body):
    document = read(body)
    assert texts(document, ROW) == []
    assert "Kurset er obligatorisk." in texts(document, PARAGRAPH)


def test_links_are_absolute_with_text_heading_and_mark():
    document = read(
        "<nav><a href='/forside'>Forside</a></nav><main><h1>Kurs</h1><p><a href='fase-1?a=1#topp' "
        "rel='nofollow'>Fase <b>1</b></a></p>"
        "<a href='//cdn.example/x'><div>Kort</div><div>tekst</div></a><a href='#topp'>Topp</a><a "
        "href='mailto:a@b.no'>E-post</a>"
        "<a href='javascript:x()'>Skript</a><table><tr><th>Kurs</th><th>Krav</th></tr><tr><td><a "
        "href='/f2'>Fase 2</a></td><td>ja</td></tr></table></main>"
    )
    links = [(link.url, link.text, link.heading, link.boilerplate, link.nofollow) for link in document.links]
    assert links == [
        ("https://forbund.example/forside", "Forside", "", "menu", False),
        ("https://forbund.example/tillitsvalgt/fase-1?a=1#topp", "Fase 1", "Kurs", "", True),
        ("https://cdn.example/x", "Kort tekst", "Kurs", "", False),
        ("https://forbund.example/f2", "Fase 2", "Kurs", "", False),
    ]


def test_a_base_element_moves_relative_links():
    document = read("<p><a href='b'>b</a> tekst</p>", head="<base href='/annet/sted/'>")
    assert document.links[0].url == "https://forbund.example/annet/sted/b"


def test_without_an_address_only_absolute_links_are_links():
    document = read("<p><a href='/b'>b</a> <a href='https://a.example/'>a</a> tekst</p>", url=None)
    assert [link.url for link in document.links] == ["https://a.example/"]


def test_a_block_that_is_one_link_says_so():
    document = read(
        "<main><ul><li><a href=/a>Fase 1</a></li><li><a href=/b>Fase 2</a> – obligatorisk</li></ul><p>› <a "
        "href=/c>Mer</a></p></main>"
    )
    assert [block.is_link for block in document.blocks] == [True, False, True]


@pytest.mark.parametrize(
    "table",
    [
        "<table><thead><th>Kurs</th><th>Når</th></thead><tr><td>Fase 1</td><td>mars</td></tr></table>",
        "<table><tr><th>Kurs</th><th>Når</th></tr><td>Fase 1</td><td>mars</td></table>",
        "<table><tbody><th>Kurs</th><th>Når</th></tbody><tfoot><tr><td>Fase 1</td><td>mars</td></tr></tfoot></table>",
    ],
)
def test_cells_without_a_row_of_their_own_are_a_row(table):
    rows = texts(read(f"<main>{table}</main>"), BlockKind.TABLE_ROW)
    assert rows == ["Kurs | Når", "Fase 1 | mars"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><th>Fase 1</th></table>",
        "<table><tr><th>Kurs</th><th>Når</th></tr><tr>Fase 1<td>mars</td></tr></table>",
        "<table>Fase 1<tr><th>Kurs</th></tr><tr><td>mars</td></tr></table>",
        "<table><tr><th>Kurs</th></tr><tr><div><td>Fase 1</td></div></tr></table>",
        "<table><caption>Vår</caption><caption>Fase 1</caption><tr><th>Kurs</th></tr><tr><td>mars</td></tr></table>",
    ],
)
def test_no_text_of_a_table_that_is_none_is_lost(table):
    assert "Fase 1" in read(f"<main><p>Våre kurs</p>{table}</main>").text


def test_the_page_says_what_robots_may_do_and_its_own_address():
    document = read(
        "<p>tekst</p>", head="<meta name='ROBOTS' content='NOINDEX, nofollow'><link rel='canonical' href='/kurs'>"
    )
    assert (document.noindex, document.nofollow, document.canonical) == (True, True, "https://forbund.example/kurs")
    assert not read("<p>tekst</p>", head="<meta name=description content=noindex>").noindex
    assert read("<p>tekst</p>", head="<meta name=robots content=none>").nofollow
    assert not read("<p>tekst</p>", head="<meta name=robots content='max-image-preview:none'>").noindex


JSON_LD = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":["Course","Thing"],"name":"Grunnkurs 1","description":"<p>Obligatorisk for <b>nye</b> tillitsvalgte.</p>"},
{"@type":"EducationEvent","name":"Temadag"},{"@type":"NewsArticle","name":"Nyhet"},{"@type":"Organization","name":"Forbundet"}]}</script>"""


def test_courses_and_events_in_json_ld_are_blocks_of_their_own():
    document = read("<main><p>Se kurset under.</p></main>", head=JSON_LD)
    assert texts(document, BlockKind.JSON_LD) == ["Grunnkurs 1", "Obligatorisk for nye tillitsvalgte.", "Temadag"]
    assert block_of(document, "Obligatorisk for nye tillitsvalgte.").heading_path == ("Grunnkurs 1",)
    assert_exact(document)


BODY = "<h2>Innhold</h2><p>Kurset er obligatorisk for alle nye tillitsvalgte i forbundet, og tar to dager.</p>"
LEARN = "Vi lærer å kartlegge arbeidsmiljøet og å forebygge belastningsskader, og prøver det "
BLOCKS = [
    {"_type": "block", "style": "h2", "children": [{"text": "For"}, {"text": "ebygging"}]},
    {"_type": "block", "style": "normal", "children": [{"text": LEARN}, {"text": "på egen arbeidsplass."}]},
]
DATA = {"page": {"title": "Grunnkurs for tillitsvalgte", "slug": "/kurs/grunnkurs", "body": BODY, "blocks": BLOCKS}}
NEXT_DATA = f'<div id=__next></div><script id=__NEXT_DATA__ type="application/json">{json.dumps(DATA)}</script>'


def test_an_empty_frame_is_read_from_its_data():
    document = read(NEXT_DATA)
    assert texts(document, HEADING) == ["Grunnkurs for tillitsvalgte", "Innhold", "Forebygging"]
    assert texts(document, PARAGRAPH) == [
        "Kurset er obligatorisk for alle nye tillitsvalgte i forbundet, og tar to dager.",
        "Vi lærer å kartlegge arbeidsmiljøet og å forebygge belastningsskader, og prøver det på egen arbeidsplass.",
    ]


def test_data_is_not_read_where_the_page_has_its_text():
    prose = (
        "<p>Denne siden har sin egen tekst om kursene, og den er lang nok til å bli lest av dem som vil vite mer.</p>"
        * 3
    )
    assert "ebygging" not in read(f"<main>{prose}</main>{NEXT_DATA}").text


def test_noscript_is_read_only_where_nothing_else_is():
    words = (
        "Kurset er obligatorisk for alle nye tillitsvalgte, og handler om rollen, avtalene og arbeidsmiljøet "
        "på jobben. " * 4
    )
    assert "obligatorisk" in read(f"<noscript><p>{words}</p></noscript>").text
    assert "uten skript" not in read(f"<main><p>{words}</p></main><noscript>uten skript</noscript>").text


LANGUAGES = {
    "nb": ("no", "Kurset er for alle som ikke har vært med før, og det varer i to dager hver høst."),
    "nn": ("no", "Kurset er for alle som ikkje har vore med før, og det varer i to dagar kvar haust."),
    "en": ("no", "The course is for all of you who have not been with us before, and it is two days."),
    "sv": ("sv", "Kort."),
}


@pytest.mark.parametrize(("lang", "page"), LANGUAGES.items())
def test_the_words_tell_the_language_before_what_the_page_declares(lang, page):
    declared, text = page
    document = extract_file("s.html", f"<html lang={declared}-NO><p>{text}</p>".encode())
    assert isinstance(document, Document)
    assert document.lang == lang


def test_a_page_without_telling_words_is_in_the_language_it_declares():
    for declared, lang in {"nn": "nn", "no": "nb", "nb-NO": "nb", "": "nb", "en_GB": "en"}.items():
        document = extract_file("s.html", f"<html lang='{declared}'><p>Kurs 2026</p>".encode())
        assert isinstance(document, Document)
        assert document.lang == lang


def test_the_title_stands_in_for_itself_and_the_first_heading_for_a_missing_one():
    assert read("<h1>Kurs</h1><p>a</p>").title == "Kurs"
    assert read("<h1>Kurs</h1><p>a</p>", head="<title> Kurs |\n Forbundet </title>").title == "Kurs | Forbundet"


def test_a_bold_line_heads_what_stands_below_it() -> None:
    document = read("<h2>Kurs</h2><p><b>Trinn 1</b></p><p>To dager.</p><p><b>Merk:</b></p><h2>Reise</h2><p>Tog.</p>")
    assert [(block.kind, block.heading_path) for block in document.blocks] == [
        (HEADING, ()),
        (HEADING, ("Kurs",)),
        (PARAGRAPH, ("Kurs", "Trinn 1")),
        (PARAGRAPH, ("Kurs", "Trinn 1")),
        (HEADING, ()),
        (PARAGRAPH, ("Reise",)),
    ]


def test_a_first_line_is_the_title_of_a_page_that_has_none() -> None:
    first, second, text = read("<div>Kurs for alle</div><h2>Trinn 1</h2><p>To dager.</p>").blocks
    assert (first.kind, first.level, second.heading_path) == (HEADING, 1, ("Kurs for alle",))
    assert text.heading_path == ("Kurs for alle", "Trinn 1")
    assert read("<div>Velkommen til kurs.</div><h2>Trinn 1</h2>").blocks[0].kind is PARAGRAPH
    assert read("<div>Forsiden</div><h1>Trinn 1</h1>").blocks[0].kind is PARAGRAPH


def test_a_link_around_a_heading_and_its_text_is_a_card() -> None:
    card, _, other = read("<a href=/1><h3>Trinn 1</h3><div>To dager.</div></a><p>Tog.</p>").blocks
    assert card.group
    assert not other.group
