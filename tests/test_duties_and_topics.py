"""Sentences that bind representatives or teach HSE, and sentences that only sound like it (METHOD 1 and 3)."""

import pytest

from kursrevisjon.classify import assess_document
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import Audience, Obligation

BINDS = (
    "Alle tillitsvalgte må ha gjennomført HMS-kurset i løpet av det første året.",
    "Landsmøtet vedtok at alle tillitsvalgte skal gjennomføre HMS-kurset.",
    "HMS-kurset er fra 2026 obligatorisk for alle tillitsvalgte.",
    "Fra og med i år er det obligatorisk for tillitsvalgte å ta HMS-kurset.",
    "Som tillitsvalgt skal du innom HMS-kurset før du er ferdig med det første året.",
    "Forbundet krever at tillitsvalgte gjennomfører HMS-kurset.",
    "Alle tillitsvalgte plikter å møte på HMS-kurset.",
    "Det er et krav at tillitsvalgte har tatt HMS-kurset.",
    "HMS-kurset inngår i den obligatoriske opplæringen av tillitsvalgte.",
    "HMS-kurset er obligatorisk. Det gjelder alle tillitsvalgte, også vara.",
    "Opplæringen er obligatorisk for tillitsvalgte og består av Grunnkurs og HMS-kurs.",
    "Nye tillitsvalgte blir automatisk påmeldt HMS-kurset, som er obligatorisk.",
    "Tillitsvalgte må fullføre HMS-kurset for å få fullmakt til å forhandle.",
    "Du kan ikke være tillitsvalgt uten å ha gjennomført HMS-kurset.",
    "HMS-kurset skal tas av alle tillitsvalgte i løpet av ett år.",
    "Vedtektene pålegger tillitsvalgte å gjennomføre HMS-kurset.",
    "Tillitsvalgte som ikke har gjennomført HMS-kurset innen ett år, mister vervet.",
    "HMS-kurset (obligatorisk): to dager for tillitsvalgte.",
    "Obligatorisk for tillitsvalgte: HMS-kurset, to dager.",
    "HMS-kurset er et obligatorisk kurs for deg som er tillitsvalgt.",
    "Både tillitsvalgte og verneombud skal gjennomføre HMS-kurset.",
    "Ein tillitsvald skal ha HMS-kurset innan seks månader.",
    "Alle tillitsvalde lyt ta HMS-kurset.",
    "Every rep must attend the HSE course within a year.",
    "Completion of the HSE course is a requirement for reps.",
    "All reps are required to take the HSE course.",
    "HMS-kurset er ikke frivillig for tillitsvalgte.",
    "Tillitsvalgte skal delta på HMS-kurset. Leder gir permisjon.",
    "Hver tillitsvalgt er forpliktet til å ta HMS-kurset.",
    "Når du er valgt, skal du ta HMS-kurset som første kurs. For tillitsvalgte.",
    "Tillitsvalgte tar HMS-kurset i løpet av det første halvåret. Dette er obligatorisk.",
    "Alle nye tillitsvalgte må ta HMS-kurset i år.",
    "Alle nye tillitsvalgte må ta HMS-kurset i løpet av høsten.",
    "Tillitsvalgte skal gjennomføre HMS-kurset hvert år.",
    "Tillitsvalgte må ta HMS-kurset, og får refundert reisen.",
    "Alle tillitsvalgte må gjennomføre HMS-kurset, og arbeidsgiver gir permisjon med lønn.",
    "Tillitsvalgte i Danmark-avdelingen og i Norge skal gjennomføre HMS-kurset.",
    "HMS-kurset er obligatorisk for tillitsvalgte og holdes i Finland.",
    "Tillitsvalgte må delta på alle samlingene i HMS-kurset.",
    "De tillitsvalgte skal gjennomføre HMS-kurset innen ett år.",
    "Alle skal gjennomføre HMS-kurset for tillitsvalgte.",
    "Dem som blir valgt, må ta HMS-kurset for tillitsvalgte.",
    "Tillitsvalgte som velges på årsmøtet, skal ta HMS-kurset.",
    "På årsmøtet i 2020 ble det vedtatt at alle tillitsvalgte skal ta HMS-kurset.",
    "Landsmøtet har bestemt at HMS-kurset er obligatorisk for alle tillitsvalgte.",
    "Er du i tvil? HMS-kurset er obligatorisk for alle tillitsvalgte.",
    "Alle tillitsvalgte skal delta på HMS-kurset i forbundets regi.",
    "Du må melde deg på, for HMS-kurset er obligatorisk for tillitsvalgte.",
    "Alle tillitsvalgte må melde seg på og gjennomføre HMS-kurset før de kan forhandle.",
    "Før du kan forhandle, må du som tillitsvalgt ta HMS-kurset.",
    "Forbundet krever at alle tillitsvalgte gjennomfører HMS-kurset.",
    "Vi krever at du tar HMS-kurset når du blir tillitsvalgt.",
    "Det er krav om at alle tillitsvalgte gjennomfører HMS-kurset.",
    "Som tillitsvalgt plikter du å gjennomføre HMS-kurset.",
    "Det er vedtatt at HMS-kurset skal være obligatorisk for alle tillitsvalgte.",
    "Alle våre tillitsvalgte er pålagt å gjennomføre HMS-kurset.",
    "HMS-kurset for tillitsvalgte skal tas første år i vervet.",
    "HMS-kurset for tillitsvalgte skal være gjennomført før sommeren.",
    "HMS-kurset for tillitsvalgte skal gjennomføres i løpet av første halvår.",
    "HMS-kurset skal gjennomføres av alle tillitsvalgte i vår.",
    "Vi vil ikke gjøre unntak: alle tillitsvalgte må ta HMS-kurset.",
    "Forbundet gjør HMS-kurset obligatorisk for alle tillitsvalgte.",
    "Fra 2025 blir HMS-kurset obligatorisk for alle tillitsvalgte.",
    "Arbeidsgiver skal gi deg fri, for HMS-kurset er obligatorisk for tillitsvalgte.",
    "Alle nyvalgte skal på HMS-kurset for tillitsvalgte.",
    "HMS-kurset er eit krav for alle tillitsvalde.",
    "All union representatives must attend the HSE course every year.",
    "The HSE course is required for all representatives, who register online.",
    "You must complete the HSE course before you can act as a representative.",
    "Representatives may not negotiate until they have completed the HSE course.",
    "Alle tillitsvalde må ha HMS-kurset innan eitt år.",
    "Tillitsvalde pliktar å møte på HMS-kurset.",
    "HMS-kurset må alle tillitsvalde gjennom.",
    "Ingen tillitsvalgt slipper unna HMS-kurset.",
    "Du kan ikke være tillitsvalgt uten å ha tatt HMS-kurset.",
    "Uten gjennomført HMS-kurs får du ikke godkjent vervet som tillitsvalgt.",
    "Vervet som tillitsvalgt forutsetter gjennomført HMS-kurs.",
    "Alle tillitsvalgte har rett og plikt til å delta på HMS-kurset.",
    "Tillitsvalgte har både rett og plikt til å ta HMS-kurset.",
    "Det stilles krav til at alle tillitsvalgte tar HMS-kurset.",
)

