"""The fault table, second part: answers that are well-formed HTTP and yet no page to read, or only with care."""

import io
import zipfile

from docx import Document as Docx
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from faults.cases import CONTENT, Case, redirect
from faults.server import NOT_FOUND, Handler, Reply, Request

SAID = "Trinn 1 er obligatorisk for alle nye tillitsvalgte og handler om forebyggende arbeidsmiljøarbeid."
MORE = "Kurset varer i tre dager og holdes i hver region to ganger i året. Forbundet dekker reise og opphold. " * 4


def html(body: str, *, head: str = "<title>Kurs</title>", encoding: str = "utf-8") -> bytes:
    return f"<!doctype html><html lang=nb><head>{head}</head><body>{body}</body></html>".encode(encoding)


def text_page(head: str = "<title>Trinn 1</title>") -> str:
    return html(f"<main><h1>Trinn 1</h1><p>{SAID}</p><p>{MORE}</p></main>", head=head).decode()


def of_type(body: bytes, media_type: str) -> Reply:
    return Reply(body, headers={"content-type": media_type})


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines of text; without lines, a page that holds only a drawing."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(72, 750 - 20 * number, line)
    canvas.rect(72, 300, 300, 300, fill=1)
    canvas.save()
    return file.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(io.BytesIO(pdf(SAID)))
    writer.encrypt("hemmelig")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def docx() -> bytes:
    document = Docx()
    document.add_heading("Trinn 1", 1)
    document.add_paragraph(SAID)
    document.add_paragraph(MORE)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    return file.getvalue()


PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN = text_page().encode("iso-8859-1")
SHELL = "<div id='root'></div><script src='/app.js'></script>"
LOGIN = "<h1>Logg inn</h1><form><input name=u><input type=password name=p><button>Logg inn</button></form>"
CHECK = "<h1>Checking your browser</h1><script src='/cdn-cgi/challenge-platform/h/b.js'></script>"
COOKIES = "<div class='cookie-consent' id=cookies><p>Vi bruker informasjonskapsler.</p><button>Godta</button></div>"
NEXT_DATA = (
    '<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"body":"'
    f"<h1>Trinn 1</h1><p>{SAID}</p><p>{MORE}</p>"
    '"}}}</script>'
)


def says_anything(request: Request) -> Reply:
    """A site that answers every address with status 200 and the same words."""
    if request.path == "/robots.txt":
        return NOT_FOUND
    words = "Bli medlem hos oss i dag. " * 20
    return Reply(html(f"<h1>Velkommen</h1><p>{words}</p>", head="<title>Velkommen til forbundet</title>"))


def soft(title: str) -> dict[str, Handler]:
    return {"/kurs": Reply(html(f"<h1>{title}</h1><p>Prøv søket.</p>", head=f"<title>{title}</title>"))}


CONTENT_CASES = [
    Case("ISO-8859-1 told in the header", {"/kurs": of_type(LATIN, "text/html; charset=iso-8859-1")}, "read"),
    Case("ISO-8859-1 told nowhere", {"/kurs": of_type(LATIN, "text/html")}, "read"),
    Case("ISO-8859-1 called UTF-8", {"/kurs": of_type(LATIN, "text/html; charset=utf-8")}, "read"),
    Case("UTF-8 called ISO-8859-1", {"/kurs": of_type(text_page().encode(), "text/html; charset=iso-8859-1")}, "read"),
    Case("UTF-16 with a byte order mark", {"/kurs": of_type(text_page().encode("utf-16"), "text/html")}, "read"),
    Case(
        "the charset told in a meta element",
        {"/kurs": of_type(text_page("<meta charset=windows-1252><title>T</title>").encode("cp1252"), "text/html")},
        "read",
    ),
    Case("a charset that does not exist", {"/kurs": of_type(text_page().encode(), "text/html; charset=tull")}, "read"),
    Case("XHTML", {"/kurs": of_type(text_page().encode(), "application/xhtml+xml")}, "read"),
    Case("plain text", {"/kurs": of_type(f"Trinn 1\n\n{SAID}\n{MORE}".encode(), "text/plain")}, "read"),
    Case("HTML called octet-stream", {"/kurs": of_type(text_page().encode(), "application/octet-stream")}, "read"),
    Case("a PDF course plan", {"/kurs": of_type(pdf("Trinn 1", SAID, *[MORE[:90]] * 6), PDF)}, "read"),
    Case("a PDF called HTML", {"/kurs": of_type(pdf("Trinn 1", SAID, *[MORE[:90]] * 6), "text/html")}, "read"),
    Case("a scanned PDF", {"/kurs": of_type(pdf(), PDF)}, "scanned_pdf"),
    Case("a PDF that needs a password", {"/kurs": of_type(locked_pdf(), PDF)}, "damaged"),
    Case("a PDF cut short", {"/kurs": of_type(pdf("Trinn 1", SAID)[:300], PDF)}, "damaged"),
    Case("a DOCX course plan", {"/kurs": of_type(docx(), DOCX)}, "read"),
    Case("a zip file called DOCX", {"/kurs": of_type(zipped(), DOCX)}, "damaged"),
    Case("bytes without meaning", {"/kurs": of_type(bytes(range(256)) * 20, "text/html")}, "damaged"),
    Case("JSON in a Next.js page", {"/kurs": Reply(html(NEXT_DATA))}, "read"),
    Case("an empty frame for JavaScript", {"/kurs": Reply(html(SHELL))}, "needs_javascript"),
    Case(
        "a page that asks for JavaScript",
        {"/kurs": Reply(html("<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div>"))},
        "needs_javascript",
    ),
    Case("a login form with status 200", {"/kurs": Reply(html(LOGIN, head="<title>Logg inn</title>"))}, "login_wall"),
    Case(
        "a redirect to the login page",
        {"/kurs": redirect("/login?next=/kurs"), "/login": Reply(html(LOGIN, head="<title>Logg inn</title>"))},
        "login_wall",
    ),
    Case("a check for robots with status 200", {"/kurs": Reply(html(CHECK))}, "bot_wall"),
    Case("nothing but a cookie notice", {"/kurs": Reply(html(COOKIES))}, "empty"),
    Case("a page without text", {"/kurs": Reply(html("<div></div>", head=""))}, "empty"),
    Case("an error page in bokmål", soft("Siden finnes ikke"), "soft_404"),
    Case("an error page in nynorsk", soft("Sida finst ikkje"), "soft_404"),
    Case("an error page in English", soft("Page not found"), "soft_404"),
    Case("a redirect to the front page", {"/kurs": redirect("/"), "/": CONTENT}, "soft_404", "front page"),
    Case("status 200 with the same words at every address", {"*": says_anything}, "soft_404", "does not exist"),
]
