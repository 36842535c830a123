"""The page of an agreement that its parties have published: what is public, what is withheld, invented marked so."""

from __future__ import annotations

import datetime as dt
import json
from html import unescape
from typing import Any

import pytest

from concord.agreements import account_shown, elements
from concord.agreements.account import account
from concord.agreements.account_given import read
from concord.agreements.evaluation import Evaluation, Lesson, Recommendation, Verdict
from concord.agreements.monitoring import Target, Told
from concord.agreements.plan import Action, Decision, Meeting, Paper
from concord.texts.reading import read_text
from concord.vocabulary.text import Text
from concord_site.agreements.models import Publication
from concord_site.agreements.queries.published import published
from concord_site.public.agreeing import dossier, dossier_account, dossier_document, dossier_words
from concord_site.public.agreeing.dossier_numbers import numbers

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 1)
WORDS = "Article 1 Purpose\nThe parties agree.\n\nArticle 2 Fees\nNo worker pays a fee. <script>alert(1)</script>\n"


def account_body() -> dict[str, Any]:
    figures = {
        "moved": (108, 100, 120), "training-public": (5700, 4500, 7500), "own-training": (30_000, 20_000, 40_000),
        "payments-promised": (240_000, 240_000, 240_000), "fees": (1200, 600, 2000),
    }  # fmt: skip
    inputs = {
        id: {"value": value, "low": low, "high": high, "source": "example", "by": "both"}
        for id, (value, low, high) in figures.items()
    }
    asked = read({"id": "x", "title": "An agreement", "origin": "Marania", "destination": "Velmark", "first": 2026,
                  "years": 5, "price_year": 2025, "invented": True, "inputs": inputs, "draws": 500}).asked  # fmt: skip
    assert asked is not None
    return account_shown.as_json(account(asked))


def bodies() -> dict[str, Any]:
    marks = {"CL01": "met", "CL13": "met", "CL16": "partly", "CL38": "absent", "CL04": "not-applicable"}
    plan = {
        "actions": [
            Action("a", Text(en="Open the office"), "origin", "Ministry", state="under-way", start=DAY).to_json(),
            Action("b", Text(fr="Former"), "both", state="done", done_on=DAY).to_json(),
        ],
        "meetings": [Meeting("m", DAY, True, minutes=Text(en="We met.")).to_json()],
        "decisions": [Decision("d", "m", Text(en="Train twenty"), due=DAY).to_json()],
        "documents": [Paper("p", Text(en="Report"), link="https://example.org/report").to_json()],
        "withheld": {"actions": 1, "documents": 1},
    }  # fmt: skip
    numbers = {
        "figures": [
            Told("persons-moved", 2026, "origin", 104, source="example").to_json(),
            Told("persons-moved", 2026, "destination", 109, 105, 113, source="example").to_json(),
        ],
        "targets": [Target("persons-moved", 120, "at-most", 2026).to_json()],
        "indicators": {"persons-moved": {"unit": "persons", "side": "origin", "goal": "x"}},
    }  # fmt: skip
    evaluation = {
        "evaluations": [
            Evaluation(
                "e", "final", DAY, DAY, "An institute", True, Text(en="It went well."),
                (Verdict("o", "partly", Text(en="Too late.")),),
                (Recommendation(Text(en="Pay sooner"), "destination"),),
            ).to_json()
        ],
        "objectives": [{"id": "o", "goal": "x", "side": "origin", "statement": {"en": "More nurses stay"}}],
    }  # fmt: skip
    lesson = Lesson("l", Text(en="Start early"), Text(en="Papers took a year."), Text(en="Begin with recognition."))
    return {
        "text": {
            "text": WORDS, "language": "en", "title": "Agreement", "clauses": [], "prevails": "equal",
            "languages": [{"language": "fr", "text": "Article 1 Objet\nLes parties conviennent.\n"}],
            "attached": [{
                "title": "First amendment", "kind": "amendment", "text": "Article 2 is replaced.",
                "amendment": {"id": "a1", "title": "First amendment", "in_force": "2026-01-01", "signed": "2025-12-01",
                              "until": None, "language": "en", "changes": []},
            }],
        },
        "profile": {"elements": [{"id": id, "mark": mark, "clauses": ["art-1"]} for id, mark in marks.items()]},
        "account": account_body(), "plan": plan, "numbers": numbers, "evaluation": evaluation,
        "lessons": {"lessons": [lesson.to_json()]},
    }  # fmt: skip


