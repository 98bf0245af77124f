"""Page furniture is marked and never left out, and content is never taken for furniture."""

import pytest
from extract_tools import assert_exact, block_of, read, texts

PROSE = (
    "<main><h1>Kurs</h1><p>Grunnkurset er obligatorisk for alle nye tillitsvalgte i Havn og Lager, og går over "
    "to dager.</p></main>"
)
BEFORE = {
    "menu": [
        "<nav><ul><li><a href=/>Obligatorisk pensjon</a></li></ul></nav>",
        "<div role=navigation><a href=/>Obligatorisk pensjon</a></div>",
        "<ul class='main-menu'><li><a href=/>Obligatorisk pensjon</a></li></ul>",
        "<div id=hovedmeny>Obligatorisk pensjon</div>",
        "<div class='NavList_root__z'><a href=/>Obligatorisk pensjon</a></div>",
        "<table><tr><td class=meny><a href=/>Obligatorisk pensjon</a></td></tr></table>",
        "<ul><li><a href=/a>Lønn</a></li><li><a href=/b>Obligatorisk pensjon</a></li><li><a href=/c>Kurs</a></li></ul>",
        "<div><a href=/a>Lønn</a> | <a href=/b>Obligatorisk pensjon</a> | <a href=/c>Kurs</a></div>",
        "<header><nav><a href=/>Obligatorisk pensjon</a></nav></header>",
    ],
    "header": [
        "<header>Obligatorisk pensjon</header>",
        "<div class='site-header'>Obligatorisk pensjon</div>",
        "<div class='Header_root__1b'><div>Obligatorisk pensjon</div></div>",
        "<div role=banner>Obligatorisk pensjon</div>",
        "<p>Publisert 12.03.2026. Obligatorisk pensjon</p>",
        "<p>Sist oppdatert: i går, Obligatorisk pensjon</p>",
        "<div class='byline'>Obligatorisk pensjon</div>",
    ],
    "breadcrumb": [
        "<ol class=breadcrumb><li>Obligatorisk pensjon</li></ol>",
        "<div class='Crumbs_c__7'>Obligatorisk pensjon</div>",
        "<span class=sti>Obligatorisk pensjon</span>",
        "<div id=path>Obligatorisk pensjon</div>",
        "<p>Hjem / Kurs / Obligatorisk pensjon</p>",
        "<p>Du er her: Obligatorisk pensjon</p>",
        "<div>Tidsskrift › 2026 › Obligatorisk pensjon</div>",
    ],
    "cookie": [
        "<div class='cookie-banner'>Obligatorisk pensjon</div>",
        "<div id=CybotCookiebotDialog>Obligatorisk pensjon</div>",
        "<div role=dialog><p>Vi bruker informasjonskapsler.</p><p>Obligatorisk pensjon</p></div>",
        "<div><p>Denne siden bruker cookies. Obligatorisk pensjon</p></div>",
    ],
    "form": [
        "<form role=search>Obligatorisk pensjon</form>",
        "<form action=/sok><label>Obligatorisk pensjon</label><input name=q></form>",
        "<form><p>Meld deg på nyhetsbrevet</p><p>Obligatorisk pensjon</p><button>Send</button></form>",
        "<select><option>Obligatorisk pensjon</option></select>",
        "<button>Obligatorisk pensjon</button>",
    ],
    "hidden": [
        "<a class='skip-link' href='#innhold'>Obligatorisk pensjon</a>",
        "<h2 class='visually-hidden'>Obligatorisk pensjon</h2>",
        "<span class='sr-only'>Obligatorisk pensjon</span>",
    ],
}
AFTER = {
    "footer": [
        "<footer>Obligatorisk pensjon</footer>",
        "<div class='site-footer'><p>Obligatorisk pensjon</p></div>",
        "<div role=contentinfo>Obligatorisk pensjon</div>",
        "<div id=bunn>Obligatorisk pensjon</div>",
        "<p>Org.nr. 123 456 789. Obligatorisk pensjon</p>",
    ],
    "aside": [
        "<aside><h2>Fakta</h2>Obligatorisk pensjon</aside>",
        "<div role=complementary>Obligatorisk pensjon</div>",
        "<div class='layout-sidebar-second'>Obligatorisk pensjon</div>",
        "<div id=secondary class='widget-area'>Obligatorisk pensjon</div>",
        "<table><tr><td width=600><table><tr><td>Tekst.</td></tr></table></td><td width=180><b>Kurs</b>"
        "<br>Obligatorisk pensjon</td></tr></table>",
    ],
    "teaser": [
        "<section class='related'><h2>Relatert</h2><h3><a href=/a>Obligatorisk pensjon</a></h3></section>",
        "<div class='k5a-related'><a href=/a>Obligatorisk pensjon</a></div>",
        "<div><h2>Les også</h2><ul><li><a href=/a>Obligatorisk pensjon</a></li></ul></div>",
        "<div><div class='heading-m'>Flere nyheter</div><div><a href=/a><div>Obligatorisk pensjon</div></a>"
        "</div></div>",
        "<div><div><h2>Aktuelt</h2></div><div><h3><a href=/a>Obligatorisk pensjon</a></h3><p>Kort om saken."
        "</p></div></div>",
        "<article class=teaser><h3><a href=/a>Obligatorisk pensjon</a></h3></article>",
        "<table><tr><td><font><b>Aktuelt</b><br>Obligatorisk pensjon</font></td></tr></table>",
        "<p>Les også: <a href=/a>Obligatorisk pensjon</a></p>",
        "<div class='box'><div class='box-h'>Meir frå fagbladet</div><div>Obligatorisk pensjon</div></div>",
        "<h2>Related pages</h2><ul><li><a href=/a>Obligatorisk pensjon</a></li></ul>",
    ],
}
FURNITURE = [(mark, body + PROSE) for mark, bodies in BEFORE.items() for body in bodies]
FURNITURE += [(mark, PROSE + body) for mark, bodies in AFTER.items() for body in bodies]


