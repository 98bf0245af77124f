"""The 20 invented unions of the demo, and the addresses of their sites that do not simply serve a file.

The texts stand in ``sites/<id>/``, what differs a month later in ``sites_second/<id>/``. An answer that is no plain
page (a status, a redirect, a wall, a cut connection) is an entry here, so that it can be read in one place. The names
belong to no union that exists; that they stand under real main organisations is part of the invention.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Variant = Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class Special:
    """How an address answers other than with its own file.

    ``file`` is the page to show, ``location`` where a redirect leads; ``reset`` cuts the connection without an answer.
    """

    status: int = 200
    file: str = ""
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    reset: bool = False


@dataclass(frozen=True, slots=True)
class DemoUnion:
    """An invented union and how its site behaves.

    ``seeds`` are paths. ``charset`` is what pages are sent in (the files are UTF-8); ``names_charset`` says whether the
    ``Content-Type`` header names it or leaves that to the page. ``special`` maps a path, or a prefix that ends in
    ``*``, to its answer; ``missing`` is the answer where there is no file. ``special_second`` takes the place of
    ``special`` in the second variant, and ``second_is_down`` lets every connection be refused there.
    """

    id: str
    name: str
    short_name: str
    main_org: str
    seeds: tuple[str, ...]
    languages: tuple[str, ...] = ("nb",)
    expect_pages: int = 1
    expect_courses: int = 0
    charset: str = "utf-8"
    names_charset: bool = True
    gzip: bool = False
    special: Mapping[str, Special] = field(default_factory=dict)
    special_second: Mapping[str, Special] | None = None
    missing: Special = Special(404)
    second_is_down: bool = False

    def answers(self, variant: Variant) -> Mapping[str, Special]:
        """The special answers that hold in a variant."""
        if variant == "second" and self.special_second is not None:
            return self.special_second
        return self.special


_REPAIRED: Final[Mapping[str, Special]] = {}

UNIONS: Final = (
    DemoUnion(
        "fjaere",
        "Fjæreforbundet",
        "Fjære",
        "LO",
        seeds=("/tillitsvalgt/",),
        expect_pages=5,
        expect_courses=3,
        special={
            "/kurs/": Special(301, location="/tillitsvalgt/kurs/"),
            "/wp-login.php": Special(302, location="/wp-admin/"),
        },
    ),
    DemoUnion(
        "loypefolket",
        "Løypefolkets Landslag",
        "Løypefolket",
        "LO",
        seeds=("/tillitsvalgt/opplaring/",),
        expect_pages=5,
        expect_courses=3,
    ),
    DemoUnion(
        "taubane",
        "Taubanefolkets Forbund",
        "Taubanefolket",
        "LO",
        seeds=("/kurs.htm",),
        expect_pages=3,
        expect_courses=3,
        charset="windows-1252",
        special={"/": Special(file="index.htm")},
    ),
    DemoUnion(
        "torv",
        "Forbundet Veksthus og Torv",
        "Veksthus og Torv",
        "LO",
        seeds=("/for-tillitsvalgte/",),
        expect_pages=3,
        expect_courses=2,
    ),
    DemoUnion("isverk", "Isverksfolkets Forening", "Isverksfolket", "LO", seeds=("/tillitsvalgt/kurs",)),
    DemoUnion(
        "tidtakerne",
        "Tidtakernes Forbund",
        "Tidtakerne",
        "YS",
        seeds=("/tillitsvalgt",),
        expect_pages=3,
        expect_courses=3,
    ),
    DemoUnion(
        "vaermelderne",
        "Værmeldernes Forbund",
        "Værmelderne",
        "YS",
        seeds=("/tillitsvalgte/kurs",),
        expect_pages=3,
        expect_courses=2,
    ),
    DemoUnion(
        "anlop",
        "Anløp – ferjekaienes forbund",
        "Anløp",
        "YS",
        seeds=("/tillitsvalgt/kurs",),
        special={
            "/tillitsvalgt": Special(302, location="/logg-inn?retur=%2Ftillitsvalgt"),
            "/tillitsvalgt/*": Special(file="logg-inn.html"),
        },
    ),
    DemoUnion(
        "montervakt",
        "Montervaktenes Forbund",
        "Montervaktene",
        "YS",
        seeds=("/tillitsvalgt.html",),
        expect_pages=4,
        expect_courses=3,
        special={
            "/": Special(file="index.html"),
            "/pamelding": Special(302, location="http://pamelding.invalid/montervaktene"),
        },
    ),
    DemoUnion(
        "kulisse",
        "Kulisse og Rekvisitt",
        "Kulisse og Rekvisitt",
        "YS",
        seeds=("/tillitsvald/kurs",),
        languages=("nn",),
        expect_pages=3,
        expect_courses=2,
    ),
    DemoUnion(
        "lesehjelp",
        "Lesehjelparlaget",
        "Lesehjelparane",
        "Unio",
        seeds=("/tillitsvald/",),
        languages=("nn",),
        expect_pages=3,
        expect_courses=2,
        second_is_down=True,
    ),
    DemoUnion(
        "stupelaererne",
        "Stupelærernes Profesjonslag",
        "Stupelærerne",
        "Unio",
        seeds=("/tillitsvalgt/kurs",),
        special={
            "/robots.txt": Special(404),
            "/sitemap.xml": Special(404),
            "/assets/*": Special(file="assets/index-4f1c.js"),
            "/*": Special(file="_skall.html"),
        },
    ),
    DemoUnion(
        "pusteterapeutene",
        "Pusteterapeutenes Forbund",
        "Pusteterapeutene",
        "Unio",
        seeds=("/tillitsvalgt/kurs",),
        expect_pages=3,
        expect_courses=2,
        gzip=True,
    ),
    DemoUnion(
        "fjellvakt",
        "Fjellvaktenes Tjenestelag",
        "Fjellvaktene",
        "Unio",
        seeds=("/tillitsvalgt",),
        expect_pages=3,
        expect_courses=2,
        names_charset=False,
    ),
    DemoUnion(
        "klokkespill",
        "Tårn- og Klokkespillernes Forbund",
        "Klokkespillerne",
        "Unio",
        seeds=("/tillitsvalgt/kurs",),
        special={
            "/robots.txt": Special(404),
            "/tillitsvalgt/*": Special(reset=True),
            "/*": Special(500, file="_feil.html"),
        },
        special_second=_REPAIRED,
    ),
    DemoUnion(
        "runologene",
        "Runologisk Fagforening",
        "Runologene",
        "Akademikerne",
        seeds=("/tillitsvalgt.html", "/kurs/2019.html"),
        expect_pages=2,
        expect_courses=2,
        charset="iso-8859-1",
        names_charset=False,
        special={"/": Special(file="index.html"), "/robots.txt": Special(404), "/sitemap.xml": Special(404)},
        missing=Special(file="_finnes-ikke.html"),
    ),
    DemoUnion(
        "aurora",
        "Aurora – Union of Polar Light Scientists",
        "Aurora",
        "Akademikerne",
        seeds=("/representatives/courses/",),
        languages=("en",),
        expect_pages=3,
        expect_courses=2,
    ),
    DemoUnion(
        "bregranskerne",
        "Bregranskernes Union",
        "Bregranskerne",
        "Akademikerne",
        seeds=("/tillitsvalgt/kurs",),
        special={
            "/robots.txt": Special(404),
            "/tillitsvalgt/*": Special(file="_sjekk.html"),
            "/*": Special(403, file="_sjekk.html", headers={"cf-mitigated": "challenge"}),
        },
    ),
    DemoUnion(
        "kodeks",
        "Kodeksforvalterne",
        "Kodeksforvalterne",
        "Akademikerne",
        seeds=("/tillitsvalgt/kurs",),
        special={"/robots.txt": Special(503)},
    ),
    DemoUnion(
        "fossekonstr",
        "Fossekonstruktørenes Forening",
        "Fossekonstruktørene",
        "Akademikerne",
        seeds=("/tillitsvalgt/fosseskolen",),
        expect_pages=4,
        expect_courses=4,
        special={
            "/arkiv/kurs-2019": Special(302, location="/arkiv/kurs-2019/"),
            "/arkiv/kurs-2019/": Special(302, location="/arkiv/kurs-2019"),
        },
    ),
)
