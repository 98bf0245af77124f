"""The HTML report in a real browser: quiet console, filters, keyboard, accessibility, phone and paper."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from chromium import ARGUMENTS, find_chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright
from report_runs import course, full_diff, full_run, page, run_of, union

from kursrevisjon.model import Obligation, Preventive, Run, Verdict
from kursrevisjon.report import render, render_union_sheet

CHROMIUM = find_chromium()
AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"
_LAST_WORD = "the page has been listened to"
A4_INSIDE_MARGINS = {"width": 695, "height": 1017}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: install one, or name it in CHROMIUM"),
]
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci --prefix tests/browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


def hostile() -> Run:
    """A union whose words are as long and as strange as a page can make them."""
    word = "ø" * 10_000
    offered = course(word, Obligation.OPTIONAL, page("a"), preventive=Preventive.EXPLICIT, quote=word, topic_quote=word)
    changed = {"name": word, "short_name": word, "courses": (offered,), "homepage": f"https://a.example/{word}"}
    return run_of(union(0, Verdict.OPTIONAL).model_copy(update=changed), union(1, Verdict.UNKNOWN))


def full_report() -> str:
    return str(render(full_run(3), "html", diff=full_diff(), trend=[full_run(1), full_run(2)]))


FILES = {
    "report": full_report,
    "thin": lambda: str(render(run_of(union(0, Verdict.UNKNOWN)), "html")),
    "empty": lambda: str(render(run_of(), "html")),
    "hostile": lambda: str(render(hostile(), "html")),
    "sheet": lambda: render_union_sheet(full_run().unions[10], full_run(), "html", contact="revisjon@example.org"),
    "sheet of twelve": lambda: render_union_sheet(
        full_run(courses=12).unions[10], full_run(courses=12), "html", contact="revisjon@example.org"
    ),
}


class Opened:
    """A file opened in the browser, with what the console said and what was asked for."""

    def __init__(self, browser: Browser, file: Path, **options) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())

    def expect_no_complaint(self) -> None:
        """Nothing was said before a last word of ours, which comes after all else that the page had to say."""
        with self.page.expect_console_message(lambda message: message.text == _LAST_WORD):
            self.page.evaluate("word => console.info(word)", _LAST_WORD)
        assert [complaint for complaint in self.complaints if complaint != _LAST_WORD] == []

    def expect_shown(self, *unions: str) -> None:
        """These unions' sections, and no others, are shown (now or soon)."""
        sections = self.page.locator("article[data-union]:visible")
        expect(sections).to_have_count(len(unions))
        for section, name in zip(sections.all(), unions, strict=True):
            expect(section).to_have_attribute("data-union", name)

    def expect_number_shown(self, count: int) -> None:
        expect(self.page.locator("article[data-union]:visible")).to_have_count(count)

    def tab_to(self, selector: str, *, most: int = 100) -> None:
        """Press Tab until the element that the selector names has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.locator(selector).evaluate("wanted => wanted === document.activeElement"):
                return
        pytest.fail(f"{selector} has no focus after {most} presses of Tab; the focus is on {self.focused()!r}")

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.value || document.activeElement.textContent.trim()"))


@pytest.fixture
def open_file(browser, tmp_path) -> Iterator:
    opened: list[Opened] = []

    def open_named(name: str, **options) -> Opened:
        file = tmp_path / f"{name}.html"
        file.write_text(FILES[name](), encoding="utf-8")
        opened.append(Opened(browser, file, **options))
        return opened[-1]

    yield open_named
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("name", FILES)
def test_the_page_loads_without_a_complaint_or_a_request(open_file, name):
    opened = open_file(name)
    opened.expect_no_complaint()
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []


def test_filters_narrow_the_matrix_and_the_sections_alike(open_file):
    opened = open_file("report")
    tab = opened.page
    for org in ("YS", "Unio", "Akademikerne"):
        tab.uncheck(f"input[name=org][value={org}]")
    opened.expect_shown("fyrvokter", "tommer", "traler", "ringer", "ferge")
    expect(tab.locator(".shown")).to_have_text("Viser 5 av 20 forbund.")
    tab.uncheck("input[name=verdict][value=unknown]")
    tab.uncheck("input[name=verdict][value=absent]")
    opened.expect_shown("tommer", "traler")
    expect(tab.locator("table.matrix tr[data-union]:visible")).to_have_count(2)
    expect(tab.locator("table.matrix tr.org:visible")).to_have_count(1)
    tab.click("button[type=reset]")
    expect(tab.locator(".shown")).to_have_text("Viser 20 av 20 forbund.")
    opened.expect_no_complaint()


def test_a_topic_hides_the_other_column(open_file):
    tab = open_file("report").page
    tab.check("input[name=topic][value=hms]")
    expect(tab.locator("td[data-topic=preventive]:visible")).to_have_count(0)
    expect(tab.locator("td[data-topic=hms]:visible")).to_have_count(20)


def test_the_search_looks_in_names_courses_and_quotes(open_file):
    opened = open_file("report")
    opened.page.fill("input[type=search]", "innen seks MÅNEDER")
    opened.expect_shown("sprinkler")
    opened.page.fill("input[type=search]", "finnes ikke noe sted")
    opened.expect_shown()


def test_the_whole_path_works_from_the_keyboard(open_file):
    opened = open_file("report")
    tab = opened.page
    keys = tab.keyboard
    keys.press("Tab")
    expect(tab.get_by_text("Hopp til innholdet")).to_be_focused()
    keys.press("Enter")
    tab.wait_for_url("**#main")
    opened.tab_to("input[name=org][value=LO]")
    keys.press("Space")
    opened.expect_number_shown(15)
    opened.tab_to("input[type=search]")
    keys.type("sprinkler")
    opened.expect_shown("sprinkler")
    opened.tab_to("table.matrix th a[href='#u-sprinkler']")
    keys.press("Enter")
    tab.wait_for_url("**#u-sprinkler")
    opened.tab_to("#u-sprinkler summary >> nth=0")
    keys.press("Enter")
    expect(tab.locator("#u-sprinkler details[open]")).to_have_count(1)


def test_every_stop_of_the_keyboard_can_be_seen(open_file):
    opened = open_file("report")
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        style = opened.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", opened.focused()


def test_a_link_to_a_union_that_the_filter_hides_shows_it(open_file):
    opened = open_file("report")
    opened.page.uncheck("input[name=org][value=Unio]")
    opened.page.evaluate("location.hash = '#u-sprinkler'")
    expect(opened.page.locator("#u-sprinkler")).to_be_visible()
    opened.expect_number_shown(20)


def test_without_script_everything_is_shown_and_no_filter_promises_anything(open_file):
    opened = open_file("report", java_script_enabled=False)
    opened.expect_number_shown(20)
    expect(opened.page.locator(".filters:visible")).to_have_count(0)


@needs_axe
@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("report", "light"),
        ("report", "dark"),
        ("sheet", "light"),
        ("sheet", "dark"),
        ("thin", "light"),
        ("empty", "dark"),
    ],
)
def test_axe_finds_no_violation(open_file, name, scheme):
    tab = open_file(name, color_scheme=scheme, bypass_csp=True).page
    tab.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
    tab.add_script_tag(path=AXE)
    violations = tab.evaluate("axe.run().then(result => result.violations)")
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("name", ["report", "hostile", "sheet"])
def test_a_phone_never_scrolls_sideways(open_file, name, width):
    tab = open_file(name, viewport={"width": width, "height": 800}).page
    tab.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
    tab.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)


@pytest.mark.parametrize("name", ["report", "hostile", "sheet"])
def test_paper_cuts_no_table(open_file, name):
    tab = open_file(name, viewport=A4_INSIDE_MARGINS).page
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = A4_INSIDE_MARGINS["width"]
    tab.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=paper)
    wide = "all => all.filter(t => t.scrollWidth > t.parentElement.clientWidth + 1).length"
    assert tab.eval_on_selector_all("table", wide) == 0


def test_a_printed_report_has_what_is_folded_on_the_screen(open_file):
    opened = open_file("report")
    printed = pypdf.PdfReader(io.BytesIO(opened.page.pdf(prefer_css_page_size=True, print_background=True)))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in printed.pages)
    assert "https://ferge.example/robots/0" in text
    assert text.count("Alle kurs (") == 17
    assert "Vis alle" not in text
    expect(opened.page.locator("details[open]")).to_have_count(0)


@pytest.mark.parametrize(("name", "most"), [("sheet", 1), ("sheet of twelve", 2)])
def test_a_sheet_for_a_union_prints_on_one_leaf(open_file, name, most):
    printed = open_file(name).page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) <= most
