"""Makes the PDF files of the demo sites: ``python scripts/make_demo_pdfs.py [FOLDER]``.

The files are committed, so that the package needs no PDF writer. Equal input gives equal bytes (reportlab's invariant
mode). One is a course plan with text, the other an image of a page, as a scanner makes it.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate
from reportlab.platypus.flowables import Flowable

SITES = Path(__file__).parent.parent / "kursrevisjon" / "demo" / "sites"
NOTICE = "Oppdiktet forbund i demoen til kursrevisjon."

SCANNED = (
    "RUNOLOGISK FAGFORENING",
    "Program for kursdagen 1998",
    "kl. 10  Kaffe",
    "kl. 11  Hovedavtalen",
    "kl. 14  Ymse",
)


def course_plan() -> bytes:
    """The course plan of Montervaktenes Forbund."""
    styles = getSampleStyleSheet()
    title, heading, body = styles["Title"], styles["Heading2"], styles["BodyText"]

    story: list[Flowable] = [
        Paragraph("Kursplan for tillitsvalgte 2026–2027", title),
        Paragraph("Planen er vedtatt av forbundsstyret i Montervaktenes Forbund.", body),
        Paragraph("Grunnkurs for tillitsvalgte", heading),
        Paragraph("Grunnkurset er for nye tillitsvalgte og går over tre dager.", body),
        Paragraph("– Dag 1: Vervet, forbundet og møtet med medlemmene", body),
        Paragraph("– Dag 2: Overenskomsten og lokale særavtaler", body),
        Paragraph("– Dag 3: Forebygging av vold og trusler mot vaktene i publikumsområdene", body),
        Paragraph("Kurs i medieomtale", heading),
        Paragraph("Kurset er valgfritt. Deltakerne skriver leserbrev og øver foran kamera.", body),
        PageBreak(),
        Paragraph("Praktisk", heading),
        Paragraph("Forbundet dekker reise og opphold. Alle felt i påmeldingsskjemaet er obligatoriske.", body),
        Paragraph(NOTICE, body),
    ]
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        invariant=1,
        title="Kursplan for tillitsvalgte",
        author="Montervaktenes Forbund",
    )
    document.build(story)
    return buffer.getvalue()


def scanned_programme() -> bytes:
    """A page of Runologisk Fagforening that is an image and holds no text."""
    image = Image.new("1", (620, 877), 1)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=24)
    for number, line in enumerate((*SCANNED, NOTICE)):
        draw.text((60, 80 + 60 * number), line, fill=0, font=font)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(image), 0, 0, width=21 * cm, height=29.7 * cm)
    canvas.save()
    return buffer.getvalue()


FILES = {"montervakt/kurs/kursplan.pdf": course_plan, "runologene/kurs/program-1998.pdf": scanned_programme}


def main(folder: Path = SITES) -> None:
    """Writes the files below a folder of sites."""
    for name, make in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