def publish(slug: str = "marania-and-velmark", **more: Any) -> Publication:
    content = {
        "title": {"en": "Agreement on nurses", "ar": "اتفاق بشأن الممرضين"}, "invented": True,
        "status": [{"status": "signed", "on": "2025-05-12"}, {"status": "in-force", "on": "2025-09-01"}],
        "parties": [
            {"area": "", "name": {"en": "Marania"}, "level": "state", "side": "origin"},
            {"area": "", "name": {"en": "Velmark"}, "level": "state", "side": "destination"},
        ],
        "parts": bodies(), "withheld": [], **more,
    }  # fmt: skip
    return Publication.objects.create(slug=slug, version=1, content=content, digest="d" * 64, published_at=NOW)


def said(client: Any, address: str = "/en/agreements/marania-and-velmark/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_every_part_that_is_public_stands_on_the_page(client: Any) -> None:
    publish()
    page = unescape(said(client))
    for words in (
        "Agreement on nurses", "12 May 2025", "1 September 2025", "Measured against the Code", "No overall score",
        "Who gains, who pays", "Training already paid for", "Balance", "104", "109", "105 to 113", "at most 120",
        "Open the office", "under way", "Train twenty", "2 things of the plan are not public", "It went well.",
        "More nurses stay", "partly achieved", "Pay sooner", "Start early", "Begin with recognition.", "No worker pays",
        "version 1", "dddddddddddd", "Les parties conviennent.", "All language versions are equally valid.",
        "First amendment", "in force since 1 January 2026",
    ):  # fmt: skip
        assert words in page, words


def test_invented_is_said_on_the_page_in_the_citation_in_lists_and_in_the_file(client: Any) -> None:
    publish()
    page = said(client)
    assert "Invented example" in page
    assert "Agreement and parties are invented" in page
    assert "/en/corridors/" not in page.partition("<footer")[0].replace('href="/en/corridors/"', "")
    assert "Invented example" in said(client, "/en/agreements/")
    assert json.loads(client.get("/en/agreements/marania-and-velmark/?format=json").content)["invented"] is True


def test_what_is_withheld_is_named_with_its_reason_and_day(client: Any) -> None:
    parts = {id: body for id, body in bodies().items() if id in ("profile",)}
    publish(parts=parts, withheld=[
        {"part": "account", "reason": "Prices of places", "until": "2030-08-31", "agreed": True},
        {"part": "plan", "reason": "", "until": "", "agreed": False},
    ])  # fmt: skip
    page = unescape(said(client))
    assert "withheld by the parties until 31 August 2030" in page
    assert "Prices of places" in page
    assert "not out yet: the parties have not decided" in page
    assert "Training already paid for" not in page


def test_a_part_of_another_shape_is_led_to_and_breaks_nothing(client: Any) -> None:
    publish(parts={"account": {"sums": 1}, "plan": {"actions": None}, "numbers": {}, "text": {}, "profile": {"x": []},
                   "evaluation": [], "lessons": {"lessons": [{}]}})  # fmt: skip
    page = said(client)
    assert page.count("public; to be read as data") == 7


def test_what_parties_wrote_is_never_markup(client: Any) -> None:
    publish()
    assert "<script>alert(1)</script>" not in client.get("/en/agreements/marania-and-velmark/").content.decode()
    assert dossier_words.link("javascript:alert(1)") == ""


def test_the_text_goes_out_as_akoma_ntoso_with_all_its_words(client: Any) -> None:
    publish()
    answer = client.get("/en/agreements/marania-and-velmark/?format=xml")
    assert answer["Content-Type"] == "application/akn+xml"
    assert "2025-05-12" in answer.content.decode()
    again = read_text(answer.content, name="agreement.xml")
    assert "No worker pays a fee." in " ".join(again.text().split())


def test_a_text_that_is_not_public_does_not_go_out(client: Any) -> None:
    publish(parts={})
    said(client, "/en/agreements/marania-and-velmark/?format=xml")
    assert "akoma" not in said(client).casefold()


def test_marks_are_counted_and_never_summed_up(client: Any) -> None:
    publish()
    shown = client.get("/en/agreements/marania-and-velmark/").context["part_profile"]
    assert [count for _label, count in shown["counts"]] == [2, 1, 1, 1]
    assert [name for name, _articles, _question in shown["gaps"]] == [elements.element("CL38").label["en"]]


def test_pages_stand_in_arabic_and_what_falls_back_keeps_its_language(client: Any) -> None:
    publish()
    page = said(client, "/ar/agreements/marania-and-velmark/")
    assert "اتفاق بشأن الممرضين" in page
    assert 'lang="en"' in page


def test_no_such_agreement_is_the_same_as_one_that_is_not_public(client: Any) -> None:
    row = publish()
    row.delete()
    said(client, status=404)


def test_an_earlier_version_that_was_cited_can_be_found(client: Any) -> None:
    row = publish()
    content = {**row.content, "title": {"en": "A newer title"}}
    Publication.objects.filter(pk=row.pk).update(state=Publication.State.CORRECTED)
    Publication.objects.create(slug=row.slug, version=2, content=content, digest="e" * 64, published_at=NOW)
    page = "/en/agreements/marania-and-velmark/"
    assert "A newer title" in said(client, page)
    assert "An earlier version" not in said(client, page)
    assert "Agreement on nurses" in said(client, f"{page}?version=1")
    assert "An earlier version" in said(client, f"{page}?version=1")
    for odd in ("0", "3", "x", "9" * 20):
        assert "A newer title" in said(client, f"{page}?version={odd}")


def test_a_part_that_is_withheld_later_leads_to_the_versions_that_still_hold_it(client: Any) -> None:
    row = publish()
    content = {
        **row.content, "parts": {id: body for id, body in row.content["parts"].items() if id != "plan"},
        "withheld": [{"part": "plan", "reason": "It is negotiated anew", "until": "", "agreed": True},
                     {"part": "numbers", "reason": "", "until": "", "agreed": False}],
    }  # fmt: skip
    Publication.objects.filter(pk=row.pk).update(state=Publication.State.CORRECTED)
    Publication.objects.create(slug=row.slug, version=2, content=content, digest="e" * 64, published_at=NOW)
    page = said(client)
    assert "It is negotiated anew" in page
    assert page.count("It was public before: the versions in which it stands can still be read and cited.") == 2
    assert '<a href="?version=1">version 1</a>' in page
    assert "Open the office" not in page
    earlier = said(client, "/en/agreements/marania-and-velmark/?version=1")
    assert "Open the office" in earlier
    assert "It was public before" not in earlier
    states = dict(dossier_document.states(published(row.slug), dossier.context(published(row.slug), newest=2)))
    assert states["Plan and progress"].endswith("(it was public before: version 1 keeps it and can be cited)")


def test_numbers_stand_in_the_order_in_which_indicators_are_declared(client: Any) -> None:
    body = bodies()["numbers"]
    body["figures"].append(Told("actions-on-time", 2026, "plan", 75).to_json())
    body["indicators"]["actions-on-time"] = {"unit": "percent", "side": "process", "goal": "x"}
    publish(parts={"numbers": body})
    shown = [each.name for each in numbers(body, published("marania-and-velmark"))["lines"]]
    assert shown == ["Persons who moved (persons)", "Actions finished in time (percent)"]


def test_numbers_tell_ranges_what_was_before_and_how_an_aim_stands(client: Any) -> None:
    body = bodies()["numbers"]
    body["figures"] = [
        Told("own-graduates", 2024, "destination", 296).to_json(),
        Told("own-graduates", 2025, "destination", 304, 304, 304).to_json(),
        Told("paid-fees", 2025, "survey", 2.8, 0.8, 9.6, answers=71).to_json(),
    ]
    body["targets"] = [
        Target("own-graduates", 300, "at-least", 2025, baseline=210, baseline_year=2019).to_json(),
        Target("paid-fees", 5, "at-most", 2025).to_json(),
        Target("vacancy-rate", 12, "at-most", 2026, every_year=True).to_json(),
    ]
    publish(parts={"numbers": body})
    lines = {(each.name, each.year): each for each in numbers(body, published("marania-and-velmark"))["lines"]}
    graduates = lines["Own graduates of the destination (persons)", "2025"]
    assert (graduates.aim, graduates.before, graduates.standing) == ("at least 300 by 2025", "210 (2019)", "met")
    assert [each.text for each in graduates.cells] == ["", "304"]
    fees = lines["Paid somebody to be recruited (percent)", "2025"]
    assert fees.others == ("2.8 (0.8 to 9.6) (survey of workers)",)
    assert fees.standing == "its range leaves both open"
    vacant = lines["Vacant posts in the origin (percent)", ""]
    assert (vacant.aim, vacant.standing) == ("at most 12 in every year", "not known")
    page = said(client, "/en/agreements/marania-and-velmark/")
    for words in ("at least 300 by 2025", "before: 210 (2019)", "2.8 (0.8 to 9.6)", "its range leaves both open"):
        assert words in page, words


def test_the_search_finds_what_parties_published(client: Any) -> None:
    publish()
    assert "Agreement on nurses" in said(client, "/en/search/?q=nurses")


def test_what_was_finished_after_its_date_says_so_for_good() -> None:
    from concord_site.public.agreeing.dossier_words import finished_late

    assert finished_late("2021-08-31", "2021-11-02") == "finished on 2 November 2021, 63 days late"
    assert finished_late("2021-08-31", "2021-08-31") == finished_late("2021-08-31", "") == finished_late("", "x") == ""


def test_the_public_data_tell_an_agreement_who_was_there_and_each_range() -> None:
    from concord.agreements.monitoring import Told
    from concord_site.evidence.facts import evidence
    from concord_site.public.agreeing import supplied

    found = [Told.from_json(each) for each in supplied.figures(origin="PHL", destination="CAN")]
    assert {each.indicator for each in found} >= {"persons-there", "reliance"}
    for id in {each.indicator for each in found}:
        years = {each.year for each in found if each.indicator == id}
        assert max(years) - min(years) < supplied.YEARS
    results = [each for each in evidence().of("reliance") if each.value is not None and each.has_range]
    wide = max(results, key=lambda each: each.year)
    told = [Told.from_json(each) for each in supplied.figures(origin="PHL", destination=wide.area)]
    assert (wide.low, wide.high) in {(each.low, each.high) for each in told if each.indicator == "reliance"}


def test_the_page_of_two_countries_says_who_gains_by_the_published_account(client: Any) -> None:
    parties = [
        {"area": "KEN", "name": {"en": "Marania"}, "level": "state", "side": "origin"},
        {"area": "NZL", "name": {"en": "Velmark"}, "level": "state", "side": "destination"},
    ]
    publish(parties=parties)
    page = said(client, "/en/corridors/KEN/NZL/")
    found = published("marania-and-velmark")
    sentences = ["".join(run.text for run in each.runs) for each in dossier_account.verdicts(found)]
    assert len(sentences) == 3
    for sentence in sentences:
        assert sentence in unescape(page)
    Publication.objects.all().delete()
    publish(parties=parties, parts={"account": {"sums": 1}})
    assert "Agreement on nurses" in said(client, "/en/corridors/KEN/NZL/"), "one of another shape is a link"