BINDS_NOBODY = (
    "HMS-skolen for tillitsvalgte har fire samlinger. Alle samlinger er obligatoriske for deg som vil ha kursbevis.",
    "HMS-kurset for tillitsvalgte har to kvelder, og begge kvelder er obligatoriske.",
    "HMS-kurset for tillitsvalgte må ha minst ti deltakere for å bli gjennomført.",
    "HMS-kurset for tillitsvalgte styrkes, men forslaget om å gjøre det obligatorisk fikk ikke flertall.",
    "Kravet om å gjøre HMS-kurset obligatorisk for tillitsvalgte ble nedstemt.",
    "HMS-kurset kommer i tillegg til den obligatoriske opplæringen for tillitsvalgte.",
    "HMS-kurset\nMålgruppe: tillitsvalgte\nObligatorisk: nei",
    "Tillitsvalgte som skal delta på HMS-kurset, må levere permisjonssøknad.",
    "For å delta på HMS-kurset må du være tillitsvalgt.",
    "HMS-kurset krever at tillitsvalgte har tilgang til PC.",
    "Du må være medlem for å kunne ta HMS-kurset. Det er for tillitsvalgte.",
    "Tillitsvalgte må søke om plass på HMS-kurset.",
    "Tillitsvalgte bør ta HMS-kurset i løpet av det første året.",
    "Vi anbefaler at alle tillitsvalgte gjennomfører HMS-kurset.",
    "Tillitsvalgte har rett til å gjennomføre HMS-kurset i arbeidstiden.",
    "Tillitsvalgte kan gjennomføre HMS-kurset på nett.",
    "Når tillitsvalgte gjennomfører HMS-kurset, får de kursbevis.",
    "Tillitsvalgte som har gjennomført HMS-kurset, kan delta på fagdagen.",
    "HMS-kurset skal gjennomføres i mai. Tillitsvalgte kan melde seg på nå.",
    "HMS-kurset for tillitsvalgte skal gjennomføres hvert år i regi av fylkeslaget.",
    "Fylkeslaget skal gjennomføre HMS-kurset for tillitsvalgte to ganger i året.",
    "Forbundet skal gjennomføre HMS-kurs for alle tillitsvalgte.",
    "HMS-kurset må gjennomføres innen fristen for å få refundert utgiftene. For tillitsvalgte.",
    "På HMS-kurset for tillitsvalgte er alle samlingene obligatoriske.",
    "HMS-kurset har en obligatorisk forkurs-quiz for tillitsvalgte.",
    "Tillitsvalgte må fylle ut et obligatorisk skjema før HMS-kurset.",
    "Arbeidsgiver er pålagt å sende verneombudet på HMS-kurset. Tillitsvalgte kan være med.",
    "Alle ansatte må gjennomføre brannøvelse. Tillitsvalgte kan ta HMS-kurset.",
    "Ledere og verneombud er pålagt HMS-kurset; for tillitsvalgte er det et tilbud.",
    "Skal du ta HMS-kurset? Husk at tillitsvalgte har rett til fri.",
    "Hvis du skal ta HMS-kurset som tillitsvalgt, må du si fra til leder.",
    "Det er fint om alle tillitsvalgte tar HMS-kurset.",
    "Mange tillitsvalgte mener at HMS-kurset må være obligatorisk.",
    "Undersøkelsen viser at tillitsvalgte som har gått HMS-kurset, må håndtere flere saker.",
    "HMS-kurset ble gjort obligatorisk i Danmark i 2010. Våre tillitsvalgte får det som tilbud.",
    "I Sverige er HMS-kurset obligatorisk. Hos oss er kurset for tillitsvalgte som ønsker det.",
    "Vi vil gjøre HMS-kurset obligatorisk for alle tillitsvalgte.",
    "Vi ønsker at HMS-kurset skal være obligatorisk for alle tillitsvalgte.",
    "Lovforslaget gjør HMS-opplæring obligatorisk for ledere. Tillitsvalgte kan ta HMS-kurset.",
    "Er du i tvil om du må ta HMS-kurset som tillitsvalgt, ta kontakt.",
    "Tillitsvalde får tilbod om HMS-kurset når dei har gjennomført grunnopplæringa.",
    "HMS-kurset er valfritt, men alle tillitsvalde må møte på årsmøtet.",
    "HMS-kurset: Tillitsvalde må dekkje reisa sjølv.",
    "Reps must book a place before they attend the HSE course.",
    "If you must cancel the HSE course as a rep, call us.",
    "Reps should complete the HSE course in their first year.",
    "Tillitsvalgte skal ha mulighet til å delta på HMS-kurset.",
    "Tillitsvalgte skal oppfordres til å delta på HMS-kurset.",
    "Tillitsvalgte skal prioriteres ved opptak til HMS-kurset.",
    "Tillitsvalgte skal kunne ta HMS-kurset uten trekk i lønn.",
    "Klubben skal motivere tillitsvalgte til å gjennomføre HMS-kurset.",
    "Klubben skal sørge for at tillitsvalgte får ta HMS-kurset.",
    "Det stilles ingen krav om at tillitsvalgte har gjennomført HMS-kurset.",
    "Forbundet har ikke vedtatt at HMS-kurset skal være obligatorisk for tillitsvalgte.",
    "HMS-kurset kan bli obligatorisk for tillitsvalgte dersom landsmøtet vedtar det.",
    "Landsmøtet avviste forslaget om at alle tillitsvalgte må ta HMS-kurset.",
    "HMS-kurset er obligatorisk i mange andre forbund, men ikke hos oss. For tillitsvalgte.",
    "Tillitsvalgte slipper å ta HMS-kurset dersom de har tatt 40-timerskurset.",
    "Du som er tillitsvalgt, trenger ikke HMS-kurset for å forhandle.",
    "Verneombudet må ta HMS-kurset, mens det er frivillig for tillitsvalgte.",
    "Arbeidsgiver må gi tillitsvalgte mulighet til å gjennomføre HMS-kurset.",
    "Arbeidsgiver skal legge til rette for at tillitsvalgte kan ta HMS-kurset.",
    "Klubben må dekke utgiftene når tillitsvalgte tar HMS-kurset.",
    "Alle tillitsvalgte skal få tilbud om å gjennomføre HMS-kurset.",
    "Målet er at alle tillitsvalgte skal ha gjennomført HMS-kurset innen 2030.",
    "Vi håper alle tillitsvalgte tar HMS-kurset.",
    "Burde alle tillitsvalgte ta HMS-kurset?",
    "Forbundet arbeider for at HMS-kurset skal bli obligatorisk for alle tillitsvalgte.",
    "HMS-kurset er ikke lenger et krav for tillitsvalgte.",
    "Tillitsvalgte som ønsker det, skal få ta HMS-kurset.",
    "Tillitsvalgte har rett og plikt til å si fra om farer. HMS-kurset gir deg verktøyene.",
    "På HMS-kurset lærer tillitsvalgte hva som er obligatorisk i internkontrollen.",
    "HMS-kurset handler om pliktene til arbeidsgiver. Tillitsvalgte lærer hvilke krav som skal være oppfylt.",
    "Deltakelse på HMS-kurset er ikke en forutsetning for å være tillitsvalgt.",
    "HMS-kurset må bestilles i god tid. Tillitsvalgte melder seg på via klubben.",
    "Tillitsvalgte må melde seg på HMS-kurset innen 1. mai.",
    "HMS-kurset er et must for tillitsvalgte.",
    "Ledere skal ta HMS-kurset. Tillitsvalgte er også velkomne.",
    "Ny lov krever HMS-opplæring for ledere. Vi tilbyr HMS-kurset også for tillitsvalgte.",
    "Styret skal vurdere om HMS-kurset bør være obligatorisk for tillitsvalgte.",
    "Tillitsvalgte må selv vurdere om de vil ta HMS-kurset.",
    "HMS-kurset erstatter det obligatoriske grunnkurset som ble lagt ned i 2022. For tillitsvalgte.",
    "Ingen tillitsvalgte skal måtte ta HMS-kurset på fritida.",
    "Dersom du må ta HMS-kurset i arbeidstiden, har du som tillitsvalgt rett til lønn.",
    "Når du skal ta HMS-kurset, må du som tillitsvalgt søke permisjon.",
    "Tidlegare måtte alle tillitsvalde ta HMS-kurset.",
    "HMS-kurset treng du ikkje ta om du er tillitsvald.",
    "It is not a requirement for reps to complete the HSE course.",
    "Reps may be required by their employer to attend the HSE course.",
    "We believe the HSE course should be compulsory for every rep.",
)

