"""The HTML report and the union sheet as files: complete, self-contained, safe, small."""

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from report_runs import QUOTES, TOPIC_QUOTE, course, full_diff, full_run, page, run_of, union

from kursrevisjon.errors import UsageError
from kursrevisjon.model import Finding, Obligation, Preventive, Run, Verdict
from kursrevisjon.report import render, render_union_sheet
from kursrevisjon.report.phrases import LANGUAGES


def report(run: Run, **options) -> str:
    rendered = render(run, "html", **options)
    assert isinstance(rendered, str)
    return rendered


def parsed(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_front_page_answers_how_many_and_what_changed():
    front = words(parsed(report(full_run(), diff=full_diff())).xpath("//section[@aria-labelledby='front']")[0])
    assert "1 av 17 forbund har forebyggende arbeidsmiljøarbeid i obligatorisk opplæring" in front
    assert "LO 5 forbund Forebyggende: 0 av 4 i obligatorisk opplæring" in front
    assert "1 i grunnopplæringen, 1 bare frivillig, 2 ikke funnet, 1 ukjent" in front
    assert "Sprinklerforbundet: forebyggende fra «i grunnopplæringen» til «obligatorisk»" in front
    changed = "2 verdikter er endret siden 1. mars 2030. Endrede kurs: 2. Endringer i hva som kunne leses: 2."
    assert front.index(changed) < front.index("LO 5 forbund"), "what changed is met beside how many"


def test_the_matrix_has_every_union_once_and_each_verdict_leads_to_its_evidence():
    tree = parsed(report(full_run()))
    rows = tree.xpath("//table[@class='matrix']//tr[@data-union]")
    assert len(rows) == 20
    for row in rows:
        (target,) = set(row.xpath(".//a/@href"))
        section = tree.get_element_by_id(target.removeprefix("#"))
        assert section.get("data-union") == row.get("data-union")


def test_a_quote_is_highlighted_in_its_context_with_address_and_date():
    tree = parsed(report(full_run()))
    quote = tree.xpath("//article[@data-union='sprinkler']//div[@class='cell is-mandatory']//blockquote")[0]
    assert words(quote.find(".//mark")) == TOPIC_QUOTE
    assert words(quote.find(".//p")) == f"Kurset går over to dager. {TOPIC_QUOTE} Påmelding skjer på Min side."
    assert quote.find(".//footer//a").get("href") == "https://sprinkler.example/kurs"
    assert "hentet 1. mars 2030" in words(quote)


def test_findings_on_one_quote_show_it_once():
    ref = page("ferge")
    finding = course("A", Obligation.MANDATORY, ref, preventive=Preventive.EXPLICIT, quote=TOPIC_QUOTE)
    result = union(4, Verdict.ABSENT).model_copy(update={"courses": (finding,)})
    quotes = parsed(report(run_of(result))).xpath("//table[@class='courses']//blockquote")
    assert len(quotes) == 1
    assert "Plikt: obligatorisk" in words(quotes[0])
    assert "Forebyggende: uttrykt" in words(quotes[0])


def test_a_label_that_two_words_of_a_quote_give_is_told_once():
    offered = course("A", Obligation.MANDATORY, page("ferge"), quote=QUOTES[Verdict.MANDATORY])
    twice = (*offered.findings, *(one.model_copy(update={"start": 500}) for one in offered.findings))
    result = union(4, Verdict.ABSENT).model_copy(update={"courses": (offered.model_copy(update={"findings": twice}),)})
    (quote,) = parsed(report(run_of(result))).xpath("//table[@class='courses']//blockquote")
    assert words(quote).count("Plikt: obligatorisk") == 1


def test_what_could_not_be_read_stands_with_its_cause():
    section = words(parsed(report(full_run())).get_element_by_id("u-ferge"))
    assert "https://ferge.example/robots/0: nettstedet ber roboter holde seg unna" in section


@pytest.mark.parametrize(("earlier", "charts"), [(0, 0), (1, 0), (2, 2), (3, 2)])
def test_the_trend_is_drawn_from_three_runs_on(earlier, charts):
    runs = [full_run(number) for number in range(1, earlier + 1)]
    tree = parsed(report(full_run(earlier + 1), trend=runs))
    drawn = tree.xpath("//figure//svg")
    assert len(drawn) == charts
    if charts:
        assert "2018 SINTEF: 0 av 20" in drawn[0].get("aria-label")
        assert "2018" not in drawn[1].get("aria-label")


def test_the_run_itself_is_not_drawn_twice_when_the_trend_holds_it():
    runs = [full_run(number) for number in (1, 2, 3)]
    label = parsed(report(runs[2], trend=runs)).xpath("//figure//svg/@aria-label")[1]
    assert label.count("av 17") == 3


def test_unknown_is_drawn_apart_and_hatched():
    bar = parsed(report(full_run())).xpath("//svg[@class='bar']")[0]
    last, before = bar.xpath(".//rect")[-1], bar.xpath(".//rect")[-2]
    assert last.get("class") == "unknown"
    end = float(before.get("x").rstrip("%")) + float(before.get("width").rstrip("%"))
    assert float(last.get("x").rstrip("%")) > end + 1


@pytest.mark.parametrize("unread", [True, False])
def test_a_union_that_was_not_read_to_the_end_is_never_said_to_be_read_whole(unread):
    result = union(1 if unread else 0, Verdict.OPTIONAL).model_copy(update={"complete": False})
    run = run_of(result, complete=False)
    said = "Forbundets sider ble ikke lest til ende i denne kjøringen."
    sheets = [render_union_sheet(result, run, format_) for format_ in ("html", "md")]
    for shown in (report(run), *sheets):
        assert said in shown
    for shown in (str(render(run, "table", width=200)), *sheets):
        assert "Alle sider" not in shown
    assert "ikke lest til ende" in str(render(run, "table", width=200)).split("Kunne ikke leses")[1]
    whole = result.model_copy(update={"complete": True})
    assert said not in render_union_sheet(whole, run_of(whole), "md")


# One file, no requests


def test_the_file_asks_nobody_for_anything():
    text = report(full_run(3), diff=full_diff(), trend=[full_run(1), full_run(2)])
    tree = parsed(text)
    assert not tree.xpath("//*[@src] | //*[@style] | //iframe | //object | //*[@onclick]")
    assert tree.xpath("//link/@href") == ["data:,"]
    assert "url(http" not in text
    assert "@import" not in text


def test_the_policy_allows_only_the_files_own_style_and_script():
    tree = parsed(report(full_run()))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (element,) = tree.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy


def test_three_runs_of_twenty_unions_with_sixty_pages_stay_below_three_megabytes():
    offered = course("x", Obligation.CORE, page("a"), preventive=Preventive.EXPLICIT, quote=QUOTES[Verdict.CORE])

    def numbered(number: int):
        findings = [finding.model_copy(update={"quote": f"{number} {finding.quote}"}) for finding in offered.findings]
        return offered.model_copy(update={"id": f"c{number}", "name": f"Kurs {number}", "findings": tuple(findings)})

    courses = tuple(numbered(number) for number in range(60))
    run = full_run(3, pages=60)
    run = run.model_copy(update={"unions": tuple(u.model_copy(update={"courses": courses}) for u in run.unions)})
    assert len(report(run, trend=[full_run(1), full_run(2)]).encode()) < 3_000_000


# Languages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_declares_and_speaks_its_language(lang):
    tree = parsed(report(full_run(3), lang=lang, diff=full_diff(), trend=[full_run(1), full_run(2)]))
    assert tree.get("lang") == lang
    assert {"nb": "Gapmatrise", "nn": "Gapmatrise", "en": "Gap matrix"}[lang] in words(tree)


# Bad input


@pytest.mark.parametrize(
    "run",
    [
        run_of(),
        run_of(union(0, Verdict.UNKNOWN)),
        run_of(union(0, Verdict.UNKNOWN), union(1, Verdict.UNKNOWN)),
        full_run(complete=False, finished=None),
    ],
    ids=["no unions", "one unknown", "all unknown", "interrupted"],
)
def test_a_thin_run_gives_a_whole_page(run):
    tree = parsed(report(run))
    assert tree.xpath("//h1")
    if run.unions and all(u.id in {"fyrvokter", "tommer"} for u in run.unions):
        assert not tree.xpath("//span[@class='figure']")
    if not run.run.complete:
        assert "ble avbrutt" in words(tree)


ANY = st.text() | st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}{% raw %}",
        "\u202egnol\u202c",
        "ö" * 10_000,
        "👩‍🚒",
        "\x00\x1b[2J\ufffe",
        "javascript:alert(1)",
        "=HYPERLINK(1)",
    ]
)


