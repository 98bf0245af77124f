"""What a crawl and an extraction tell of an address, in the reader's language.

The store and JSON keep such a detail as it was written, in English. Here stands every form that it can have, with its
wording in bokmål and nynorsk. Groups named ``why`` hold another detail; what libraries and sites said themselves is
left as it is.
"""

import re
from functools import lru_cache
from typing import Final

FORMS: Final[tuple[tuple[str, str, str], ...]] = (
    # fetch: the connection
    ("no connection within the time limit", "ingen forbindelse innen tidsgrensen", "inga tilkopling innan tidsgrensa"),
    (
        "stalled: no data within the read time limit",
        "stanset: ingen data innen tidsgrensen",
        "stansa: ingen data innan tidsgrensa",
    ),
    (
        "not finished within the total time limit",
        "ikke ferdig innen den samlede tidsgrensen",
        "ikkje ferdig innan den samla tidsgrensa",
    ),
    (
        "connection cut short while it was made",
        "forbindelsen ble brutt mens den ble opprettet",
        "tilkoplinga vart broten medan ho vart oppretta",
    ),
    ("connection reset", "forbindelsen ble brutt", "tilkoplinga vart broten"),
    (
        "connection closed without an answer",
        "forbindelsen ble lukket uten svar",
        "tilkoplinga vart lukka utan svar",
    ),
    ("connection refused", "forbindelsen ble avvist", "tilkoplinga vart avvist"),
    ("no route to the host", "ingen vei til nettstedet", "ingen veg til nettstaden"),
    (
        "not an address that can be asked for: (.*)",
        "ikke en adresse det går an å spørre etter: {0}",
        "ikkje ei adresse det går an å spørje etter: {0}",
    ),
    ("DNS: no such host: (.*)", "DNS: vertsnavnet finnes ikke: {0}", "DNS: vertsnamnet finst ikkje: {0}"),
    (
        "DNS: the name server does not answer: (.*)",
        "DNS: navnetjeneren svarer ikke: {0}",
        "DNS: namnetenaren svarer ikkje: {0}",
    ),
    (r"DNS: (\S+: \w+)", "DNS: {0}", "DNS: {0}"),
    (
        "the name (.*) was not resolved within the time limit",
        "navnet {0} ble ikke slått opp innen tidsgrensen",
        "namnet {0} vart ikkje slått opp innan tidsgrensa",
    ),
    (
        "(.*) is at (.*), which is not a public address",
        "{0} ligger på {1}, som ikke er en offentlig adresse",
        "{0} ligg på {1}, som ikkje er ei offentleg adresse",
    ),
    ("TLS: certificate is not yet valid", "TLS: sertifikatet gjelder ikke ennå", "TLS: sertifikatet gjeld ikkje enno"),
    ("TLS: certificate has expired", "TLS: sertifikatet er utløpt", "TLS: sertifikatet har gått ut"),
    ("TLS: certificate is self-signed", "TLS: sertifikatet er selvsignert", "TLS: sertifikatet er sjølvsignert"),
    (
        "TLS: certificate chain holds a self-signed certificate",
        "TLS: sertifikatkjeden har et selvsignert sertifikat",
        "TLS: sertifikatkjeda har eit sjølvsignert sertifikat",
    ),
    (
        "TLS: certificate is signed by an unknown authority",
        "TLS: sertifikatet er utstedt av en ukjent utsteder",
        "TLS: sertifikatet er utferda av ein ukjend utferdar",
    ),
    (
        "TLS: certificate chain is incomplete",
        "TLS: sertifikatkjeden er ikke fullstendig",
        "TLS: sertifikatkjeda er ikkje fullstendig",
    ),
    ("TLS: certificate is revoked", "TLS: sertifikatet er trukket tilbake", "TLS: sertifikatet er trekt tilbake"),
    (
        "TLS: certificate is for another host name",
        "TLS: sertifikatet gjelder et annet vertsnavn",
        "TLS: sertifikatet gjeld eit anna vertsnamn",
    ),
    (
        "TLS: certificate is for another address",
        "TLS: sertifikatet gjelder en annen adresse",
        "TLS: sertifikatet gjeld ei anna adresse",
    ),
    ("TLS: (.*)", "TLS: {0}", "TLS: {0}"),
    # fetch: the answer
    ("HTTP (.*), Retry-After (.*) s", "HTTP {0}, ber om {1} s pause", "HTTP {0}, bed om {1} s pause"),
    ("HTTP (.*) from (.*)", "HTTP {0} fra {1}", "HTTP {0} frå {1}"),
    ("HTTP (.*) that leads nowhere", "HTTP {0} som ikke leder noe sted", "HTTP {0} som ikkje leier nokon stad"),
    (r"HTTP (\d+)", "HTTP {0}", "HTTP {0}"),
    ("redirect loop: (.*)", "omdirigering i ring: {0}", "omdirigering i ring: {0}"),
    ("more than (.*) redirects: (.*)", "mer enn {0} omdirigeringer: {1}", "meir enn {0} omdirigeringar: {1}"),
    (
        "redirected to (.*), which is not http or https",
        "omdirigert til {0}, som ikke er http eller https",
        "omdirigert til {0}, som ikkje er http eller https",
    ),
    (
        r"redirected to the front page \((.*)\)",
        "omdirigert til forsiden ({0})",
        "omdirigert til framsida ({0})",
    ),
    (r"redirected to (\S+): (?P<why>.*)", "omdirigert til {0}: {why}", "omdirigert til {0}: {why}"),
    ("redirected to (.*)", "omdirigert til {0}", "omdirigert til {0}"),
    ("not valid HTTP: (.*)", "ugyldig HTTP: {0}", "ugyldig HTTP: {0}"),
    ("larger than (.*) MiB", "større enn {0} MiB", "større enn {0} MiB"),
    ("the body is not valid (.*?): (.*)", "innholdet er ikke gyldig {0}: {1}", "innhaldet er ikkje gyldig {0}: {1}"),
    ("unknown content encoding (.*)", "ukjent pakkemåte {0}", "ukjend pakkemåte {0}"),
    ("media type (.*)", "filtype {0}", "filtype {0}"),
    ("the answer has no body", "svaret er tomt", "svaret er tomt"),
    # What a crawl records as outcomes
    (
        "the site's byte budget is spent",
        "nettstedets kvote for data er brukt opp",
        "nettstaden sin kvote for data er brukt opp",
    ),
    ("robots.txt asks for a pause of (.*) s", "robots.txt ber om {0} s pause", "robots.txt bed om {0} s pause"),
    (r"line (\d+): (.*)", "linje {0}: {1}", "linje {0}: {1}"),
    ("refused by robots.txt", "nektet av robots.txt", "nekta av robots.txt"),
    ("site given up: (?P<why>.*)", "nettstedet ble forlatt: {why}", "nettstaden vart forlaten: {why}"),
    (r"(https?://\S+/robots\.txt): (?P<why>.*)", "{0}: {why}", "{0}: {why}"),
    # What the ledger says of addresses that were not asked for
    (
        "says the same as an address that does not exist",
        "sier det samme som en adresse som ikke finnes",
        "seier det same som ei adresse som ikkje finst",
    ),
    ("the page budget of (.*) is spent", "kvoten på {0} sider er brukt opp", "kvoten på {0} sider er brukt opp"),
    (
        r"(?:\w+): (?P<why>.*) \(last read (\d{4}-\d\d-\d\d)\)",
        "{why} (sist lest {1})",
        "{why} (sist lesen {1})",
    ),
    # crawl: the ledger of addresses that were not asked for
    ("other host", "et annet vertsnavn", "eit anna vertsnamn"),
    (r"file type (\.\w+)", "filtype {0}", "filtype {0}"),
    ("outside the union's path prefixes", "utenfor forbundets stier", "utanfor stiane til forbundet"),
    ("excluded: (.*)", "utelatt: {0}", "utelaten: {0}"),
    ("nofollow", "nettstedet ber om at lenken ikke følges", "nettstaden bed om at lenkja ikkje blir følgd"),
    (
        r"proposal: another host, looks like training \((.*)\)",
        "forslag: et annet vertsnavn, ser ut som opplæring ({0})",
        "framlegg: eit anna vertsnamn, ser ut som opplæring ({0})",
    ),
    (
        "duplicate: (.*) names it as its canonical address",
        "samme side: {0} oppgir den som sin egen adresse",
        "same side: {0} oppgir ho som si eiga adresse",
    ),
    ("does not look like training", "ser ikke ut som opplæring", "ser ikkje ut som opplæring"),
    ("page budget spent", "sidekvoten var brukt opp", "sidekvoten var brukt opp"),
    ("too many better addresses", "for mange bedre adresser", "for mange betre adresser"),
    ("trap: address too long", "felle: for lang adresse", "felle: for lang adresse"),
    ("trap: path too deep", "felle: for dyp sti", "felle: for djup sti"),
    ("trap: path repeats itself", "felle: stien gjentar seg", "felle: stien tek seg opp att"),
    ("trap: too many parameters", "felle: for mange parametre", "felle: for mange parametrar"),
    (
        r"trap: (?P<why>.*) \(more than (\d+) of (.*)\)",
        "felle: {why} (mer enn {1} av {2})",
        "felle: {why} (meir enn {1} av {2})",
    ),
    (
        r"trap: (?P<why>.*) repeats the same text \((.*)\)",
        "felle: {why} med samme tekst ({1})",
        "felle: {why} med same tekst ({1})",
    ),
    ("calendar", "kalender", "kalender"),
    ("paging", "bladvending", "blading"),
    ("filter", "filter", "filter"),
    ("numbered pages", "nummererte sider", "nummererte sider"),
    # extract
    ("the page says (.*)", "siden sier {0}", "sida seier {0}"),
    (
        r"a check for robots \((.*)\)",
        "kontroll av om leseren er en robot ({0})",
        "kontroll av om lesaren er ein robot ({0})",
    ),
    (
        "a login form and no other content",
        "et innloggingsskjema og ikke noe mer",
        "eit innloggingsskjema og ikkje noko meir",
    ),
    ("the page asks for JavaScript", "siden ber om JavaScript", "sida bed om JavaScript"),
    ("an empty frame that a script fills", "en tom ramme som et skript fyller", "ei tom ramme som eit skript fyller"),
    ("scripts and no text", "skript og ingen tekst", "skript og ingen tekst"),
    ("nothing but a cookie notice", "bare et varsel om informasjonskapsler", "berre eit varsel om informasjonskapslar"),
    ("nothing but a redirect to (.*)", "bare en omdirigering til {0}", "berre ei omdirigering til {0}"),
    ("no text but (.*)", "ingen tekst utenom {0}", "ingen tekst utanom {0}"),
    ("no text", "ingen tekst", "ingen tekst"),
    ("no bytes", "ingen data", "ingen data"),
    (r"(\d+) bytes of text", "{0} byte tekst", "{0} byte tekst"),
    (
        "the bytes are no text in any encoding tried",
        "innholdet er ikke tekst i noe tegnsett",
        "innhaldet er ikkje tekst i noko teiknsett",
    ),
    (r"no readable Word file \((.*)\)", "ikke en lesbar Word-fil ({0})", "ikkje ei lesbar Word-fil ({0})"),
    ("a Word file without text", "en Word-fil uten tekst", "ei Word-fil utan tekst"),
    ("an encrypted Word file", "en kryptert Word-fil", "ei kryptert Word-fil"),
    (
        r"a Word file that unpacks to (\d+) bytes",
        "en Word-fil som pakkes ut til {0} byte",
        "ei Word-fil som blir pakka ut til {0} byte",
    ),
    (r"a PDF of (\d+) bytes", "en PDF på {0} byte", "ein PDF på {0} byte"),
    (
        r"(\d+) pages and next to no text: scanned, most likely",
        "{0} sider og nesten ingen tekst: trolig skannet",
        "{0} sider og nesten ingen tekst: truleg skanna",
    ),
    (
        "a PDF that is not read within (.*) s",
        "en PDF som ikke lot seg lese på {0} s",
        "ein PDF som ikkje lét seg lese på {0} s",
    ),
    (
        r"a PDF whose reading was ended by a limit \(exit code (.*)\)",
        "en PDF der lesingen ble stanset av en grense (kode {0})",
        "ein PDF der lesinga vart stansa av ei grense (kode {0})",
    ),
    ("needs more than (.*) MB to be read", "trenger mer enn {0} MB for å leses", "treng meir enn {0} MB for å lesast"),
    (
        "an encrypted PDF that asks for a password",
        "en kryptert PDF som krever passord",
        "ein kryptert PDF som krev passord",
    ),
    (r"an encrypted PDF \(AES\)", "en kryptert PDF (AES)", "ein kryptert PDF (AES)"),
    (r"(\d+) pages", "{0} sider", "{0} sider"),
    (r"more than (\d+) characters", "mer enn {0} tegn", "meir enn {0} teikn"),
    ("no page can be read", "ingen side kan leses", "inga side kan lesast"),
    (r"(\w+(?:Error|Exception|Warning): .*)", "{0}", "{0}"),
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((re.compile(form, re.DOTALL), {"nb": nb, "nn": nn}) for form, nb, nn in FORMS)


def told_in(lang: str, detail: str) -> str | None:
    """The detail in a language; ``None`` when it has no form that is known here."""
    if lang == "en" or not detail:
        return detail
    for pattern, wordings in _patterns():
        found = pattern.fullmatch(detail)
        if found is not None:
            named = {name: detail_in(lang, text) for name, text in found.groupdict().items()}
            return wordings[lang].format(*found.groups(), **named)
    return None


def detail_in(lang: str, detail: str) -> str:
    """The detail in a language, as it stands when it has no form that is known here."""
    told = told_in(lang, detail)
    return detail if told is None else told
