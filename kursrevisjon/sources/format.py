"""The shape of ``sources.yaml``. The descriptions are what an editor shows to whoever fills the file in."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema

from kursrevisjon.model import MAIN_ORGANISATIONS, Affiliation, ExcludedPath, Expectation, Note, Seed, TradeUnion
from kursrevisjon.sources.fields import (
    ID_PATTERN,
    check_host,
    check_id,
    check_language,
    check_prefix,
    check_url,
    host_key,
    to_date,
)
from kursrevisjon.yamlfile import wrong

PLACEHOLDER_CONTACT: Final = "sett-inn-din-adresse@example.org"
"""What the packaged file has as contact until somebody puts in an address of their own."""


def _check_text(text: str) -> str:
    if not text.strip():
        raise wrong("teksten er tom", "skriv noe her, eller slett linjen")
    if not text.strip().isprintable():
        raise wrong("teksten har usynlige tegn eller linjeskift i seg", "skriv den på nytt på én linje")
    return text.strip()


def _check_agent(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise wrong("user_agent kan bare ha ASCII-tegn på én linje", "skriv uten æ, ø, å og linjeskift")
    if "{contact}" not in text:
        raise wrong("user_agent sier ikke hvem som spør", "ta med {contact}, som byttes ut med kontaktadressen")
    return text


def _check_contact(text: str) -> str:
    mail = text.count("@") == 1 and not text.startswith("@") and "." in text.rpartition("@")[2]
    if not (text.isascii() and text.isprintable() and " " not in text) or not (mail or text.startswith("http")):
        raise wrong(
            f"«{text}» er ikke en kontaktadresse", "skriv en e-postadresse eller en adresse som begynner med https://"
        )
    return text


Text = Annotated[str, AfterValidator(_check_text)]
Url = Annotated[str, AfterValidator(check_url)]
Host = Annotated[str, AfterValidator(check_host)]
Prefix = Annotated[str, AfterValidator(check_prefix)]
Language = Annotated[str, AfterValidator(check_language)]
Day = Annotated[date, BeforeValidator(to_date)]


class _Entry(BaseModel):
    """A part of the file; a key that it does not know is an error, since it would be passed over in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AffiliationEntry(_Entry):
    """Medlemskap i en hovedorganisasjon i en periode."""

    main_org: Text = Field(
        description="Hovedorganisasjonen, slik den står i main_orgs: LO, YS, Unio eller Akademikerne."
    )
    from_: Day | None = Field(
        None, alias="from", description="Første dag i hovedorganisasjonen. Utelatt: så langt tilbake en vet."
    )
    to: Day | None = Field(None, description="Første dag utenfor hovedorganisasjonen. Utelatt: fortsatt med.")


class SeedEntry(_Entry):
    """En adresse der forbundet beskriver opplæringen sin."""

    url: Url = Field(description="Hele adressen, med https:// foran.")
    checked: Day | None = Field(None, description="Dagen noen sist så at siden finnes og handler om opplæring.")
    note: str = Field("", description="Det en bør vite om siden.")

    @model_validator(mode="before")
    @classmethod
    def _from_address(cls, value: Any) -> Any:  # noqa: ANN401  # whatever stands in the file
        """A bare address stands for a seed with nothing else to say."""
        return {"url": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(core)]}


class ExcludedEntry(_Entry):
    """En del av nettstedet som ikke skal leses."""

    prefix: Prefix = Field(description="Begynnelsen på stien, for eksempel /nettbutikk.")
    reason: Text = Field(description="Hvorfor: det er dette rapporten viser.")


class ExpectEntry(_Entry):
    """Det minste en vellykket lesing gir. Mindre enn dette gir et forbehold i rapporten."""

    pages: int = Field(1, ge=0, description="Færrest sider.")
    courses: int = Field(0, ge=0, description="Færrest kurs.")


class NoteEntry(_Entry):
    """Noe som er usikkert eller verdt å vite."""

    date: Day = Field(description="Dagen merknaden ble skrevet.")
    text: Text = Field(description="Merknaden.")


