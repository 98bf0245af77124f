"""Seeds looked at as they are now."""

from crawl_tools import Clock, linking, settings, training_words, union
from faults.server import NOT_FOUND, Farm, Reply, Request

from kursrevisjon.crawl import SeedCheck, check_seeds


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