@settings(max_examples=40, deadline=None)
@given(ANY, ANY, ANY)
def test_text_from_the_web_stays_text(name, quote, url):
    ref = page("a").model_copy(update={"url": url})
    offered = course(name, Obligation.OPTIONAL, ref, preventive=Preventive.EXPLICIT, quote=quote, topic_quote=quote)
    result = union(0, Verdict.OPTIONAL).model_copy(
        update={"id": name, "name": name, "short_name": name, "homepage": url, "main_org": name, "courses": (offered,)}
    )
    sheet_text = render_union_sheet(result, run_of(result), "html", contact=name)
    for text, scripts in ((report(run_of(result)), 1), (sheet_text, 0)):
        tree = parsed(text)
        assert len(tree.xpath("//script")) == scripts
        assert not tree.xpath("//img | //*[@onerror]")
        assert all(re.match(r"https?://|#|data:,$", href) for href in tree.xpath("//@href"))
        assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", text)


def test_two_unions_whose_ids_look_alike_have_sections_of_their_own():
    first, second = (union(0, Verdict.ABSENT).model_copy(update={"id": key}) for key in ("ø", "å"))
    ids = parsed(report(run_of(first, second))).xpath("//article/@id")
    assert len(set(ids)) == 2


# The sheet for a union