@pytest.mark.parametrize(("mark", "body"), FURNITURE)
def test_furniture_is_marked_and_kept(mark, body):
    document = read(body)
    assert_exact(document)
    found = [block for block in document.blocks if "Obligatorisk pensjon" in block.text]
    assert [block.boilerplate for block in found] == [mark], [
        (block.text, block.boilerplate) for block in document.blocks
    ]
    assert sum("Grunnkurset er obligatorisk" in text for text in texts(document)) == 1


@pytest.mark.parametrize(("mark", "body"), FURNITURE)
def test_headings_of_furniture_do_not_head_the_content(mark, body):
    document = read(body + "<div><p>Etter alt dette står det litt innhold til på siden, utenfor alt.</p></div>")
    for block in document.blocks:
        if block.text.startswith(("Grunnkurset", "Etter alt")):
            assert set(block.heading_path) <= {"Kurs"}, block


CONTENT = {
    "panel that is closed": "<div class='panel collapse' aria-hidden=true style='display:none'><p>KURS</p></div>",
    "aspnet form around everything": (
        "<form id=aspnetForm><input type=hidden name=__VIEWSTATE><h1>Kurs</h1><p>KURS</p></form>"
    ),
    "long form text": f"<form><p>KURS</p><p>{'Kurset går over to dager og er for alle. ' * 20}</p><input></form>",
    "header in an article": "<article><header><h1>Kurs</h1><p>KURS</p></header></article>",
    "introduction in the page's header": (
        "<header><h1>Kurs</h1><p>KURS er for alle som nettopp er valgt i klubben</p></header>"
    ),
    "article in a wrapper with a menu's name": "<div class='navigation-wrapper'><h1>Kurs</h1><p>KURS</p></div>",
    "main in a wrapper with a sidebar's name": "<div class='sidebar-layout'><main><p>KURS</p></main></div>",
    "body with states of the page": "<div class='has-sidebar no-menu with-footer'><p>KURS</p></div>",
    "tab list": "<ul class='nav nav-tabs'><li>KURS</li></ul>",
    "card footer": "<div class='card'><h3>a</h3><div class='card-footer'>KURS</div></div>",
    "quotation with a footer": "<blockquote><p>Sitat.</p><footer>KURS</footer></blockquote>",
    "teaser without a link": "<p class='teaser'>KURS</p>",
    "link list in the main content": (
        "<main><p>Kursene:</p><ul><li><a href=/a>KURS</a></li><li><a href=/b>Fase 2</a></li><li><a href=/c>Fase "
        "3</a></li></ul></main>"
    ),
    "short link list with a lead": (
        "<p>Kursene våre:</p><ul><li><a href=/a>KURS</a></li><li><a href=/b>Fase 2</a></li><li><a href=/c>Fase 3"
        "</a></li></ul>"
    ),
    "course cards that link on": (
        "<main><h2>Kurs</h2><article class='card'><h3><a href=/a>KURS</a></h3><p>To dager.</p></article></main>"
    ),
    "news as the page's own heading": "<h1>Nyheter</h1><p>KURS</p>",
    "heading that only begins like a link section": "<h2>Les mer om tillitsvalgtkursene her</h2><p>KURS</p>",
    "section after the teasers": (
        "<main><h2>Les også</h2><ul><li><a href=/a>a</a></li></ul><h2>Kurs</h2><p>KURS</p></main>"
    ),
    "container after the teasers": "<main><div><h2>Les også</h2><p><a href=/a>a</a></p></div><p>KURS</p></main>",
    "passage below a heading of teasers": (
        f"<main><h2>Aktuelt</h2><p>KURS {'er obligatorisk for nye tillitsvalgte ' * 12}</p></main>"
    ),
    "updated knowledge": "<p>Oppdatert kunnskap om HMS: KURS</p>",
    "home in a sentence": "<p>Hjem og arbeid henger sammen: KURS</p>",
    "cookies in the main content": "<main><p>På KURS om personvern lærer du om cookies.</p></main>",
    "bootstrap and builder classes": (
        "<div class='btn-secondary cmp-text ck-content elementor-widget'><p>KURS</p></div>"
    ),
    "path of learning": "<div class='path-node page-node-type-kurs'><p>KURS</p></div>",
    "long text for screen readers": f"<div class='sr-only'><p>KURS {'er for alle som er valgt ' * 8}</p></div>",
    "class that means part": "<div class='kurs-del-1'><p>KURS</p></div>",
}


