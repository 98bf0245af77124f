"""The one table of everything a report says, in bokmål, nynorsk and English.

A row is ``key: (nb, nn, en)``. Keys of METHOD's values are ``<list>.<token>``, so that every member of a list has its
label here; ``<key>.one`` and ``<key>.other`` are chosen by ``count``. Places in braces are filled in by ``Messages``.
"""

from typing import Final

LANGUAGES: Final = ("nb", "nn", "en")

PHRASES: Final[dict[str, tuple[str, str, str]]] = {
    # METHOD 4: verdicts
    "verdict.mandatory": ("obligatorisk", "obligatorisk", "mandatory"),
    "verdict.core": ("i grunnopplæringen", "i grunnopplæringa", "in basic training"),
    "verdict.optional": ("bare frivillig", "berre frivillig", "voluntary only"),
    "verdict.absent": ("ikke funnet", "ikkje funne", "not found"),
    "verdict.unknown": ("ukjent", "ukjent", "unknown"),
    "meaning.mandatory": (
        "Inngår i minst ett kurs som tillitsvalgte må ta.",
        "Inngår i minst eitt kurs som tillitsvalde må ta.",
        "Part of at least one course that representatives must take.",
    ),
    "meaning.core": (
        "Inngår i grunnopplæringen, men uten uttrykt plikt.",
        "Inngår i grunnopplæringa, men utan uttrykt plikt.",
        "Part of basic training, with no stated duty to take it.",
    ),
    "meaning.optional": (
        "Finnes bare i kurs som er frivillige eller der plikt ikke er nevnt.",
        "Finst berre i kurs som er frivillige eller der plikt ikkje er nemnd.",
        "Found only in courses that are voluntary or state no duty.",
    ),
    "meaning.absent": (
        "Opplæringssidene er lest, men temaet er ikke funnet.",
        "Opplæringssidene er lesne, men temaet er ikkje funne.",
        "The training pages were read; the topic was not found.",
    ),
    "meaning.unknown": (
        "Ingen opplæringsside kunne leses. Regnes aldri som gap og aldri med i nevneren.",
        "Inga opplæringsside kunne lesast. Blir aldri rekna som gap og aldri med i nemnaren.",
        "No training page could be read. Never counted as a gap, nor in the denominator.",
    ),
    # METHOD 3 and 4: topics
    "topic.preventive": ("forebyggende", "førebyggjande", "preventive work"),
    "topic.hms": ("HMS", "HMS", "HSE"),
    "topic_long.preventive": (
        "forebyggende arbeidsmiljøarbeid",
        "førebyggjande arbeidsmiljøarbeid",
        "preventive working-environment work",
    ),
    "topic_long.hms": (
        "helse, miljø og sikkerhet (HMS)",
        "helse, miljø og tryggleik (HMS)",
        "health, safety and environment (HSE)",
    ),
    # METHOD 1 to 3: labels of a course
    "obligation.mandatory": ("obligatorisk", "obligatorisk", "mandatory"),
    "obligation.core": ("grunnopplæring", "grunnopplæring", "basic training"),
    "obligation.optional": ("frivillig", "frivillig", "voluntary"),
    "obligation.unstated": ("ikke oppgitt", "ikkje oppgitt", "not stated"),
    "basis.union": ("etter forbundets egen regel", "etter forbundet sin eigen regel", "by the union's own rule"),
    "basis.agreement": ("etter avtale", "etter avtale", "by agreement"),
    "basis.law": ("etter lov", "etter lov", "by law"),
    "basis.employer": ("pålagt av arbeidsgiver", "pålagt av arbeidsgivar", "required by the employer"),
    "audience.tillitsvalgt": ("tillitsvalgte", "tillitsvalde", "representatives"),
    "audience.verneombud": ("verneombud", "verneombod", "safety representatives"),
    "audience.amu": ("AMU-medlemmer", "AMU-medlemer", "working-environment committee"),
    "audience.leder": ("ledere", "leiarar", "leaders"),
    "audience.medlem": ("medlemmer", "medlemer", "members"),
    "preventive.explicit": ("uttrykt", "uttrykt", "explicit"),
    "preventive.implied": ("underforstått", "underforstått", "implied"),
    "preventive.none": ("nei", "nei", "no"),
    "hms.yes": ("ja", "ja", "yes"),
    "hms.true": ("ja", "ja", "yes"),
    "hms.no": ("nei", "nei", "no"),
    "hms.false": ("nei", "nei", "no"),
    "hms.none": ("nei", "nei", "no"),
    "dimension.obligation": ("plikt", "plikt", "obligation"),
    "dimension.basis": ("grunnlag for plikten", "grunnlag for plikta", "basis of the duty"),
    "dimension.audience": ("målgruppe", "målgruppe", "audience"),
    "dimension.hms": ("HMS", "HMS", "HSE"),
    "dimension.preventive": ("forebyggende", "førebyggjande", "preventive"),
    "dimension.course": ("kurs", "kurs", "course"),
    "dimension.not_training": ("ikke opplæring", "ikkje opplæring", "not training"),
    "match.exact": ("ordrett", "ordrett", "exact"),
    "match.form": ("bøyd form", "bøygd form", "inflected form"),
    "match.compound": ("sammensatt ord", "samansett ord", "compound word"),
    "match.fuzzy": ("omtrentlig", "omtrentleg", "approximate"),
    "quoted": ("«{text}»", "«{text}»", "“{text}”"),
    "yes": ("ja", "ja", "yes"),
    "no": ("nei", "nei", "no"),
    # DESIGN: why an address gave no page
    "outcome.read": ("lest", "lesen", "read"),
    "unread.unreachable": ("nettstedet svarte ikke", "nettstaden svara ikkje", "the site did not answer"),
    "unread.http_error": ("nettstedet meldte feil", "nettstaden melde feil", "the site reported an error"),
    "unread.robots": (
        "nettstedet ber roboter holde seg unna (robots.txt)",
        "nettstaden ber robotar halde seg unna (robots.txt)",
        "the site asks robots to stay away (robots.txt)",
    ),
    "unread.robots_unreachable": (
        "robots.txt kunne ikke hentes",
        "robots.txt kunne ikkje hentast",
        "robots.txt could not be fetched",
    ),
    "unread.login_wall": ("krever innlogging", "krev innlogging", "requires a login"),
    "unread.bot_wall": (
        "sperret for automatiske lesere",
        "sperra for automatiske lesarar",
        "closed to automatic readers",
    ),
    "unread.needs_javascript": (
        "viser ingen tekst uten JavaScript",
        "viser ingen tekst utan JavaScript",
        "shows no text without JavaScript",
    ),
    "unread.soft_404": ("siden finnes ikke lenger", "sida finst ikkje lenger", "the page no longer exists"),
    "unread.empty": ("siden er uten tekst", "sida er utan tekst", "the page has no text"),
    "unread.too_large": ("filen er for stor", "fila er for stor", "the file is too large"),
    "unread.unsupported": (
        "filtype som ikke kan leses",
        "filtype som ikkje kan lesast",
        "a file type that cannot be read",
    ),
    "unread.scanned_pdf": ("PDF uten tekst (skannet)", "PDF utan tekst (skanna)", "PDF without text (scanned)"),
    "unread.damaged": ("innholdet er skadet", "innhaldet er skadd", "the content is damaged"),
    "unread.off_site": ("leder ut av nettstedet", "leier ut av nettstaden", "leads away from the site"),
    "unread.private_address": (
        "peker til en intern adresse",
        "peikar til ei intern adresse",
        "points to a private address",
    ),
    "unread.budget": ("sidekvoten var brukt opp", "sidekvoten var brukt opp", "the page budget was spent"),
    "unread.gone_since": (
        "lest i en tidligere kjøring, borte nå",
        "lesen i ei tidlegare køyring, borte no",
        "read in an earlier run, missing now",
    ),
    "mark.fewer_pages": (
        "færre sider enn ventet; les verdiktet med forbehold",
        "færre sider enn venta; les verdiktet med atterhald",
        "fewer pages than expected; read the verdict with care",
    ),
    "mark.fewer_courses": (
        "færre kurs enn ventet; les verdiktet med forbehold",
        "færre kurs enn venta; les verdiktet med atterhald",
        "fewer courses than expected; read the verdict with care",
    ),
    "mark.kept_last_good": (
        "kunne ikke leses nå; siste gode lesing er beholdt",
        "kunne ikkje lesast no; siste gode lesing gjeld framleis",
        "could not be read now; the last good reading is kept",
    ),
    # DESIGN: what made a verdict change
    "cause.page": ("nettsiden er endret", "nettsida er endra", "the page changed"),
    "cause.lexicon": ("ordlisten er endret", "ordlista er endra", "the lexicon changed"),
    "cause.tool": ("verktøyet er endret", "verktøyet er endra", "the tool changed"),
    "cause.sources": ("kildelisten er endret", "kjeldelista er endra", "the source list changed"),
    "cause.coverage": ("andre sider kunne leses", "andre sider kunne lesast", "different pages could be read"),
    "course_change.added": ("nytt kurs", "nytt kurs", "course added"),
    "course_change.removed": ("kurs borte", "kurs borte", "course removed"),
    "course_change.edited": ("kurs endret", "kurs endra", "course edited"),
    "coverage.lost": ("forbundet kunne ikke leses", "forbundet kunne ikkje lesast", "the union could not be read"),
    "coverage.recovered": ("forbundet kan leses igjen", "forbundet kan lesast igjen", "the union can be read again"),
    "coverage.page_lost": ("side kunne ikke leses", "sida kunne ikkje lesast", "page could not be read"),
    "coverage.page_recovered": ("side kan leses igjen", "sida kan lesast igjen", "page can be read again"),
    "field.obligation": ("plikt", "plikt", "obligation"),
    "field.basis": ("grunnlag", "grunnlag", "basis"),
    "field.audience": ("målgruppe", "målgruppe", "audience"),
    "field.hms": ("HMS", "HMS", "HSE"),
    "field.preventive": ("forebyggende", "førebyggjande", "preventive"),
    "field.name": ("navn", "namn", "name"),
    "field.programme": ("program", "program", "programme"),
    "field.pages": ("sider", "sider", "pages"),
    "field.quotes": ("sitater", "sitat", "quotes"),
    # Titles and headings
    "title": (
        "Gapanalyse av opplæringen for tillitsvalgte",
        "Gapanalyse av opplæringa for tillitsvalde",
        "Gap analysis of the training of union representatives",
    ),
    "question": (
        "Hvor mange forbund har forebyggende arbeidsmiljøarbeid og HMS i obligatorisk opplæring for tillitsvalgte?",
        "Kor mange forbund har førebyggjande arbeidsmiljøarbeid og HMS i obligatorisk opplæring for tillitsvalde?",
        "How many unions have preventive working-environment work and HSE in mandatory training of representatives?",
    ),
    "run_line": ("Kjøring {id}, {date}", "Køyring {id}, {date}", "Run {id}, {date}"),
    "fictional": (
        "OPPDIKTEDE FORBUND: dette er en demonstrasjon. Ingen av forbundene finnes.",
        "OPPDIKTA FORBUND: dette er ein demonstrasjon. Ingen av forbunda finst.",
        "INVENTED UNIONS: this is a demonstration. None of these unions exist.",
    ),
    "run_interrupted": (
        "Kjøringen ble avbrutt: det som ikke ble lest, er ukjent.",
        "Køyringa vart avbroten: det som ikkje vart lese, er ukjent.",
        "The run was interrupted: what was not read is unknown.",
    ),
    "run_cut": (
        "Ikke lest til ende: {unions}.",
        "Ikkje lesne ut: {unions}.",
        "Not read to the end: {unions}.",
    ),
    "run_part": (
        "Kjøringen gjelder ikke alle forbundene i kildelisten.",
        "Køyringa gjeld ikkje alle forbunda i kjeldelista.",
        "The run is not about all the unions in the list of sources.",
    ),
    "derived": (
        "Sidene er hentet i kjøring {id} og vurdert på nytt.",
        "Sidene er henta i køyring {id} og vurderte på nytt.",
        "The pages were fetched in run {id} and judged anew.",
    ),
    "no_unions": ("Ingen forbund i kjøringen.", "Ingen forbund i køyringa.", "No unions in the run."),
    "no_main_org": ("Uten hovedorganisasjon", "Utan hovudorganisasjon", "Outside the main organisations"),
    "unions.one": ("1 forbund", "1 forbund", "1 union"),
    "unions.other": ("{count} forbund", "{count} forbund", "{count} unions"),
    "courses.one": ("1 kurs", "1 kurs", "1 course"),
    "courses.other": ("{count} kurs", "{count} kurs", "{count} courses"),
    "pages.one": ("1 side", "1 side", "1 page"),
    "pages.other": ("{count} sider", "{count} sider", "{count} pages"),
    "read_pages.one": ("1 side lest", "1 side lesen", "1 page read"),
    "read_pages.other": ("{count} sider lest", "{count} sider lesne", "{count} pages read"),
    "unread_pages.one": ("1 side ikke lest", "1 side ikkje lesen", "1 page unread"),
    "unread_pages.other": ("{count} sider ikke lest", "{count} sider ikkje lesne", "{count} pages unread"),
    "more.one": ("… og 1 til", "… og 1 til", "… and 1 more"),
    "more.other": ("… og {count} til", "… og {count} til", "… and {count} more"),
    "col.union": ("Forbund", "Forbund", "Union"),
    "col.main_org": ("Hovedorganisasjon", "Hovudorganisasjon", "Main organisation"),
    "col.main_org_short": ("Hovedorg.", "Hovudorg.", "Main org."),
    "col.topic": ("Tema", "Tema", "Topic"),
    "col.preventive": ("Forebyggende", "Førebyggjande", "Preventive"),
    "col.hms": ("HMS", "HMS", "HSE"),
    "col.courses": ("Kurs", "Kurs", "Courses"),
    "col.read_unread": ("Lest/ ulest", "Lesne/ ulesne", "Read/ unread"),
    "col.read": ("Lest", "Lesne", "Read"),
    "col.unread": ("Ulest", "Ulesne", "Unread"),
    "col.coverage": ("Obligatorisk", "Obligatorisk", "Mandatory"),
    "col.gap": ("Gap", "Gap", "Gap"),
    "col.cause": ("Årsak", "Årsak", "Cause"),
    "col.pages": ("Sider", "Sider", "Pages"),
    "col.before": ("Før", "Før", "Before"),
    "col.after": ("Nå", "No", "Now"),
    "col.course": ("Kurs", "Kurs", "Course"),
    "col.what": ("Hva", "Kva", "What"),
    "col.obligation": ("Plikt", "Plikt", "Obligation"),
    "col.basis": ("Grunnlag", "Grunnlag", "Basis"),
    "col.audience": ("Målgruppe", "Målgruppe", "Audience"),
    "col.address": ("Adresse", "Adresse", "Address"),
    "col.fetched": ("Hentet", "Henta", "Fetched"),
    "col.quote": ("Sitat", "Sitat", "Quote"),
    "col.rule": ("Regel", "Regel", "Rule"),
    "col.heading": ("Overskrifter", "Overskrifter", "Headings"),
    "col.digest": ("Kontrollsum", "Kontrollsum", "Digest"),
    "col.detail": ("Merknad", "Merknad", "Detail"),
    "col.outcome": ("Utfall", "Utfall", "Outcome"),
    "col.label": ("Hva sitatet viser", "Kva sitatet viser", "What the quote shows"),
    "col.match": ("Treff", "Treff", "Match"),
    "col.programme": ("Program", "Program", "Programme"),
    "col.homepage": ("Nettsted", "Nettstad", "Website"),
    "col.read_as_of": ("Sist lest", "Sist lesen", "Last read"),
    "col.verdict": ("Verdikt", "Verdikt", "Verdict"),
    "col.page_number": ("PDF-side", "PDF-side", "PDF page"),
    "col.marks": ("Forbehold", "Atterhald", "Reservations"),
    "col.decides": ("Avgjør verdiktet", "Avgjer verdiktet", "Decides the verdict"),
    # Sentences of the run
    "summary": ("Samlet", "Samla", "Summary"),
    "coverage_of": ("{part} av {whole}", "{part} av {whole}", "{part} of {whole}"),
    "coverage_line": (
        "{topic}: obligatorisk i {coverage} forbund",
        "{topic}: obligatorisk i {coverage} forbund",
        "{topic}: mandatory in {coverage} unions",
    ),
    "coverage_line_none": (
        "{topic}: ingen forbund kunne vurderes",
        "{topic}: ingen forbund kunne vurderast",
        "{topic}: no union could be judged",
    ),
    "coverage_unknown.one": ("1 ukjent er holdt utenfor", "1 ukjent er halden utanfor", "1 unknown is left out"),
    "coverage_unknown.other": (
        "{count} ukjente er holdt utenfor",
        "{count} ukjende er haldne utanfor",
        "{count} unknown are left out",
    ),
    "gap_line": ("Gap: {unions}", "Gap: {unions}", "Gap: {unions}"),
    "gap_none": ("Ingen i gap", "Ingen i gap", "None in gap"),
    "legend": ("Tegnforklaring", "Teiknforklaring", "Legend"),
    "legend_unknown": (
        "ukjent regnes aldri som gap og aldri med i nevneren",
        "ukjent blir aldri rekna som gap og aldri med i nemnaren",
        "unknown is never a gap and never counted in the denominator",
    ),
    "not_read": ("Kunne ikke leses", "Kunne ikkje lesast", "Could not be read"),
    "all_read": (
        "Alle sider som ble hentet, kunne leses.",
        "Alle sider som vart henta, kunne lesast.",
        "Every page that was fetched could be read.",
    ),
    "cut_off": (
        "Forbundets sider ble ikke lest til ende i denne kjøringen. Det som ikke er lest, er ikke med i vurderingen.",
        "Sidene til forbundet vart ikkje lesne til endes i denne køyringa. Det som ikkje er lese, er ikkje med i "
        "vurderinga.",
        "The union's pages were not read to the end in this run. What was not read is not part of the assessment.",
    ),
    "cut_off_short": ("ikke lest til ende", "ikkje lesne til endes", "not read to the end"),
    "reservations": ("Forbehold", "Atterhald", "Reservations"),
    "how_to_see": (
        "Belegget for en celle: kursrevisjon explain {union}",
        "Belegget for ei celle: kursrevisjon explain {union}",
        "The evidence for a cell: kursrevisjon explain {union}",
    ),
    "union_placeholder": ("FORBUND", "FORBUND", "UNION"),
    "why.mandatory": (
        "Temaet inngår i obligatorisk opplæring: {courses}.",
        "Temaet inngår i obligatorisk opplæring: {courses}.",
        "The topic is part of mandatory training: {courses}.",
    ),
    "why.core": (
        "Temaet inngår i grunnopplæringen, men ingen plikt til å ta den er funnet: {courses}.",
        "Temaet inngår i grunnopplæringa, men inga plikt til å ta ho er funnen: {courses}.",
        "The topic is part of basic training, and no duty to take it was found: {courses}.",
    ),
    "why.optional": (
        "Temaet er bare funnet i kurs som er frivillige eller der plikt ikke er nevnt: {courses}.",
        "Temaet er berre funne i kurs som er frivillige eller der plikt ikkje er nemnd: {courses}.",
        "The topic was found only in courses that are voluntary or state no duty: {courses}.",
    ),
    "why.absent": (
        "{pages} med opplæring er lest, uten at temaet ble funnet i kurs for tillitsvalgte.",
        "{pages} med opplæring er lesne, utan at temaet vart funne i kurs for tillitsvalde.",
        "{pages} on training were read; the topic was not found in courses for representatives.",
    ),
    "why.unknown": (
        "Ingen opplæringsside kunne leses{causes}. Dette sier ingenting om hva forbundet tilbyr.",
        "Inga opplæringsside kunne lesast{causes}. Dette seier ingenting om kva forbundet tilbyr.",
        "No training page could be read{causes}. This says nothing about what the union offers.",
    ),
    "why.too_little": (
        "For lite tekst om opplæring til å avgjøre{causes}. Dette sier ingenting om hva forbundet tilbyr.",
        "For lite tekst om opplæring til å avgjere{causes}. Dette seier ingenting om kva forbundet tilbyr.",
        "Too little text on training to judge{causes}. This says nothing about what the union offers.",
    ),
    # Changes
    "changes": ("Endringer", "Endringar", "Changes"),
    "changes_since": ("Endret siden {date}", "Endra sidan {date}", "Changed since {date}"),
    "diff_title": (
        "Endringer fra {before} til {after}",
        "Endringar frå {before} til {after}",
        "Changes from {before} to {after}",
    ),
    "no_changes": ("Ingen endringer.", "Ingen endringar.", "No changes."),
    "no_previous": (
        "Ingen tidligere kjøring å sammenligne med.",
        "Inga tidlegare køyring å samanlikne med.",
        "No earlier run to compare with.",
    ),
    "verdict_changes": ("Verdikter", "Verdikt", "Verdicts"),
    "course_changes": ("Kurs", "Kurs", "Courses"),
    "coverage_changes": ("Hva som kunne leses", "Kva som kunne lesast", "What could be read"),
    "nothing_compared": (
        "Ingen forbund kunne leses i begge kjøringene. Ingenting kan sies å være uendret.",
        "Ingen forbund kunne lesast i begge køyringane. Ingenting kan seiast å vere uendra.",
        "No union could be read in both runs. Nothing can be said to be unchanged.",
    ),
    "nothing_known": (
        "Ingen forbund kunne leses i kjøringen. Ingenting kan sies å være uendret.",
        "Ingen forbund kunne lesast i køyringa. Ingenting kan seiast å vere uendra.",
        "No union could be read in the run. Nothing can be said to be unchanged.",
    ),
    "cut_short": (
        "Den siste kjøringen er avbrutt, så sammenligningen er ikke hel. Det er ikke «uendret».",
        "Den siste køyringa er avbroten, så samanlikninga er ikkje heil. Det er ikkje «uendra».",
        "The later run was interrupted, so the comparison is not whole. This is not “unchanged”.",
    ),
    "gate_fired": ("Varsel ({rule}): {finding}", "Varsel ({rule}): {finding}", "Alert ({rule}): {finding}"),
    "old_evidence": (
        "{union}: siste lesing er {age} (grensen er {limit})",
        "{union}: siste lesing er {age} (grensa er {limit})",
        "{union}: the last reading is {age} (the limit is {limit})",
    ),
    "remarks": ("Vær oppmerksom på", "Ver merksam på", "Please note"),
    "remark.reversed": (
        "Rekkefølgen er snudd: {after} er eldre enn {before}.",
        "Rekkjefølgja er snudd: {after} er eldre enn {before}.",
        "The order is reversed: {after} is older than {before}.",
    ),
    "remark.fictional_and_real": (
        "Den ene kjøringen gjelder oppdiktede forbund. Sammenligningen sier ingenting om virkelige forbund.",
        "Den eine køyringa gjeld oppdikta forbund. Samanlikninga seier ingenting om verkelege forbund.",
        "One of the runs is about invented unions. The comparison says nothing about real unions.",
    ),
    "remark.not_finished": (
        "Kjøringen {run} er avbrutt. Det som ikke ble lest, regnes ikke som uendret.",
        "Køyringa {run} er avbroten. Det som ikkje vart lese, blir ikkje rekna som uendra.",
        "Run {run} was interrupted. What was not read is not taken for unchanged.",
    ),
    "remark.unions_cut": (
        "I kjøringen {run} er ikke alle lest til ende ({unions}). Det som ikke ble lest, regnes ikke som uendret.",
        "I køyringa {run} er ikkje alle lesne ut ({unions}). Det som ikkje vart lese, blir ikkje rekna som uendra.",
        "In run {run} not all were read to the end ({unions}). What was not read is not taken for unchanged.",
    ),
    "remark.not_all": (
        "Kjøringen {run} gjelder ikke alle forbundene i kildelisten.",
        "Køyringa {run} gjeld ikkje alle forbunda i kjeldelista.",
        "Run {run} is not about all the unions in the list of sources.",
    ),
    "remark.nothing_read": (
        "Ingenting kunne leses i kjøringen {run}. Sammenligningen sier derfor ikke at noe er uendret.",
        "Ingenting kunne lesast i køyringa {run}. Samanlikninga seier difor ikkje at noko er uendra.",
        "Nothing could be read in run {run}. The comparison therefore does not say that anything is unchanged.",
    ),
    "remark.lexicon_moved": (
        "Ordlisten er endret mellom kjøringene.",
        "Ordlista er endra mellom køyringane.",
        "The lexicon changed between the runs.",
    ),
    "remark.tool_moved": (
        "Verktøyet er endret mellom kjøringene ({before} → {after}).",
        "Verktøyet er endra mellom køyringane ({before} → {after}).",
        "The tool changed between the runs ({before} → {after}).",
    ),
    "remark.sources_moved": (
        "Kildelisten er endret mellom kjøringene.",
        "Kjeldelista er endra mellom køyringane.",
        "The source list changed between the runs.",
    ),
    "remark.causes_not_told_apart": (
        "Noen årsaker er ikke skilt fra hverandre. De står som mulige ved siden av hovedårsaken. Sammenlign kjøringene "
        "i arbeidsmappen der sidene er lagret, så blir de gamle sidene vurdert på nytt.",
        "Nokre årsaker er ikkje skilde frå kvarandre. Dei står som moglege ved sida av hovudårsaka. Samanlikn "
        "køyringane i arbeidsmappa der sidene er lagra, så blir dei gamle sidene vurderte på nytt.",
        "Some causes could not be told apart. They stand as possible beside the main cause. Compare the runs in the "
        "workspace where the pages are stored, and the old pages are judged anew.",
    ),
    "remark.last_good_reading": (
        "{unions} er sammenlignet med siste gode lesing fra {date} (kjøring {run}).",
        "{unions} er samanlikna med siste gode lesing frå {date} (køyring {run}).",
        "{unions} is compared with its last good reading, from {date} (run {run}).",
    ),
    "remark.last_good_reading_undated": (
        "{unions} er sammenlignet med siste gode lesing (kjøring {run}).",
        "{unions} er samanlikna med siste gode lesing (køyring {run}).",
        "{unions} is compared with its last good reading (run {run}).",
    ),
    "remark.only_in": (
        "Bare med i kjøringen {run}: {unions}.",
        "Berre med i køyringa {run}: {unions}.",
        "Only in run {run}: {unions}.",
    ),
    "remark.org_moved": (
        "{unions} er flyttet fra {before} til {after}.",
        "{unions} er flytta frå {before} til {after}.",
        "{unions} moved from {before} to {after}.",
    ),
    "remark.marked": ("{unions}: {marks}.", "{unions}: {marks}.", "{unions}: {marks}."),
    "remark.baseline_one_claim": (
        "Bare én påstand er sammenlignbar. Rapporten oppgir ikke tall for HMS, og heller ikke om forebyggende arbeid "
        "sto i frivillige kurs i hvert enkelt forbund. Tallet gjelder rapportens egne 20 forbund.",
        "Berre éin påstand kan samanliknast. Rapporten gir ikkje tal for HMS, og heller ikkje om førebyggjande arbeid "
        "stod i frivillige kurs i kvart einskilt forbund. Talet gjeld dei 20 forbunda i rapporten.",
        "Only one claim is comparable. The report gives no figure for HSE, nor does it say whether preventive work "
        "was in voluntary courses of each union. Its figure is for its own 20 unions.",
    ),
    "remark.baseline_fictional": (
        "Forbundene i kjøringen er oppdiktede. Sammenligningen viser bare hvordan tabellen leses.",
        "Forbunda i køyringa er oppdikta. Samanlikninga viser berre korleis tabellen skal lesast.",
        "The unions of the run are invented. The comparison only shows how the table is read.",
    ),
    "also_possible": (
        "{cause}; mulig også: {others}",
        "{cause}; mogleg òg: {others}",
        "{cause}; also possible: {others}",
    ),
    "joined": ("nye her: {unions}", "nye her: {unions}", "joined: {unions}"),
    "left": ("ikke lenger her: {unions}", "ikkje lenger her: {unions}", "left: {unions}"),
    "baseline": (
        "Kjøringen {after} ved siden av {source}",
        "Køyringa {after} ved sida av {source}",
        "Run {after} beside {source}",
    ),
    "baseline_source.baseline:2018": (
        "SINTEF-rapport 2018-00851 (Buvik mfl., 2018), kapittel 9.2",
        "SINTEF-rapport 2018-00851 (Buvik mfl., 2018), kapittel 9.2",
        "SINTEF report 2018-00851 (Buvik et al., 2018), chapter 9.2",
    ),
    "baseline_line": (
        "{topic} i obligatorisk opplæring: {before} forbund den gang, {after} nå.",
        "{topic} i obligatorisk opplæring: {before} forbund den gongen, {after} no.",
        "{topic} in mandatory training: {before} unions then, {after} now.",
    ),
    "baseline_unions": (
        "Forbund som rapporten navngir, og verdiktet nå:",
        "Forbund som rapporten namngir, og verdiktet no:",
        "Unions that the report names, and their verdict now:",
    ),
    "baseline_others": (
        "Rapporten navngir ikke sine øvrige forbund; disse kan bare sammenlignes som tall: {unions}.",
        "Rapporten namngir ikkje dei andre forbunda sine; desse kan berre samanliknast som tal: {unions}.",
        "The report does not name its other unions; these are comparable as a figure only: {unions}.",
    ),
    "figures": ("Tall per hovedorganisasjon", "Tal per hovudorganisasjon", "Figures per main organisation"),
    "evidence_before": ("Før", "Før", "Before"),
    "evidence_after": ("Nå", "No", "Now"),
    "change_line": (
        "{union}: {topic} fra «{before}» til «{after}» ({cause})",
        "{union}: {topic} frå «{before}» til «{after}» ({cause})",
        "{union}: {topic} from “{before}” to “{after}” ({cause})",
    ),
    "field_change": ("{field}: {before} → {after}", "{field}: {before} → {after}", "{field}: {before} → {after}"),
    "base_run": (
        "sammenlignet med siste gode lesing, kjøring {id}",
        "samanlikna med siste gode lesing, køyring {id}",
        "compared with the last good reading, run {id}",
    ),
    "was_unread": ("før: {cause}", "før: {cause}", "before: {cause}"),
    "age_days.one": ("1 dag gammel", "1 dag gammal", "1 day old"),
    "age_days.other": ("{count} dager gammel", "{count} dagar gammal", "{count} days old"),
    "some_run": ("ukjent kjøring", "ukjend køyring", "unknown run"),
    # Evidence
    "rule": ("Regel: {rule} ({match})", "Regel: {rule} ({match})", "Rule: {rule} ({match})"),
    "under_headings": ("Under: {path}", "Under: {path}", "Under: {path}"),
    "fetched_at": ("hentet {date}", "henta {date}", "fetched {date}"),
    "digest": ("kontrollsum {digest}", "kontrollsum {digest}", "digest {digest}"),
    "pdf_page": ("PDF-side {number}", "PDF-side {number}", "PDF page {number}"),
    "suppressed": (
        "Treff som ikke teller, og hva som stanset dem",
        "Treff som ikkje tel, og kva som stansa dei",
        "Matches that do not count, and what stopped them",
    ),
    "near": ("Nesten-treff, og hva de mangler", "Nesten-treff, og kva dei manglar", "Near misses, and what they lack"),
    "blocked_by": (
        "stanset av {what}",
        "stansa; ordlista seier på bokmål «{what}»",
        "stopped; the lexicon says in bokmål “{what}”",
    ),
    "lacks": (
        "mangler {what}",
        "manglar (på bokmål) «{what}»",
        "lacks (in bokmål) “{what}”",
    ),
    "no_such_course": (
        "Ingen kurs i kjøringen passer med «{course}».",
        "Ingen kurs i køyringa passar med «{course}».",
        "No course in the run matches “{course}”.",
    ),
    "as_above": (
        "{course}: belegget står over.",
        "{course}: belegget står over.",
        "{course}: the evidence stands above.",
    ),
    "all_courses": ("Alle kurs", "Alle kurs", "All courses"),
    "no_courses": ("Ingen kurs funnet.", "Ingen kurs funne.", "No courses found."),
    "training_page": (
        "Siden beskriver opplæring for tillitsvalgte.",
        "Sida skildrar opplæring for tillitsvalde.",
        "The page describes training for representatives.",
    ),
    "not_training_page": (
        "Siden beskriver ikke opplæring for tillitsvalgte.",
        "Sida skildrar ikkje opplæring for tillitsvalde.",
        "The page does not describe training for representatives.",
    ),
    # The workbook
    "sheet.overview": ("Oversikt", "Oversikt", "Overview"),
    "sheet.unions": ("Forbund", "Forbund", "Unions"),
    "sheet.courses": ("Kurs", "Kurs", "Courses"),
    "sheet.evidence": ("Belegg", "Belegg", "Evidence"),
    "sheet.pages": ("Sider", "Sider", "Pages"),
    "sheet.changes": ("Endringer", "Endringar", "Changes"),
    "sheet.about": ("Om", "Om", "About"),
    "overview_changes": (
        "Endringer siden {date}: verdikter {verdicts}, kurs {courses}, lesing {coverage}. Se arket {sheet}.",
        "Endringar sidan {date}: verdikt {verdicts}, kurs {courses}, lesing {coverage}. Sjå arket {sheet}.",
        "Changes since {date}: verdicts {verdicts}, courses {courses}, reading {coverage}. See the sheet {sheet}.",
    ),
    "col.unread_cause": ("Ulest, og hvorfor", "Ulesne, og kvifor", "Unread, and why"),
    "excel_date": ("dd.mm.yyyy", "dd.mm.yyyy", "d mmm yyyy"),
    "all_main_orgs": ("Alle", "Alle", "All"),
    "col.gap_unions": ("Forbund i gap", "Forbund i gap", "Unions in gap"),
    "col.coverage_of_judged": ("Dekning, av vurderte", "Dekning, av vurderte", "Coverage, of judged"),
    "col.why_preventive": ("Hvorfor (forebyggende)", "Kvifor (førebyggjande)", "Why (preventive)"),
    "col.why_hms": ("Hvorfor (HMS)", "Kvifor (HMS)", "Why (HSE)"),
    "col.training": ("Opplærings-sider", "Opplærings-sider", "Training pages"),
    "col.context": ("Sitatet i sammenheng", "Sitatet i samanheng", "The quote in context"),
    "col.topic_or_course": ("Tema eller kurs", "Tema eller kurs", "Topic or course"),
    # The HTML report and the sheet for a union
    "skip": ("Hopp til innholdet", "Hopp til innhaldet", "Skip to content"),
    "contents": ("Innhold", "Innhald", "Contents"),
    "in_short": ("Kort fortalt", "Kort fortalt", "In short"),
    "total_line": (
        "forbund har {topic} i obligatorisk opplæring for tillitsvalgte.",
        "forbund har {topic} i obligatorisk opplæring for tillitsvalde.",
        "unions have {topic} in mandatory training of representatives.",
    ),
    "in_mandatory": ("i obligatorisk opplæring", "i obligatorisk opplæring", "in mandatory training"),
    "none_judged": ("ingen kunne vurderes", "ingen kunne vurderast", "none could be judged"),
    "changed_card": (
        "verdikter er endret siden {date}.",
        "verdikt er endra sidan {date}.",
        "verdicts changed since {date}.",
    ),
    "changed_card_one": (
        "verdikt er endret siden {date}.",
        "verdikt er endra sidan {date}.",
        "verdict changed since {date}.",
    ),
    "changed_card_more": (
        "Endrede kurs: {courses}. Endringer i hva som kunne leses: {coverage}.",
        "Endra kurs: {courses}. Endringar i kva som kunne lesast: {coverage}.",
        "Changed courses: {courses}. Changes in what could be read: {coverage}.",
    ),
    "see_changes": ("Se endringene", "Sjå endringane", "See the changes"),
    "no_verdict_changes": ("Ingen endrede verdikter.", "Ingen endra verdikt.", "No verdict changed."),
    "matrix": ("Gapmatrise", "Gapmatrise", "Gap matrix"),
    "matrix_caption": (
        "Verdikt per forbund og tema. Hvert verdikt leder til belegget.",
        "Verdikt per forbund og tema. Kvart verdikt leier til belegget.",
        "Verdict per union and topic. Each verdict leads to its evidence.",
    ),
    "filter": ("Velg hva som vises", "Vel kva som blir vist", "Choose what is shown"),
    "both": ("begge", "begge", "both"),
    "search": ("Søk i forbund, kurs og sitater", "Søk i forbund, kurs og sitat", "Search unions, courses and quotes"),
    "show_all": ("Vis alle", "Vis alle", "Show all"),
    "shown": ("Viser {count} av {all} forbund.", "Viser {count} av {all} forbund.", "Showing {count} of {all} unions."),
    "trend": ("Utvikling", "Utvikling", "Development"),
    "trend_text": (
        "Antall forbund per verdikt i hver kjøring. Tallet over søylen er forbund med temaet i obligatorisk opplæring, "
        "av dem som kunne vurderes. Ukjent er skravert og teller ikke med.",
        "Talet på forbund per verdikt i kvar køyring. Talet over søyla er forbund med temaet i obligatorisk opplæring, "
        "av dei som kunne vurderast. Ukjent er skravert og tel ikkje med.",
        "Unions per verdict in each run. The number above a column is unions with the topic in mandatory training, "
        "of those that could be judged. Unknown is hatched and does not count.",
    ),
    "trend_told": (
        "Forbund med {topic} i obligatorisk opplæring: {told}",
        "Forbund med {topic} i obligatorisk opplæring: {told}",
        "Unions with {topic} in mandatory training: {told}",
    ),
    "baseline_short": ("SINTEF", "SINTEF", "SINTEF"),
    "baseline_note": (
        "2018: SINTEF-rapport 2018-00851 fant ikke forebyggende arbeidsmiljøarbeid i obligatorisk opplæring "
        "hos noen av "
        "sine 20 forbund. Rapporten sier ikke hvilket av de andre verdiktene hvert forbund hadde, og oppgir ikke HMS.",
        "2018: SINTEF-rapport 2018-00851 fann ikkje førebyggjande arbeidsmiljøarbeid i obligatorisk opplæring "
        "hos nokon "
        "av dei 20 forbunda sine. Rapporten seier ikkje kva for eit av dei andre verdikta kvart forbund hadde, "
        "og oppgir "
        "ikkje HMS.",
        "2018: SINTEF report 2018-00851 found preventive working-environment work in mandatory training at none of its "
        "20 unions. The report does not say which of the other verdicts each union had, and does not state HSE.",
    ),
    "union_sections": ("Forbund for forbund", "Forbund for forbund", "Union by union"),
    "read_on": ("sist lest {date}", "sist lesen {date}", "last read {date}"),
    "part_of": ("del av {programme}", "del av {programme}", "part of {programme}"),
    "about": ("Om rapporten", "Om rapporten", "About the report"),
    "about_text.basis": (
        "Rapporten bygger på det forbundene selv skriver om opplæring på åpne nettsider. Opplæring som bare er "
        "omtalt bak innlogging, i trykte planer eller muntlig, er ikke med.",
        "Rapporten byggjer på det forbunda sjølve skriv om opplæring på opne nettsider. Opplæring som berre er "
        "omtala bak innlogging, i trykte planar eller munnleg, er ikkje med.",
        "The report rests on what the unions themselves write about training on open web pages. Training that "
        "is described only behind a login, in printed plans or by word of mouth is not included.",
    ),
    "about_text.counting": (
        "Et kurs teller når det er for tillitsvalgte. Plikt etter lov eller pålagt av arbeidsgiver gjelder "
        "verneombud og AMU-medlemmer, og gjør ikke kurset obligatorisk for tillitsvalgte. Gap er «bare "
        "frivillig» eller «ikke funnet». «Ukjent» betyr at opplæringssidene ikke kunne leses, og er aldri et gap.",
        "Eit kurs tel når det er for tillitsvalde. Plikt etter lov eller pålagt av arbeidsgivar gjeld "
        "verneombod og AMU-medlemer, og gjer ikkje kurset obligatorisk for tillitsvalde. Gap er «berre "
        "frivillig» eller «ikkje funne». «Ukjent» tyder at opplæringssidene ikkje kunne lesast, og er aldri eit gap.",
        "A course counts when it is for representatives. A duty by law or by the employer binds safety "
        "representatives and committee members, and does not make the course mandatory for union "
        "representatives. A gap is “voluntary only” or “not found”. “Unknown” means that the training pages "
        "could not be read, and is never a gap.",
    ),
    "about_text.quotes": (
        "Hvert sitat er ordrett fra siden det lenkes til, slik den var på datoen som står der. Siden kan være "
        "endret siden.",
        "Kvart sitat er ordrett frå sida det er lenkja til, slik ho var på datoen som står der. Sida kan vere "
        "endra sidan.",
        "Each quote is verbatim from the page it links to, as the page was on the date given. The page may "
        "have changed since.",
    ),
    "about.run": ("Kjøring", "Køyring", "Run"),
    "about.started": ("Startet", "Starta", "Started"),
    "about.finished": ("Fullført", "Fullført", "Finished"),
    "about.tool": ("Verktøy", "Verktøy", "Tool"),
    "about.lexicon": ("Ordliste", "Ordliste", "Lexicon"),
    "about.sources": ("Kildeliste", "Kjeldeliste", "Source list"),
    "sheet_title": (
        "Opplæring for tillitsvalgte: {union}",
        "Opplæring for tillitsvalde: {union}",
        "Training of representatives: {union}",
    ),
    "sheet_intro": (
        "Dette arket viser hva som er funnet om forebyggende arbeidsmiljøarbeid og HMS i opplæringen for "
        "tillitsvalgte på "
        "forbundets åpne nettsider, slik de var {date}. Hvert funn har sitatet det bygger på.",
        "Dette arket viser kva som er funne om førebyggjande arbeidsmiljøarbeid og HMS i opplæringa for "
        "tillitsvalde på dei "
        "opne nettsidene til forbundet, slik dei var {date}. Kvart funn har sitatet det byggjer på.",
        "This sheet shows what was found on preventive working-environment work and HSE in the training of "
        "representatives "
        "on the union's open web pages, as they were on {date}. Each finding has the quote that it rests on.",
    ),
    "sheet_found": ("Hva som er funnet", "Kva som er funne", "What was found"),
    "sheet_courses": ("Kurs som er funnet", "Kurs som er funne", "Courses that were found"),
    "sheet_unread": (
        "Disse adressene ga ingen tekst. Det som står der, er ikke med i vurderingen.",
        "Desse adressene gav ingen tekst. Det som står der, er ikkje med i vurderinga.",
        "These addresses gave no text. What they say is not part of the assessment.",
    ),
    "sheet_correct": ("Er noe feil eller mangler?", "Er noko feil eller manglar?", "Is something wrong or missing?"),
    "sheet_contact": (
        "Skriv til {contact}. Lenk gjerne til siden som viser det riktige, så blir den lest i neste kjøring.",
        "Skriv til {contact}. Lenk gjerne til sida som viser det rette, så blir ho lesen i neste køyring.",
        "Write to {contact}. A link to the page that shows what is right lets it be read in the next run.",
    ),
    "sheet_contact_none": (
        "Svar den som sendte arket. Lenk gjerne til siden som viser det riktige, så blir den lest i neste kjøring.",
        "Svar den som sende arket. Lenk gjerne til sida som viser det rette, så blir ho lesen i neste køyring.",
        "Reply to whoever sent this sheet. A link to the page that shows what is right lets it be read in the "
        "next run.",
    ),
    "sheet_labels": ("Hva ordene betyr", "Kva orda tyder", "What the words mean"),
    # Reviews: what people say of a label
    "review": ("Gjennomgang", "Gjennomgang", "Review"),
    "review.agrees": ("enig", "einig", "agrees"),
    "review.rejects": ("uenig", "ueinig", "disagrees"),
    "review.open": ("åpen", "open", "open"),
    "review.stale": (
        "foreldet: grunnlaget er et annet nå",
        "forelda: grunnlaget er eit anna no",
        "stale: the evidence has changed",
    ),
    "too_little_text": ("For lite tekst til å avgjøre.", "For lite tekst til å avgjere.", "Too little text to judge."),
}