def sheet(format_: str, index: int = 10, verdict: Verdict = Verdict.MANDATORY, **options) -> str:
    result = union(index, verdict)
    return render_union_sheet(result, run_of(result), format_, **options)


@pytest.mark.parametrize("format_", ["html", "md"])
def test_the_sheet_says_what_was_found_what_was_not_read_and_how_to_correct_it(format_):
    text = sheet(format_, 4, Verdict.UNKNOWN, contact="revisjon@example.org")
    flat = words(parsed(text)) if format_ == "html" else text.replace("<!-- -->", "")
    assert "sier ingenting om hva forbundet tilbyr" in flat
    assert "Disse adressene ga ingen tekst" in flat
    assert "Skriv til revisjon@example.org" in flat
    assert "Svar den som sendte arket" in words(parsed(sheet("html")))


@pytest.mark.parametrize("format_", ["html", "md"])
@pytest.mark.parametrize("verdict", [Verdict.ABSENT, Verdict.OPTIONAL, Verdict.UNKNOWN])
def test_the_sheet_blames_nobody(format_, verdict):
    text = sheet(format_, 0, verdict).lower()
    text = text.split("</style>")[-1]
    for word in ("mangel", "dårlig", "brudd", "kritikk", "skuff", "finnes ikke i", "har ikke"):
        assert word not in text, word


def test_the_sheet_shows_the_quotes_in_markdown():
    assert f"**{QUOTES[Verdict.MANDATORY]}**" in sheet("md")


def test_an_unknown_format_of_the_sheet_is_refused():
    with pytest.raises(UsageError, match="html, md"):
        sheet("docx")


def test_a_finding_without_a_page_is_shown_without_a_link():
    bare = Finding(dimension="obligation", value="core", rule="a/b", quote="Ordrett.")
    offered = course("A", Obligation.CORE, page("a")).model_copy(update={"findings": (bare,)})
    result = union(2, Verdict.CORE).model_copy(update={"courses": (offered,)})
    assert "Ordrett." in report(run_of(result))