@pytest.mark.parametrize("body", CONTENT.values(), ids=CONTENT)
def test_content_is_not_marked(body):
    document = read(f"{body}<p>Mer tekst om det samme, så siden har noe å si for den som leser.</p>")
    found = [block for block in document.blocks if "KURS" in block.text]
    assert found and not any(block.boilerplate for block in found), [(b.text, b.boilerplate) for b in document.blocks]


def test_the_page_heading_in_the_site_header_is_content_and_its_logo_is_not():
    document = read("<header><h1 class=logo><a href=/>Forbundet</a></h1></header><p>a</p>")
    assert block_of(document, "Forbundet").boilerplate == "header"
    assert block_of(document, "a").heading_path == ()
    document = read("<header><nav><a href=/>Meny</a></nav><h1>Fase 1</h1></header><p>a</p>")
    assert block_of(document, "Fase 1").boilerplate == ""
    assert block_of(document, "a").heading_path == ("Fase 1",)


def test_links_take_the_mark_of_what_they_stand_in():
    document = read(f"<ul><li><a href=/a>A</a></li><li><a href=/b>B</a></li><li><a href=/c>C</a></li></ul>{PROSE}")
    assert {link.boilerplate for link in document.links} == {"menu"}
    document = read(f"{PROSE}<article class=teaser><a href=/a>A</a></article>")
    assert {link.boilerplate for link in document.links} == {"teaser"}
