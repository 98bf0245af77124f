"""Which courses a page describes, layout by layout: headings, cards, bold lines, calendars, lists and tables."""

import pytest
from extract_tools import read

from kursrevisjon.classify import assess_document
from kursrevisjon.courses import find_courses
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import AssessedCourse, Audience, Basis, Document, Obligation


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def courses_of(lexicon: Lexicon, document: Document) -> tuple[AssessedCourse, ...]:
    return assess_document(document, lexicon).courses


def names(lexicon: Lexicon, body: str) -> list[str]:
    return [course.name for course in courses_of(lexicon, read(body))]


OPENER = "<h1>Kurs for tillitsvalgte</h1>"

LAYOUTS = {
    "headings over how long and for whom": (
        OPENER
        + "<h2>Ny i vervet</h2><p>To dager om rollen.</p><h2>Ved bordet</h2><p>Tre dager om lokale forhandlinger.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "months only group": (
        OPENER
        + "<h2>Mars</h2><h3>Ny i vervet</h3><p>To dager om rollen.</p>"
        + "<h2>April</h2><h3>Ved bordet</h3><p>En dag om lønn.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "numbered sections of a plan are no courses": (
        "<h1>Plan for kursene</h1><h2>1. Bakgrunn</h2><p>Landsmøtet vedtok planen 5. mars 2026.</p>"
        "<h2>2. Mål</h2><p>Alle kurs skal ha en evaluering.</p><h2>3. Budsjett</h2><p>Vedtatt 9. april 2026.</p>",
        [],
    ),
    "bold lines": (
        OPENER + "<p><b>Ny i vervet</b></p><p>To dager om rollen.</p><p><b>Ved bordet</b></p><p>Tre dager om lønn.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "bold openings": (
        OPENER + "<p><b>Ny i vervet.</b> To dager om rollen.</p><p><b>Ved bordet.</b> For klubbledere, tre dager.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "openings in plain text under a heading of courses": (
        OPENER + "<p>Ny i vervet. To dager om rollen.</p><p>Ved bordet. Vi leser fire avtaler og finner hullene.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "titles after their date": (
        "<h1>Kursplan</h1><p>For tillitsvalgte i forbundet.</p>"
        "<p>5. mars · Bodø</p><p>Ny i vervet</p><p>Om rollen og avtalene.</p>"
        "<p>9. april · nett</p><p>Ved bordet</p><p>Krav, protokoll og brudd.</p>"
        "<p>7. mai · Røros</p><p>Kassa i orden</p><p>Regnskap og årsmelding.</p>",
        ["Ny i vervet", "Ved bordet", "Kassa i orden"],
    ),
    "titles before their week": (
        "<h1>Kursplan</h1><p>For tillitsvalgte i forbundet.</p>"
        "<p>Ny i vervet</p><p>Uke 10 · Bodø</p><p>Om rollen og avtalene.</p>"
        "<p>Ved bordet</p><p>Uke 15 · nett</p><p>Krav, protokoll og brudd.</p>"
        "<p>Kassa i orden</p><p>Uke 19 · Røros</p><p>Regnskap og årsmelding.</p>",
        ["Ny i vervet", "Ved bordet", "Kassa i orden"],
    ),
    "a dated list with second lines and a meeting": (
        OPENER
        + "<ul><li><span>05.03.2026</span><a href=/a>Ny i vervet</a><span>Målgruppe: tillitsvalgte</span>"
        + "<div>Om rollen og avtalene.</div></li>"
        + "<li><span>09.04.2026</span><a href=/b>Ved bordet</a><div>Krav og protokoll.</div></li>"
        + "<li><span>20.04.2026</span><a href=/c>Årsmøte i nord</a><div>Vanlige saker.</div></li></ul>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "linked titles beside days and shortened months": (
        "<h1>Kurskalender for tillitsvalgte</h1>"
        "<div><div>14 jan</div><a href=/a>Ny i vervet</a><p>Kl. 12 på nett. Rollen og avtalene, kort fortalt.</p></div>"
        "<div><div>3 feb</div><a href=/b>Ved bordet</a><p>To dager på Røros. Krav, protokoll og brudd.</p></div>"
        "<div><div>9 jun</div><a href=/c>Kassa i orden</a><p>En dag i Bodø. Regnskap og årsmelding.</p></div>",
        ["Ny i vervet", "Ved bordet", "Kassa i orden"],
    ),
    "a card's title is its heading, not the tag above it": (
        OPENER
        + "".join(
            f"<div class=card><div>{tag}</div><h3>{title}</h3><div>{text}</div><div>{when}</div></div>"
            for tag, title, text, when in (
                ("Ny", "Ved bordet", "Krav, protokoll og brudd. To dager.", "3. mars, Bodø"),
                ("Erfaren", "Kassa i orden", "Regnskap og årsmelding. En dag.", "5. mai, Røros"),
                ("Alle", "Møtet som virker", "En kveld om å lede møter.", "9. juni, nett"),
            )
        ),
        ["Ved bordet", "Kassa i orden", "Møtet som virker"],
    ),
    "a listing ends where travel and money begin": (
        OPENER
        + "<h2>Ny i vervet</h2><p>To dager om rollen.</p><h2>Ved bordet</h2><p>Tre dager om lønn.</p>"
        + "<h2>Alt det andre</h2><p>Forbundet dekker reise og overnatting. Påmeldingen er bindende.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "a headline leaves the name to the text": (
        "<h1>Fulle hus på kurset for nye</h1><p>Tretti tillitsvalgte møtte da laget holdt Basiskurs for nye "
        "tillitsvalgte i forrige uke.</p>",
        ["Basiskurs for nye tillitsvalgte"],
    ),
    "a page of its own has its place and date between title and text": (
        "<h1>Når laget krangler</h1><ul><li>onsdag 15. april 2026</li><li>Lagets lokaler, Bodø</li></ul>"
        "<p>Et temakurs for tillitsvalgte som vil bli tryggere.</p>",
        ["Når laget krangler"],
    ),
    "links to other courses are no text": (
        "<h1>Ny i vervet</h1><p>Dette kurset er for tillitsvalgte.</p><h4>Flere tilbud</h4>"
        "<a href=/a>Basiskurs for klubbledere</a> <a href=/b>Kveldskurs om lønn</a>",
        ["Ny i vervet"],
    ),
    "bold text is the whole name": (
        "<h1>Før du begynner</h1><p>Laget holder <b>Introkveld for nye tillitsvalgte</b> i mars og september.</p>",
        ["Introkveld for nye tillitsvalgte"],
    ),
    "policy is no course": (
        "<h1>Medlemskap</h1><h2>Påvirkning</h2><p>Får du et verv som tillitsvalgt, får du opplæring. "
        "Vi arbeider for trygge ansettelser.</p>",
        [],
    ),
    "defined terms": (
        OPENER
        + "<dl><dt>Ny i vervet</dt><dd>To dager om rollen.</dd><dt>Ved bordet</dt><dd>Krav. 9. april, nett.</dd></dl>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "labels are no courses": (
        "<h1>Kurs for klubbledere</h1><p>Dette kurset varer to dager.</p>"
        "<dl><dt>Målgruppe</dt><dd>For klubbledere.</dd><dt>Dato</dt><dd>9. april</dd></dl>",
        ["Kurs for klubbledere"],
    ),
    "the link of a dated item": (
        OPENER
        + "<ul><li><time>5. mars 2026</time> <a href=/a>Ny i vervet</a> <span>Bodø</span></li>"
        + "<li><time>9. april 2026</time> <a href=/b>Ved bordet</a> <span>nett</span></li></ul>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "numbered titles over text and a line of when and where": (
        OPENER
        + "".join(
            f"<p>{number}. {title}</p><p>{text}</p><p>Tid: {when}. Sted: Bodø</p>"
            for number, title, text, when in (
                (1, "Ny i vervet", "Rollen, avtalene og møtet med sjefen, kort fortalt.", "5. mars"),
                (2, "Ved bordet", "Krav, protokoll og brudd, med erfarne forhandlere.", "9. april"),
                (3, "Kassa i orden", "Regnskap, årsmelding og revisjon for den som har kassa.", "7. mai"),
            )
        ),
        ["Ny i vervet", "Ved bordet", "Kassa i orden"],
    ),
    "most headings below a heading of courses": (
        OPENER
        + "<h2>Ny i vervet</h2><p>To dager om rollen.</p><h2>Ved bordet</h2><p>Vi øver på krav og brudd.</p>"
        + "<h2>Kassa i orden</h2><p>Regnskap og årsmelding.</p><h2>Møtet som virker</h2><p>Saksliste og ordstyrer.</p>",
        ["Ny i vervet", "Ved bordet", "Kassa i orden", "Møtet som virker"],
    ),
    "rows of a table": (
        OPENER
        + "<table><tr><th>Kurs</th><th>Sted</th></tr><tr><td>Ny i vervet</td><td>Bodø</td></tr>"
        + "<tr><td>Ved bordet</td><td>Røros</td></tr></table>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "a short title for a longer one": (
        "<h1>Harbour Course for Stewards</h1><p>All new stewards must complete the Harbour Course within a year.</p>",
        ["Harbour Course for Stewards"],
    ),
    "a course that follows on another names one": (
        "<h1>Vevkurset for tillitsvalgte</h1><p>Vevkurset er et valgkurs etter grunnkurset.</p>",
        ["Vevkurset for tillitsvalgte"],
    ),
    "cards that are links, below a title that only looks like one": (
        "<div>Kurs for tillitsvalgte</div><div>Her finner du kursene våre denne høsten.</div>"
        + "".join(
            f"<a href=/{name}><div class=card-title>{name}</div><div>{text}</div></a>"
            for name, text in {
                "Grunnkurs for nye tillitsvalgte": "To dager om rollen.",
                "Ved bordet": "Lær å forhandle lokalt. 20. april, digitalt",
                "Ordstyrerkurs": "For deg som leder møter.",
            }.items()
        ),
        ["Grunnkurs for nye tillitsvalgte", "Ved bordet", "Ordstyrerkurs"],
    ),
    "a bold line says for whom the course below is": (
        "<article><p><strong>Kurs for nye tillitsvalgte</strong></p><p>Kurset er obligatorisk.</p></article>",
        ["Kurs for nye tillitsvalgte"],
    ),
    "a line of a calendar with the stage behind its noun": (
        "<h1>Kurs for tillitsvalgte</h1><div><span>12. mar</span><span>Tillitsvalgtkurs trinn 1</span></div>"
        "<div><span>14. apr</span><span>Tillitsvalgtkurs trinn 2</span></div>",
        ["Tillitsvalgtkurs trinn 1", "Tillitsvalgtkurs trinn 2"],
    ),
    "sections of bylaws in bold are named without their numbers": (
        "<h1>Retningslinjer for opplæring av tillitsvalgte</h1><p><b>§ 1 Formål</b></p><p>Tillitsvalgte skal få "
        "opplæring.</p><p><b>§ 2 Grunnopplæring</b></p><p>Nyvalgte tillitsvalgte plikter å gjennomføre "
        "grunnopplæringen.</p><p><b>§ 3 Reise</b></p><p>Forbundet dekker reisen.</p>",
        ["Grunnopplæring"],
    ),
    "an item in bold may open with a word that elsewhere tells what to do": (
        "<main><h1>Skolering</h1><p>Som tillitsvalgt skal du gjennom et løp på to trinn.</p><ol>"
        "<li><b>Start</b> – e-læring om vervet</li><li><b>Fordypning</b> – tre dager om avtaleverket</li></ol>"
        "<p>Start og Fordypning er obligatoriske for alle.</p></main>",
        ["Start", "Fordypning"],
    ),
    "a calendar of links with tags": (
        "<main><h1>Kurs og arrangementer</h1>"
        + "".join(
            f"<div><div>{day} feb</div><a href=/{day}>{name}</a><div class=meta>Bodø</div></div>"
            for day, name in ((3, "Grunnkurs for tillitsvalgte"), (5, "Årsmøte"), (9, "Tariffkurs for tillitsvalgte"))
        )
        + "</main>",
        ["Grunnkurs for tillitsvalgte", "Tariffkurs for tillitsvalgte"],
    ),
    "what one is offered in general is not the heading's course": (
        "<h1>Bli tillitsvalgt</h1><p>Som tillitsvalgt får du:</p><ul><li>opplæring og kurs</li><li>kolleger</li></ul>"
        "<p>Alle tillitsvalgte får et introduksjonskurs. Fylkeslagene holder også kurs i lønn for tillitsvalgte.</p>",
        ["introduksjonskurs", "kurs i lønn for tillitsvalgte"],
    ),
    "bold openings that go on with when and where": (
        OPENER
        + "<p><b>Ny i vervet, 9.–11. mai, Røros.</b> To dager om rollen.</p>"
        + "<p><b>Ved bordet – 3. juni, nett.</b> For klubbledere.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "a cue in brackets is no part of the name": (
        OPENER
        + "<h2>Grunnskolering (obligatorisk)</h2><p>Fem dager.</p><h2>Påbygging (frivillig)</h2><p>To dager.</p>",
        ["Grunnskolering", "Påbygging"],
    ),
    "a date alone in an item is no course": (
        OPENER
        + "<ul><li><time>3. februar 2026</time><h3>Ny i vervet</h3><p>Oslo</p></li>"
        + "<li><time>9. februar 2026</time><h3>Ved bordet</h3><p>Bodø</p></li></ul>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "what is gone through is no course": (
        "<h1>Pensjonskurs for tillitsvalgte</h1><p>Rådgiveren går gjennom AFP, særaldersgrense og samordning.</p>",
        ["Pensjonskurs for tillitsvalgte"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_page_in_this_layout_has_these_courses(lexicon: Lexicon, body: str, expected: list[str]) -> None:
    assert names(lexicon, body) == expected


def test_a_definition_above_a_calendar_says_nothing_of_its_courses(lexicon: Lexicon) -> None:
    dates = "".join(
        f"<div>{name}</div><div>{day}. mars</div>" for day, name in ((3, "Lønn"), (5, "Streik"), (9, "Tale"))
    )
    body = OPENER + "<dl><dt>Basisopplæring</dt><dd>Obligatorisk for alle verneombud.</dd></dl>" + dates
    courses = {course.name: course for course in courses_of(lexicon, read(body))}
    assert courses["Lønn"].obligation is Obligation.UNSTATED
    assert courses["Lønn"].audience == (Audience.TILLITSVALGT,)


def test_a_stage_behind_its_noun_is_one_course_with_what_is_said_of_the_stage(lexicon: Lexicon) -> None:
    one = "<article><h3>Tillitsvalgtopplæring modul 1</h3><p>3.–5. mai</p><p>Modul 1 er obligatorisk.</p></article>"
    told = "<p>7.–9. mai</p><p>For: dem med modul 1</p><p>Tema: HMS</p>"
    two = f"<article><h3>Tillitsvalgtopplæring modul 2</h3>{told}</article>"
    first, second = courses_of(lexicon, read("<h1>Kurs for tillitsvalgte</h1>" + one + two))
    assert (first.name, first.obligation, first.hms) == (
        "Tillitsvalgtopplæring modul 1",
        Obligation.MANDATORY,
        False,
    )
    assert (second.name, second.obligation, second.hms) == ("Tillitsvalgtopplæring modul 2", Obligation.CORE, True)


def test_a_heading_of_choices_does_not_free_the_employer_from_the_law(lexicon: Lexicon) -> None:
    body = (
        "<h1>Plan for tillitsvalgte</h1><h2>Valgfri del</h2><ul><li>Lønnskurs</li></ul>"
        "<p>Verneombud tar 40-timers grunnkurs i arbeidsmiljø.</p>"
    )
    (statutory,) = (course for course in courses_of(lexicon, read(body)) if "40" in course.name)
    assert (statutory.obligation, statutory.basis) == (Obligation.MANDATORY, Basis.LAW)
    assert statutory.audience == (Audience.VERNEOMBUD,)


def test_the_definition_of_a_target_group_is_the_audience(lexicon: Lexicon) -> None:
    def card(name: str, group: str) -> str:
        return (
            f"<article><h3>{name}</h3><dl><dt>Når</dt><dd>3. mai</dd><dt>Målgruppe</dt><dd>{group}</dd></dl></article>"
        )

    body = card("Møteledelse", "Alle medlemmer") + card("Pausekurs", "Tillitsvalgte og verneombud")
    courses = {course.name: course.audience for course in courses_of(lexicon, read("<h1>Kurs</h1>" + body))}
    assert courses["Møteledelse"] == (Audience.MEDLEM,)
    assert courses["Pausekurs"] == (Audience.TILLITSVALGT, Audience.VERNEOMBUD)


def test_a_label_that_says_for_whom_decides_the_audience(lexicon: Lexicon) -> None:
    body = "<h2>Pensjonskurs</h2><p><b>For:</b> alle medlemmer</p><h2>Lønnskurs</h2><p><b>For:</b> tillitsvalgte</p>"
    courses = {course.name: course.audience for course in courses_of(lexicon, read("<h1>Kurs</h1>" + body))}
    assert courses == {"Pensjonskurs": (Audience.MEDLEM,), "Lønnskurs": (Audience.TILLITSVALGT,)}


def test_fewer_than_three_lines_beside_a_date_are_no_calendar(lexicon: Lexicon) -> None:
    body = "<h1>Aktuelt</h1><p>5. mars · Bodø</p><p>Ny leder valgt</p><p>9. april · nett</p><p>Nye lokaler</p>"
    assert names(lexicon, body) == []


def test_the_text_below_a_title_line_is_about_its_course(lexicon: Lexicon) -> None:
    """A second sentence need not name the course, as under a heading."""
    body = LAYOUTS["titles after their date"][0].replace(
        "Krav, protokoll og brudd.", "En dag om vervet. Vi ser på hvordan klubben kan forebygge sykefravær."
    )
    found = {course.name: course.preventive.value for course in courses_of(lexicon, read(body))}
    assert found == {"Ny i vervet": "none", "Ved bordet": "explicit", "Kassa i orden": "none"}


def test_what_one_must_have_taken_first_binds_nobody(lexicon: Lexicon) -> None:
    text = "# Trinn 2\nDrøfting og protokoll. Du må ha gått trinn 1."
    assert {course.obligation.value for course in courses_of(lexicon, extract_text("a.md", text))} <= {"core"}


def test_an_item_of_a_calendar_keeps_its_second_line(lexicon: Lexicon) -> None:
    document = read(LAYOUTS["a dated list with second lines and a meeting"][0])
    blocks = lexicon.annotate(document)
    scopes = [[document.blocks[span.block].text for span in course.scope] for course in find_courses(document, blocks)]
    assert [[text for text in texts if "saker" in text or "rollen" in text] for texts in scopes] == [
        ["Om rollen og avtalene."],
        [],
    ]


def test_a_body_that_is_told_of_is_no_audience(lexicon: Lexicon) -> None:
    text = "# Modul 3 for tillitsvalgte\nVi ser på hvordan saker tas videre til arbeidsmiljøutvalget."
    (course,) = courses_of(lexicon, extract_text("a.md", text, section="tillitsvalgt"))
    assert [audience.value for audience in course.audience] == ["tillitsvalgt"]


def test_the_lexicon_says_of_admission_rules_what_the_search_for_courses_looks_for(lexicon: Lexicon) -> None:
    """``is_admission_rule`` knows them by the beginning of their reason (docs/ordliste.md)."""
    reasons = {unless.why for rule in lexicon.rules for unless in rule.unless}
    assert any(reason.startswith("vilkår for et kurs") for reason in reasons)


def test_a_stage_that_one_may_leave_out_gives_a_mandatory_programme_no_topic(lexicon: Lexicon) -> None:
    text = "HTV-løpet er obligatorisk og består av Trinn 1 og Trinn 2. Trinn 3, om støy på jobben, er frivillig."
    found = {course.name: course for course in courses_of(lexicon, extract_text("a.txt", text, section="tillitsvalgt"))}
    assert found["Trinn 3"].hms
    assert (found["HTV-løpet"].obligation, found["HTV-løpet"].hms) == (Obligation.MANDATORY, False)


def test_what_stands_below_a_stage_is_not_about_the_stage_before_it(lexicon: Lexicon) -> None:
    text = (
        "## Del 1\nObligatorisk for alle tillitsvalgte. Verv og tariff.\n"
        "## Del 2\nHer kan du delta når du er ferdig med del 1. Helgesamling om systematisk HMS-arbeid."
    )
    found = {course.name: course for course in courses_of(lexicon, extract_text("a.md", text, section="tillitsvalgt"))}
    assert (found["Del 1"].hms, found["Del 2"].hms) == (False, True)


def test_a_proposal_claims_nothing(lexicon: Lexicon) -> None:
    text = "Styret mener at forebyggende arbeidsmiljøarbeid må bli obligatorisk i opplæringen av alle tillitsvalgte."
    assert not courses_of(lexicon, extract_text("a.txt", text, section="tillitsvalgt"))


def test_a_definition_speaks_of_its_term(lexicon: Lexicon) -> None:
    body = (
        "<h1>Kurskalender for tillitsvalgte</h1><dl><dt>5. mars: Klubblederkurs</dt>"
        "<dd>Bodø. Obligatorisk for alle nyvalgte klubbledere.</dd><dt>9. april: Ved bordet</dt><dd>Nett. Om lønn.</dd>"
    )
    found = {course.name: course.obligation for course in courses_of(lexicon, read(body))}
    assert found == {"Klubblederkurs": Obligation.MANDATORY, "Ved bordet": Obligation.UNSTATED}


def test_what_somebody_says_in_a_news_item_is_no_topic_of_the_course(lexicon: Lexicon) -> None:
    body = (
        "<h1>Klubbkonferansen i nord</h1><p>Nitti tillitsvalgte møttes til konferansen om tariff.</p>"
        "<p>– Stress er den største arbeidsmiljøsaken i bransjen, sa lederen.</p>"
    )
    assert [course.hms for course in courses_of(lexicon, read(body))] == [False]


def test_a_programme_of_counted_courses_holds_the_duty(lexicon: Lexicon) -> None:
    text = (
        "# Grunnopplæring\nOpplæringen er obligatorisk for tillitsvalgte og består av 3-4 kurs på totalt inntil seks "
        "dager. To av kursene, TV1 og TV4, er felles for alle."
    )
    found = {course.name: course.obligation for course in courses_of(lexicon, extract_text("a.md", text))}
    assert found == dict.fromkeys(["Grunnopplæring", "TV1", "TV4"], Obligation.MANDATORY)


def test_the_basic_training_of_safety_representatives_is_a_course_of_its_own(lexicon: Lexicon) -> None:
    text = (
        "# Grunnkurs for tillitsvalgte\nTo dager om vervet.\n"
        "# Grunnopplæring for verneombud\nLovpålagt, 40 timer, for verneombud."
    )
    found = {course.name: course.hms for course in courses_of(lexicon, extract_text("a.md", text))}
    assert found == {"Grunnkurs for tillitsvalgte": False, "Grunnopplæring for verneombud": True}


def test_whom_a_course_is_for_is_no_course(lexicon: Lexicon) -> None:
    text = "# Grunnkurs\nTo dager om vervet.\nMålgruppe: tillitsvalgte som ikke har gått på tillitsvalgtopplæring."
    found = courses_of(lexicon, extract_text("a.md", text, section="tillitsvalgt"))
    assert [course.name for course in found] == ["Grunnkurs"]


def test_a_stage_that_is_spoken_of_is_no_programme_of_the_stages_listed_below(lexicon: Lexicon) -> None:
    body = (
        "<h1>Opplæring i tre trinn</h1><p>Grunnopplæringen for tillitsvalgte har tre trinn. Begynn med trinn 1.</p>"
        "<ul><li><a href=/1>Trinn 1: Verv</a><li><a href=/2>Trinn 2: Avtale</a><li><a href=/3>Trinn 3: Klubb</a></ul>"
    )
    found = {course.name: course.programme for course in courses_of(lexicon, read(body))}
    programme = "Grunnopplæringen for tillitsvalgte"
    assert found == {programme: None, "Trinn 1": programme, "Trinn 2": programme, "Trinn 3": programme}


def test_a_duty_in_the_introduction_is_that_of_the_course_with_the_heading(lexicon: Lexicon) -> None:
    pages = {
        "Basic Course": "<h1>Training for union representatives</h1><p>All new representatives must complete the Basic "
        "Course within a year.</p><h2>Basic Course</h2><p>Three days on the role.</p>",
        "Grunnkurs": "<h1>Opplæring for tillitsvalde</h1><p>Alle nyvalde tillitsvalde må ta grunnkurset i år.</p><h2>"
        "Grunnkurs</h2><p>Tre dagar om rolla.</p><h2>Temakurs</h2><p>To dagar om løn.</p>",
    }
    for name, body in pages.items():
        found = {course.name: course.obligation for course in courses_of(lexicon, read(body))}
        assert found[name] is Obligation.MANDATORY


def test_headings_that_say_for_whom_stand_below_one_that_says_what(lexicon: Lexicon) -> None:
    body = (
        "<h1>Medlemskurs og tillitsvalgtkurs</h1><h2>For medlemmer</h2><ul><li>Lønnssamtalen<li>Reiserett</ul>"
        "<h2>For tillitsvalgte</h2><ul><li>Grunnkurs<li>Ved bordet</ul>"
        "<h2>For verneombud</h2><ul><li>Grunnopplæring 40 timer</ul>"
    )
    courses = courses_of(lexicon, read(body))
    found = {course.name: "".join(group.value[0] for group in course.audience) for course in courses}
    assert found == {
        "Lønnssamtalen": "m",
        "Reiserett": "m",
        "Grunnkurs": "t",
        "Ved bordet": "t",
        "Grunnopplæring 40 timer": "v",
    }


def test_a_cue_in_the_heading_of_a_stage_is_about_the_stage(lexicon: Lexicon) -> None:
    body = "<h1>Kurs for tillitsvalgte</h1>" + "".join(
        f"<h2>Trinn {number} ({cue})</h2><p>To dager om vervet.</p>"
        for number, cue in ((1, "obligatorisk"), (2, "obligatorisk"), (3, "valgfritt"))
    )
    found = {course.name: course.obligation.value for course in courses_of(lexicon, read(body))}
    assert found == {"Trinn 1": "mandatory", "Trinn 2": "mandatory", "Trinn 3": "optional"}


def test_both_are_the_courses_of_the_sentence_before(lexicon: Lexicon) -> None:
    text = (
        "Som ny tillitsvalgt tar du først nettkurset «Klar til start» og deretter to dagers grunnkurs. "
        "Begge er en del av den obligatoriske grunnopplæringen."
    )
    found = {course.name: course.obligation for course in courses_of(lexicon, extract_text("a.txt", text))}
    assert found == dict.fromkeys(["Klar til start", "to dagers grunnkurs"], Obligation.MANDATORY)


def test_a_course_is_for_whom_the_sentence_after_its_name_says(lexicon: Lexicon) -> None:
    body = (
        "<h1>Vil du bli bedre på arbeidsmiljø?</h1><p>Vi tilbyr kurset «Sammen om arbeidsmiljøet».</p>"
        "<p>Kurset passer for tillitsvalgte og verneombud.</p>"
    )
    assert names(lexicon, body) == ["Sammen om arbeidsmiljøet"]
    assert names(lexicon, body.replace("tillitsvalgte og verneombud", "alle som bor i nord")) == []


def test_a_question_goes_on_about_the_one_course_of_the_page(lexicon: Lexicon) -> None:
    body = (
        "<h1>Verv i laget</h1><p>Alle nye tillitsvalgte skal ta grunnkurset.</p>"
        "<h2>Hva lærer du?</h2><p>Kurset tar opp tariff og arbeidsmiljø.</p>"
    )
    (course,) = courses_of(lexicon, read(body))
    assert (course.obligation, course.hms) == (Obligation.MANDATORY, True)


def test_rows_that_open_with_stages_are_the_stages(lexicon: Lexicon) -> None:
    body = (
        "<h1>Skolering av tillitsvalde</h1><p>Det er krav om at alle tillitsvalde tek Steg 1 og Steg 2. Steg 3 er for "
        "dei som vil lære meir.</p><table><tr><th>Steg</th><th>Tema</th></tr><tr><td>Steg 1</td><td>Rolla</td></tr>"
        "<tr><td>Steg 2</td><td>Førebyggjande arbeidsmiljøarbeid</td></tr><tr><td>Steg 3</td><td>Løn</td></tr></table>"
    )
    found = {course.name: (course.obligation.value, course.hms) for course in courses_of(lexicon, read(body))}
    assert found["Steg 1"] == ("mandatory", False)
    assert found["Steg 2"] == ("mandatory", True)
    assert found["Steg 3"][1] is False


def test_an_item_that_says_what_to_do_names_the_course_in_it(lexicon: Lexicon) -> None:
    body = (
        "<h1>Ny som tillitsvalgt?</h1><p>Dette må du gjøre først:</p><ol><li>Meld fra til arbeidsgiver"
        "<li>Ta introduksjonskurset på nett. Det er obligatorisk.<li>Meld deg på grunnkurset</ol>"
    )
    found = {course.name: course.obligation.value for course in courses_of(lexicon, read(body))}
    assert found == {"introduksjonskurset på nett": "mandatory", "grunnkurset": "core"}


def test_below_a_stage_comes_what_kind_of_course_it_is(lexicon: Lexicon) -> None:
    body = OPENER + "<h2>Modul 1</h2><p>Obligatorisk grunnmodul.</p><h2>Modul 2</h2><p>To dager.</p>"
    found = {course.name: course.obligation.value for course in courses_of(lexicon, read(body))}
    assert found == {"Modul 1": "mandatory", "Modul 2": "core"}


def test_a_line_may_open_with_for_whom(lexicon: Lexicon) -> None:
    body = OPENER + (
        "<h2>Ungdomskonferansen</h2><p>For medlemmer under 35 år. 9. november</p><h2>Ved bordet</h2><p>To dager.</p>"
    )
    found = {course.name: course.audience[0].value for course in courses_of(lexicon, read(body))}
    assert found == {"Ungdomskonferansen": "medlem", "Ved bordet": "tillitsvalgt"}


def test_the_words_before_a_list_speak_for_its_courses(lexicon: Lexicon) -> None:
    body = (
        OPENER + "<p>Som tillitsvalgt skal du gjennomføre to kurs:</p><ul><li>Ny i vervet<li>Ved bordet</ul>"
        "<p>I tillegg kan du velge blant disse:</p><ul><li>Retorikk<li>Personvern</ul>"
    )
    found = {course.name: course.obligation.value for course in courses_of(lexicon, read(body))}
    assert found == {
        "Ny i vervet": "mandatory",
        "Ved bordet": "mandatory",
        "Retorikk": "optional",
        "Personvern": "optional",
    }


def test_another_course_in_the_section_is_not_the_one_named_before(lexicon: Lexicon) -> None:
    text = (
        "# Krav til tillitsvalgte\nFor å bli valgt må du ha bestått Trinn 1–3. "
        "Arbeidsmiljøkurset er anbefalt, men ikke et krav."
    )
    found = {course.name: course.hms for course in courses_of(lexicon, extract_text("a.md", text))}
    assert found == {"Trinn 1": False, "Trinn 2": False, "Trinn 3": False, "Arbeidsmiljøkurset": True}


def test_a_row_that_is_shorter_than_its_tables_header_ends_no_audit(lexicon: Lexicon) -> None:
    body = (
        "<h1>Kurs for tillitsvalgte</h1><table><tr><th>Kurs</th><th>Sted</th><th>Obligatorisk for</th></tr>"
        "<tr><td>Ny i vervet</td><td>Bodø</td><td>alle tillitsvalgte</td></tr><tr><td>Ved bordet</td></tr></table>"
    )
    found = {course.name: course.obligation for course in courses_of(lexicon, read(body))}
    assert found == {"Ny i vervet": "mandatory", "Ved bordet": "unstated"}
