"""Seeds looked at as they are now."""

import json
from pathlib import Path

from cli_tools import run
from crawl_tools import Clock, linking, settings, training_words, union
from faults.cases import redirect
from faults.server import NOT_FOUND, Farm, Reply, Request

from kursrevisjon.crawl import SeedCheck, check_seeds


def test_sources_check_live_tells_what_to_look_at(farm: Farm, tmp_path: Path) -> None:
    kurs = linking(
        ("/kurs/a", "Kurs a"), title="Kurs for tillitsvalgte", text="Vi holder kurs for tillitsvalgte. " * 20
    )
    english = linking(title="Welcome", text="We are a trade union and this is what we do for all of our members. " * 20)
    site = farm.site({"/kurs": kurs, "/flyttet": redirect("/kurs"), "/borte": NOT_FOUND, "/english": english})
    path = tmp_path / "kilder.json"
    seeds = [{"url": f"{site.url}{path}"} for path in ("/kurs", "/flyttet", "/borte", "/english")]
    one = {
        "id": "prove",
        "name": "Prøveforbundet",
        "short_name": "Prøve",
        "homepage": f"{site.url}/",
        "affiliations": [{"main_org": "LO"}],
        "basis": "inferred",
        "workplaces": ["oppdiktet"],
        "seeds": seeds,
        "hosts": [site.host],
    }
    path.write_text(json.dumps({"contact": "a@example.org", "fictional": True, "main_orgs": ["LO"], "unions": [one]}))
    command = ("sources", "check", "--sources", path, "--live", "--allow-private", "--delay", 0)
    answer = run(*command)
    rows = {row["url"].removeprefix(site.url): row for row in run(*command, "--format", "json").json}
    remarks = {line.split()[1].removeprefix(site.url): line for line in answer.out.splitlines()[2:]}
    assert answer.code == 0
    assert remarks["/kurs"].endswith("i orden")
    assert remarks["/flyttet"].endswith(f"flyttet til {site.url}/kurs")
    assert remarks["/borte"].endswith("nettstedet meldte feil (HTTP 404)")
    assert "språket er ikke nb" in remarks["/english"]
    assert "sier ikke noe om opplæring" in remarks["/english"]
    assert (rows["/kurs"]["outcome"], rows["/kurs"]["likeness"], rows["/kurs"]["about_training"]) == ("read", 1, True)
    assert rows["/borte"]["outcome"] == "http_error"
    assert list(tmp_path.iterdir()) == [path], "nothing is stored"


def test_sources_check_live_exits_4_when_no_seed_can_be_read(farm: Farm, tmp_path: Path) -> None:
    site = farm.site({})
    path = tmp_path / "kilder.json"
    one = {
        "id": "prove",
        "name": "Prøveforbundet",
        "homepage": f"{site.url}/",
        "affiliations": [{"main_org": "LO"}],
        "basis": "inferred",
        "workplaces": ["oppdiktet"],
        "seeds": [{"url": f"{site.url}/borte"}],
        "hosts": [site.host],
    }
    path.write_text(json.dumps({"contact": "a@example.org", "fictional": True, "main_orgs": ["LO"], "unions": [one]}))
    assert run("sources", "check", "--sources", path, "--live", "--allow-private", "--delay", 0).code == 4


def test_what_only_a_look_at_the_sites_can_use_asks_for_one() -> None:
    answer = run("sources", "check", "--delay", 0)
    assert (answer.code, "--live" in answer.err) == (2, True)


def test_each_seed_is_fetched_twice_and_told_of(farm: Farm) -> None:
    count = 0

    def unsteady(_request: Request) -> Reply:
        nonlocal count
        count += 1
        return linking(title="Aktuelt", text=" ".join(f"ord{count}x{step}" for step in range(200)))

    site = farm.site(
        {
            "/kurs": linking(("/kurs/a", "Kurs a"), ("/om", "Om oss"), title="Kurs for tillitsvalgte"),
            "/flyttet": Reply(b"", 301, {"location": "/kurs"}),
            "/borte": NOT_FOUND,
            "/nytt": unsteady,
        }
    )
    one = union(site, "/kurs", "/flyttet", "/borte", "/nytt")
    kurs, moved, gone, unstable = check_seeds([one], settings(), training_words=training_words, clock=Clock())
    assert site.paths() == ["/robots.txt", *(["/kurs", "/flyttet", "/kurs", "/borte", "/nytt"] * 2)]
    assert (kurs.outcome, kurs.likeness, kurs.lang, kurs.about_training, kurs.training_links) == (
        "read",
        1,
        "nb",
        True,
        1,
    )
    assert kurs.words > 80
    assert (moved.url, moved.reached) == (f"{site.url}/flyttet", f"{site.url}/kurs")
    assert gone == SeedCheck("prove", f"{site.url}/borte", gone.outcome, detail="HTTP 404")
    assert gone.outcome == "http_error"
    assert unstable.likeness is not None
    assert unstable.likeness < 0.7
    assert not unstable.about_training
