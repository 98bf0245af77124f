"""Pictures of a report: light, dark, phone width, and the first printed page.

usage: python scripts/screenshots.py REPORT.html [FOLDER]        (FOLDER is docs/bilder unless named)

Needs a Chromium on the machine and, for the printed page, pdftoppm (poppler-utils).
"""

import shutil
import subprocess
import sys
from pathlib import Path

from chromium import ARGUMENTS, find_chromium
from playwright.sync_api import Browser, sync_playwright

VIEWS = (
    ("rapport-lys", {"width": 1280, "height": 1500}, "light"),
    ("rapport-morkt", {"width": 1280, "height": 1500}, "dark"),
    ("rapport-telefon", {"width": 390, "height": 1700}, "light"),
)


def main() -> int:
    """Take the pictures; 2 when there is nothing to take them of or with."""
    chromium = find_chromium()
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_file() or chromium is None:
        sys.stderr.write(f"{__doc__}\nNo Chromium was found.\n" if chromium is None else str(__doc__))
        return 2
    report, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/bilder")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, size, scheme in VIEWS:
            take(browser, report, folder / f"{name}.png", size, scheme)
        print_to(browser, report, folder / "rapport-utskrift.pdf")
        browser.close()
    return 0


def take(browser: Browser, report: Path, target: Path, size: dict[str, int], scheme: str) -> None:
    """One picture of what is seen first."""
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(report.as_uri())
    page.screenshot(path=target)
    page.close()


def print_to(browser: Browser, report: Path, pdf: Path) -> None:
    """The first page of the report as a printer gets it."""
    page = browser.new_page()
    page.goto(report.as_uri())
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    page.close()
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm:
        command = [pdftoppm, "-r", "80", "-png", "-singlefile", str(pdf), str(pdf.with_suffix(""))]
        subprocess.run(command, check=True)  # noqa: S603 - a fixed program on a file made here
    pdf.unlink()


if __name__ == "__main__":
    sys.exit(main())