TEACHES = (
    ("Lønnskurset for tillitsvalgte holdes i et godt arbeidsmiljø.", False, "none"),
    ("Forhandlingskurs for tillitsvalgte. Vi forebygger misforståelser ved å møte forberedt.", False, "none"),
    ("Tariffkurs for tillitsvalgte: arbeidstid, ferie, oppsigelsesvern etter arbeidsmiljøloven.", False, "none"),
    ("Kurs for tillitsvalgte i barnehage: forebygging av mobbing blant barn.", False, "none"),
    ("Kurs for tillitsvalgte i brannvesenet om brannforebyggende arbeid.", False, "none"),
    ("Kurs om forebygging av hatkriminalitet for tillitsvalgte i politiet.", False, "none"),
    ("Kurs for tillitsvalgte: slik forebygger vi medlemsflukt.", False, "none"),
    ("Kurs i konflikthåndtering i lønnsforhandlinger for tillitsvalgte.", False, "none"),
    ("Klubbkurs for tillitsvalgte. Etter kurset spiser vi middag sammen med verneombudet.", False, "none"),
    ("Lønnskurset for tillitsvalgte. Les også om vårt arbeid med HMS.", False, "none"),
    (
        "Verneombudet inviteres til å holde innlegg på årsmøtet. Tariffkurset for tillitsvalgte er i mars.",
        False,
        "none",
    ),
    ("Kurs for tillitsvalgte om uførepensjon og sykepenger.", False, "none"),
    ("Kurs for tillitsvalgte: oppfølging av sykmeldte og tilrettelegging.", True, "none"),
    ("Kurs for tillitsvalgte: tidlig innsats for å unngå sykefravær.", True, "explicit"),
    ("Kurs for tillitsvalgte om systematisk HMS-arbeid: kartlegging, risikovurdering, tiltak.", True, "implied"),
    ("Kurs for tillitsvalgte. Tema: mobbing og trakassering på arbeidsplassen.", True, "none"),
    ("Kurs for tillitsvalgte om støy, kjemikalier og tunge løft.", True, "none"),
    ("Kurs for tillitsvalgde om førebyggjande arbeidsmiljøarbeid.", True, "explicit"),
    ("Training for reps: how to prevent stress and harassment at work.", True, "explicit"),
    ("Training for reps: the Working Environment Act and dismissal.", False, "none"),
    ("Kurs for tillitsvalgte om klima, miljø og grønn omstilling.", False, "none"),
    ("Kurs for tillitsvalgte: læringsmiljø og skolemiljø for elevene.", False, "none"),
    ("Samarbeidsmiljø og klubbmiljø: kurs for tillitsvalgte i organisasjonsbygging.", False, "none"),
    ("Kurs for tillitsvalgte om sikkerhet på nett og personvern.", False, "none"),
    ("Kurs for tillitsvalgte om helseforetaksloven og helsepolitikk.", False, "none"),
    ("Kurs for tillitsvalgte om turnus, nattarbeid og belastning på helsa.", True, "none"),
    ("Kurs for tillitsvalgte om vernerunder og avvik.", True, "implied"),
    ("Kurs for tillitsvalgte i helsevesenet: smittevern og pasientsikkerhet.", False, "none"),
    ("Grunnkurs for tillitsvalgte. Kurset er gratis. Lurer du på noe om HMS, ring oss.", False, "none"),
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def binds(lexicon: Lexicon, text: str) -> bool:
    """Whether the text makes some HSE course mandatory for representatives."""
    courses = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    return any(
        course.obligation is Obligation.MANDATORY and course.hms and Audience.TILLITSVALGT in course.audience
        for course in courses
    )


@pytest.mark.parametrize("text", BINDS)
def test_the_sentence_binds_representatives(lexicon: Lexicon, text: str) -> None:
    assert binds(lexicon, text)


@pytest.mark.parametrize("text", BINDS_NOBODY)
def test_the_sentence_binds_no_representative(lexicon: Lexicon, text: str) -> None:
    assert not binds(lexicon, text)


@pytest.mark.parametrize(("text", "hms", "preventive"), TEACHES)
def test_the_course_has_the_topics_that_its_text_teaches(
    lexicon: Lexicon, text: str, hms: bool, preventive: str
) -> None:
    courses = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    assert [(course.hms, course.preventive) for course in courses] == [(hms, preventive)]