class UnionEntry(_Entry):
    """Et forbund."""

    id: Annotated[str, AfterValidator(check_id)] = Field(
        json_schema_extra={"pattern": ID_PATTERN},
        description="Kort navn i filer og kommandoer: små bokstaver a-z, tall og bindestrek. Skal aldri endres.",
    )
    name: Text = Field(description="Forbundets fulle navn.")
    short_name: Text | None = Field(None, description="Navnet i tabeller. Utelatt: det fulle navnet.")
    names_before: list[Text] = Field([], description="Tidligere navn på samme forbund.")
    enabled: bool = Field(True, description="false: leses bare når forbundet nevnes med --union.")
    homepage: Url = Field(description="Forsiden.")
    affiliations: list[AffiliationEntry] = Field(
        description="Hovedorganisasjoner med datoer; [] for et frittstående forbund."
    )
    basis: Literal["named_in_report", "inferred"] | None = Field(
        None,
        description="Hvorfor forbundet er med: nevnt i SINTEF-rapporten, eller sluttet fra arbeidsplassene der.",
    )
    workplaces: list[Text] = Field([], description="Arbeidsplassene i rapporten der forbundet organiserer ansatte.")
    languages: list[Language] = Field(
        ["nb"], min_length=1, description="Språkene sidene er skrevet på, det vanligste først."
    )
    seeds: list[SeedEntry] = Field(
        [], description="Adresser der opplæringen beskrives, den beste først. Forsiden leses uansett."
    )
    hosts: list[Host] = Field(
        [], description="Vertsnavn som er forbundets egne, med port der det trengs. Utelatt: de i homepage og seeds."
    )
    path_prefixes: list[Prefix] = Field(
        [], description="Lenker følges bare til stier som begynner slik. Utelatt: alle."
    )
    excluded: list[ExcludedEntry] = Field([], description="Stier som aldri leses, og hvorfor.")
    page_budget: int = Field(60, ge=1, le=5000, description="Flest sider som hentes i én kjøring.")
    expect: ExpectEntry = Field(ExpectEntry(), description="Det minste en vellykket lesing gir.")
    notes: list[NoteEntry] = Field([], description="Det som er usikkert, med dato.")

    def to_union(self) -> TradeUnion:
        """The entry as the rest of the program knows it."""
        addresses = [self.homepage, *(seed.url for seed in self.seeds)]
        return TradeUnion(
            id=self.id,
            name=self.name,
            short_name=self.short_name or self.name,
            homepage=self.homepage,
            affiliations=tuple(Affiliation(a.main_org, a.from_, a.to) for a in self.affiliations),
            seeds=tuple(Seed(s.url, s.checked, s.note) for s in self.seeds),
            hosts=tuple(self.hosts) or tuple(dict.fromkeys(map(host_key, addresses))),
            path_prefixes=tuple(self.path_prefixes),
            excluded=tuple(ExcludedPath(e.prefix, e.reason) for e in self.excluded),
            languages=tuple(self.languages),
            page_budget=self.page_budget,
            expect=Expectation(self.expect.pages, self.expect.courses),
            basis=self.basis or "",
            enabled=self.enabled,
            names_before=tuple(self.names_before),
            workplaces=tuple(self.workplaces),
            notes=tuple(Note(n.date, n.text) for n in self.notes),
        )


class SourcesFile(_Entry):
    """Forbundene som revideres, og hvordan nettstedene deres leses."""

    fictional: bool = Field(False, description="true: forbundene er oppdiktede, og rapporten sier det.")
    user_agent: Annotated[str, AfterValidator(_check_agent)] = Field(
        "kursrevisjon (audit of union training; {contact})",
        description="Det nettstedene ser. {contact} byttes ut med kontaktadressen.",
    )
    contact: Annotated[str, AfterValidator(_check_contact)] = Field(
        PLACEHOLDER_CONTACT, description="Din adresse, så den som driver et nettsted kan nå deg."
    )
    delay: float = Field(1.0, ge=0, le=600, description="Pausen mellom to forespørsler til samme nettsted, i sekunder.")
    main_orgs: list[Text] = Field(
        list(MAIN_ORGANISATIONS),
        min_length=1,
        description="Hovedorganisasjonene, i den rekkefølgen tabellene viser dem.",
    )
    unions: list[UnionEntry] = Field(min_length=1, description="Forbundene.")


class UntitledSchema(GenerateJsonSchema):
    """A schema whose keys go by their own names, since editors would show pydantic's English titles."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: D102  # as in the base class
        return False
