"""Following an agreement on its pages: account, plan, committee, monitoring, survey, evaluation, lessons."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from concord.agreements import worker_survey
from concord.agreements.evaluation import Evaluation
from concord.agreements.monitoring import Told
from concord.agreements.objectives import Chosen
from concord.instrument import xlsform
from concord.vocabulary.text import Text
from concord_site.agreements import parts
from concord_site.agreements.actions import writing
from concord_site.agreements.following import queries, wiring

pytestmark = pytest.mark.django_db
PAGES = ("account/", "account/own/", "account/shared/years/", "account/shared/figures/moved/", "plan/",
         "plan/actions/new/", "committee/", "committee/meetings/new/", "committee/documents/new/",
         "monitoring/", "monitoring/figures/new/", "monitoring/targets/new/",
         "evaluation/", "evaluation/new/", "lessons/", "lessons/new/")  # fmt: skip


def at(table: Any, page: str = "", language: str = "en") -> str:
    return f"/{language}/agreements/dossiers/{table.id}/follow/{page}"


def sent(client: Any, address: str, **data: Any) -> Any:
    answer = client.post(address, data)
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[:3000]
    return answer


FIGURES = {
    "moved": {"value": 108, "low": 100, "high": 120}, "own-training": {"value": 30_000, "low": 20_000, "high": 40_000},
    "recruiting": {"value": 3000, "low": 2500, "high": 4000},
    "training-public": {"value": 5700, "low": 4500, "high": 7500},
    "payments-promised": {"value": 500_000, "by_year": {"2026": {"value": 100_000}}},
}  # fmt: skip


def begin(table: Any) -> None:
    """An account with a few figures, in the shared space."""
    told = {"source": "Ledger, invented", "by": "both"}
    bodies = {"setup": {"first": 2026, "years": 5, "price_year": 2025}, **{id: {**told, **each} for id, each in
                                                                         FIGURES.items()}}  # fmt: skip
    space = table.origin().shared
    for key, body in bodies.items():
        writing.put(space, "account.input", key, body, by=table.asha, now=timezone.now(), based_on=0)


# --- Every page ------------------------------------------------------------------------------------------------------
def test_every_page_answers_its_parties_and_nobody_else(table, signed_in, person, organisation) -> None:
    ours, other = signed_in(table.asha), signed_in(person("negotiator", organisation("ministry", "GHA")))
    for page in PAGES:
        answer = ours.get(at(table, page, "ar" if page in ("account/", "monitoring/") else "en"))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private"), page
        if page.count("/") > 1:
            continue
        refused = other.get(at(table, page))
        missing = other.get(at(table, page).replace(table.id, "a" * 26))
        assert refused.status_code == 404, page
        assert refused.content.replace(table.id.encode(), b"a" * 26) == missing.content, page


def test_the_task_list_names_the_parts_and_what_is_late(table, signed_in) -> None:
    client = signed_in(table.asha)
    sent(client, at(table, "plan/actions/new/"), title="Send lists", party="origin", owner="Registry",
         start="2020-01-01", end="2020-02-01", state="under-way", version=0)  # fmt: skip
    page = client.get(f"/en/agreements/dossiers/{table.id}/").content.decode()
    for words in ("Who gains, who pays", "Implementation plan", "Joint committee", "Lessons", "1 is late"):
        assert words in page


def test_a_remark_on_an_action_calls_it_by_its_title_and_never_by_its_key(table, signed_in) -> None:
    client = signed_in(table.asha)
    sent(client, at(table, "plan/actions/new/"), title="Send lists", party="origin", state="planned", version=0)
    (action,) = queries.plan(table.origin()).actions
    page = re.sub(r"<[^>]+>", "", client.get(at(table, "plan/")).content.decode())
    assert "Action “Send lists” has no owner." in page
    assert action.id not in page


# --- The account -----------------------------------------------------------------------------------------------------
def test_an_account_is_begun_given_figures_and_shows_three_sides_with_ranges(table, signed_in) -> None:
    client = signed_in(table.asha)
    assert "No account has been begun" in client.get(at(table, "account/")).content.decode()
    sent(client, at(table, "account/shared/years/"), first=2026, years=5, price_year=2025, version=0)
    assert "lacks figures" in client.get(at(table, "account/")).content.decode()
    begin_rest = {"value": "108", "low": "100", "high": "120", "source": "Forecast", "by": "both", "version": 0}
    sent(client, at(table, "account/shared/figures/moved/"), **begin_rest)
    sent(client, at(table, "account/shared/figures/own-training/"), **{**begin_rest, "value": "30000", "low": "20000",
                                                                       "high": "40000"})  # fmt: skip
    page = client.get(at(table, "account/")).content.decode()
    assert "Province of Fictia gains in almost every case" in page
    assert "For Ministry of Health of Inventland no line is known" in page
    assert page.count("<svg") >= 2
    assert "not known here" in page
    assert "Invented example" in page


def test_figures_to_try_answer_at_once_are_kept_nowhere_and_stand_in_no_address(table, signed_in) -> None:
    import time

    client = signed_in(table.asha)
    begin(table)
    before = client.get(at(table, "account/")).content.decode()
    begun = time.perf_counter()
    answer = client.post(
        at(table, "account/"), {"training-public": "57000", "anyway": "10"}, headers={"HX-Request": "true"}
    )
    assert time.perf_counter() - begun < 1.5
    tried = answer.content.decode()
    assert answer.status_code == 200
    assert tried.lstrip().startswith('<div id="account">')
    assert "nothing was saved" in tried
    assert "Inventland loses in almost every case" in tried
    assert "Inventland loses" not in before
    assert client.get(at(table, "account/")).content.decode().count("Inventland loses") == 0
    assert 'method="post"' in before
    assert "hx-get" not in before


def test_a_tried_figure_takes_its_range_along_in_proportion() -> None:
    from concord.labour_market.curves import Range
    from concord_site.agreements.following.forms_account import moved

    assert moved(Range(100, 80, 150), 200) == Range(200, 160, 300)
    assert moved(Range(0.3, 0.0, 0.6), 0.9, most=1.0) == Range(0.9, 0.0, 1.0)
    assert moved(Range(0, 0, 5), 3) == Range.exact(3)


def test_ones_own_figure_stands_over_the_shared_one_and_the_other_party_never_sees_it(table, signed_in) -> None:
    ours, theirs = signed_in(table.asha), signed_in(table.ben)
    begin(table)
    sent(ours, at(table, "account/own/figures/training-public/"), value="5555555", low="5555554", high="5555556",
         source="Canary ledger", by="origin", version=0)  # fmt: skip
    own = ours.get(at(table, "account/own/")).content.decode()
    assert "Canary ledger" in own
    assert "Inventland loses in almost every case" in own
    for client, page in ((ours, "account/"), (theirs, "account/"), (theirs, "account/own/")):
        assert "Canary ledger" not in client.get(at(table, page)).content.decode()


def test_a_figure_that_cannot_be_is_shown_again_with_what_to_do(table, signed_in) -> None:
    client = signed_in(table.asha)
    begin(table)
    right = {"value": "40", "low": "10", "high": "60", "source": "x", "by": "both", "version": 0}
    for change in ({"value": "140", "high": "150"}, {"low": "50"}, {"source": ""}, {"value": "", "low": "", "high": ""},
                   {"value": "-4", "low": "-5"}):  # fmt: skip
        answer = client.post(at(table, "account/shared/figures/anyway/"), {**right, **change})
        assert answer.status_code == 422, change
    sent(client, at(table, "account/shared/figures/anyway/"), **right)
    record = table.origin().shared.record("account.input", "anyway")
    assert (record.body["value"], record.body["low"], record.body["high"]) == (0.4, 0.1, 0.6)


def test_saving_a_figure_unchanged_loses_neither_ranges_of_years_nor_what_each_party_said(table, signed_in) -> None:
    client = signed_in(table.asha)
    begin(table)
    bodies = {"payments-delivered": {"by_year": {"2026": {"value": 90.0, "low": 80.0, "high": 95.0}}},
              "places-promised": {"said": {"origin": 170.0, "destination": 180.0}}}  # fmt: skip
    for key, body in bodies.items():
        whole = {"source": "Ledger", "by": "both", **body}
        writing.put(table.origin().shared, "account.input", key, whole, by=table.asha, now=timezone.now(), based_on=0)
        page = client.get(at(table, f"account/shared/figures/{key}/")).content.decode()
        boxes = dict(re.findall(r'name="(value|low|high|y20\d\d)" value="([^"]*)"', page))
        sent(client, at(table, f"account/shared/figures/{key}/"), **boxes, source="Ledger", by="both", version=1)
        assert table.origin().shared.record("account.input", key).body == whole
    sent(
        client,
        at(table, "account/shared/figures/payments-delivered/"),
        y2026="91",
        source="Ledger",
        by="both",
        version=2,
    )
    record = table.origin().shared.record("account.input", "payments-delivered")
    assert record.body["by_year"] == {"2026": {"value": 91.0}}


def test_a_line_that_stands_beside_the_balance_is_counted_in_it_on_request(table, signed_in) -> None:
    client = signed_in(table.asha)
    begin(table)
    told = {"value": 2000, "source": "Ledger", "by": "both"}
    space = table.origin().shared
    writing.put(space, "account.input", "remittance", told, by=table.asha, now=timezone.now(), based_on=0)
    assert "remittances-received" in [each.id for each in queries.shared_account(table.origin()).origin.beside]
    sent(client, at(table, "account/shared/years/"), first=2026, years=5, price_year=2025, version=1,
         counting=["remittances-received"])  # fmt: skip
    assert "remittances-received" in [each.id for each in queries.shared_account(table.origin()).origin.counted]


def test_a_figure_that_is_tried_shows_what_it_changes_and_is_put_back_alone_or_with_all(table, signed_in) -> None:
    client = signed_in(table.asha)
    begin(table)
    before = client.get(at(table, "account/")).content.decode()
    assert "With your figures" not in before
    tried = {"anyway": "10", "would-train": "90"}
    page = client.post(at(table, "account/"), tried).content.decode()
    begins, ends = page.index('class="table changed as-cards"'), page.index("Compute again")
    change = re.sub(r"<[^>]+>|\s+", " ", page[begins:ends])
    assert re.search(r"Ministry of Health of Inventland .*?to.*?to", change)
    assert "unchanged" in change
    assert page.count("instead of 30 (0 to 60)") == page.count('name="back" value="anyway"') == 1
    assert '<a class="button second" href="' + at(table, "account/") in page
    back = client.post(at(table, "account/"), {**tried, "back": "anyway"}).content.decode()
    assert 'name="back" value="would-train"' in back
    assert 'name="back" value="anyway"' not in back
    assert re.search(r'name="anyway" value="30"', back)
    assert "With your figures" not in client.get(at(table, "account/")).content.decode()
    swapped = client.post(at(table, "account/"), tried, headers={"HX-Request": "true"}).content.decode()
    assert 'id="tried-said"' in swapped
    assert "<html" not in swapped
    assert table.origin().shared.record("account.input", "anyway") is None


def test_the_account_says_on_which_figures_its_ranges_rest_and_why_one_is_assumed(table, signed_in) -> None:
    client = signed_in(table.asha)
    begin(table)
    page = client.get(at(table, "account/")).content.decode()
    assert "What the ranges rest on" in page
    assert "Who would have left anyway, " in page
    assert page.index('name="anyway"') < page.index('name="would-train"') < page.index("Other figures to try")
    assert "لا يمكن رصد عدد من كانوا سيغادرون" in client.get(at(table, "account/", "ar")).content.decode()


def test_two_who_change_one_figure_see_both_texts(table, signed_in) -> None:
    ours, theirs = signed_in(table.asha), signed_in(table.ben)
    begin(table)
    address = at(table, "account/shared/figures/moved/")
    sent(theirs, address, value="150", low="140", high="160", source="Second ledger", by="destination", version=1)
    answer = ours.post(
        address, {"value": "90", "low": "80", "high": "95", "source": "Third ledger", "by": "origin", "version": 1}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Second ledger" in page
    assert "Third ledger" in page


@pytest.mark.parametrize("format", ["csv", "json", "docx"])
def test_the_account_is_taken_along_as_a_file(table, signed_in, format: str) -> None:
    client = signed_in(table.asha)
    assert client.get(at(table, f"account/shared/file.{format}")).status_code == 404
    begin(table)
    answer = client.get(at(table, f"account/shared/file.{format}"))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    if format == "json":
        assert set(json.loads(answer.content)) >= {"origin", "destination", "workers", "ranges", "method"}
    if format == "csv":
        assert b"Invented example" in answer.content


# --- Plan and committee ----------------------------------------------------------------------------------------------
def test_an_action_is_written_marked_done_and_taken_away(table, signed_in) -> None:
    client = signed_in(table.asha)
    assert "no action yet" in client.get(at(table, "plan/")).content.decode()
    wrong = {"title": "Pay", "party": "destination", "state": "planned", "start": "2026-05-01", "end": "2026-04-01"}
    assert client.post(at(table, "plan/actions/new/"), wrong).status_code == 422
    sent(client, at(table, "plan/actions/new/"), **{**wrong, "end": "2099-01-01"}, owner="Treasury", budget="1200.50",
         indicator="payments-made", clauses="7.1, 7.2", version=0)  # fmt: skip
    (action,) = queries.plan(table.destination()).actions
    assert (str(action.budget.amount), action.clauses, action.is_public) == ("1200.5", ("7.1", "7.2"), False)
    sent(client, at(table, "plan/"), key=action.id, to="done")
    (done,) = queries.plan(table.origin()).actions
    assert (done.state, done.done_on is not None) == ("done", True)
    assert client.post(at(table, "plan/"), {"key": action.id, "to": "stopped"}).status_code == 302
    assert queries.plan(table.origin()).actions[0].state == "done"
    sent(client, at(table, "shared/take-away/"), kind="plan.action", key=action.id)
    assert queries.plan(table.origin()).actions == ()
    assert client.post(at(table, "shared/take-away/"), {"kind": "member", "key": "1"}).status_code == 404


def test_an_action_that_a_party_keeps_to_itself_is_read_by_nobody_else(table, signed_in) -> None:
    client = signed_in(table.asha)
    own = {"title": "Ask Parliament for posts", "party": "origin", "state": "planned", "version": 0}
    sent(client, at(table, "plan/own/new/"), **own)
    assert queries.plan(table.origin()).actions == ()
    page = client.get(at(table, "plan/")).content.decode()
    assert "Ask Parliament for posts" in page
    key = re.search(r"plan/own/([^/]+)/\"", page.replace("plan/own/new/", ""))[1]
    assert 'name="is_public"' not in client.get(at(table, f"plan/own/{key}/")).content.decode()
    other = signed_in(table.ben)
    assert "Ask Parliament" not in other.get(at(table, "plan/")).content.decode()
    assert other.get(at(table, f"plan/own/{key}/")).status_code == 404


def test_a_meeting_its_decision_and_a_document_stand_on_the_committees_page(table, signed_in) -> None:
    client = signed_in(table.asha)
    assert client.get(at(table, "committee/decisions/new/"))["Location"] == at(table, "committee/meetings/new/")
    sent(client, at(table, "committee/meetings/new/"), on="2026-03-01", place="Port", is_held="on", present=["origin"],
         minutes="They spoke.", version=0)  # fmt: skip
    (meeting,) = queries.plan(table.origin()).meetings
    sent(client, at(table, "committee/decisions/new/"), meeting=meeting.id, text="Send the lists", party="both",
         due="2026-04-01", version=0)  # fmt: skip
    sent(client, at(table, "committee/documents/new/"), title="Annual report", link="https://example.org/r", version=0)
    assert (
        client.post(at(table, "committee/documents/new/"), {"title": "x", "link": "javascript:alert(1)"}).status_code
        == 422
    )
    page = signed_in(table.ben).get(at(table, "committee/")).content.decode()
    for words in ("Port", "They spoke.", "Send the lists", "late", "Annual report"):
        assert words in page


# --- Monitoring ------------------------------------------------------------------------------------------------------
def test_both_parties_figures_stand_side_by_side_and_each_changes_its_own_alone(table, signed_in) -> None:
    ours, theirs = signed_in(table.asha), signed_in(table.ben)
    target = {"indicator": "persons-moved", "aim": "at-most", "value": "105", "year": "2030", "every_year": "on",
              "baseline": "40", "baseline_year": "2024", "version": 0}  # fmt: skip
    sent(ours, at(table, "monitoring/targets/new/"), **target)
    told = {"indicator": "persons-moved", "year": "2026", "source": "Register", "version": 0}
    sent(ours, at(table, "monitoring/figures/new/"), value="104", **told)
    sent(theirs, at(table, "monitoring/figures/new/"), value="109", **told)
    page = ours.get(at(table, "monitoring/")).content.decode()
    row = page[page.index('<tr class="differs">') :]
    assert row.index("104") < row.index("109")
    assert "the parties differ" in row
    assert "at most 105 in every year" in row
    assert "before: 40 (2024)" in row
    assert "The two parties count differently" in page
    assert "106" not in re.sub(r"<[^>]+>", " ", row.split("</tr>")[0])
    assert ours.get(at(table, "monitoring/figures/persons-moved:2026:destination/")).status_code == 404
    assert ours.get(at(table, "monitoring/figures/persons-moved:2026:origin/")).status_code == 200
    assert (
        ours.post(at(table, "monitoring/figures/new/"), {**told, "indicator": "paid-fees", "value": "140"}).status_code
        == 422
    )


def test_a_figure_is_told_with_its_range_and_keeps_it(table, signed_in) -> None:
    client = signed_in(table.asha)
    told = {"indicator": "vacancy-rate", "year": "2026", "value": "13.5", "source": "Payroll", "version": 0}
    new = at(table, "monitoring/figures/new/")
    assert client.post(new, {**told, "low": "14", "high": "15"}).status_code == 422
    sent(client, new, low="12.4", high="14.7", **told)
    assert "13.5 (12.4 to 14.7)" in re.sub(r"<[^>]+>", "", client.get(at(table, "monitoring/")).content.decode())
    form = client.get(at(table, "monitoring/figures/vacancy-rate:2026:origin/")).content.decode()
    assert 'value="12.4"' in form
    assert 'value="14.7"' in form


def test_answers_of_workers_are_counted_and_neither_names_nor_texts_are_kept(table, signed_in) -> None:
    client = signed_in(table.asha)
    rows = ["name,working/equal_pay,consent,comment", *("Ana Canary,yes,yes,Canary text" for _ in range(7)),
            *("Eve,no,yes," for _ in range(5))]  # fmt: skip
    file = SimpleUploadedFile("answers.csv", "\n".join(rows).encode(), "text/csv")
    sent(client, at(table, "monitoring/"), year="2026", file=file)
    page = client.get(at(table, "monitoring/")).content.decode()
    assert "58 (32 to 81)" in page
    assert "Canary" not in page
    (record,) = table.origin().shared.records(queries.SURVEY)
    assert "Canary" not in json.dumps(record.body)
    few = SimpleUploadedFile("answers.csv", "\n".join([rows[0], *rows[1:10]]).encode(), "text/csv")
    refused = client.post(at(table, "monitoring/"), {"year": "2026", "file": few})
    assert refused.status_code == 422
    assert "Fewer than 10 people" in refused.content.decode()
    assert len(table.origin().shared.records(queries.SURVEY)) == 1
    bad = SimpleUploadedFile("answers.csv", b"a,b\n1,2\n", "text/csv")
    assert client.post(at(table, "monitoring/"), {"year": "2026", "file": bad}).status_code == 422


def test_the_questionnaire_goes_out_as_a_workbook_and_as_a_form(table, signed_in) -> None:
    client = signed_in(table.asha)
    workbook = client.get(at(table, "monitoring/survey.xlsx")).content
    read = xlsform.read(workbook, "survey.xlsx")
    assert not [each for each in read.findings if each.level == "hard"]
    assert read.instrument.languages == worker_survey.instrument().languages
    assert b"h:html" in client.get(at(table, "monitoring/survey.xml")).content
    assert client.get(at(table, "monitoring/survey.exe")).status_code == 404


# --- Evaluation, lessons ---------------------------------------------------------------------------------------------
def objective(table: Any, now: Any) -> None:
    chosen = Chosen("o1", "worker-welfare", "origin", Text(en="Nobody pays to be recruited"), "", "agreement/paid-fees")
    writing.put(table.origin().shared, "objective", "o1", chosen.to_json(), by=table.asha, now=now, based_on=0)


def test_an_evaluation_is_written_and_read_as_page_word_and_pdf(table, signed_in, now) -> None:
    client = signed_in(table.asha)
    assert "No evaluation has been begun" in client.get(at(table, "evaluation/")).content.decode()
    objective(table, now)
    begin(table)
    sent(client, at(table, "evaluation/new/"), kind="mid-term", since="2026-01-01", until="2026-06-30",
         evaluators="An institute", is_independent="on", summary="Half way.", outcome="amend", said0="partly",
         because0="Some paid.", recommendations="Pay in time\nCount alike", version=0)  # fmt: skip
    ((record, made),) = queries.evaluations(table.destination())
    assert ([each.said for each in made.verdicts], len(made.recommendations)) == (["partly"], 2)
    page = signed_in(table.ben).get(at(table, f"evaluation/{record.key}/report/")).content.decode()
    for words in ("Half way.", "Nobody pays to be recruited", "Some paid.", "Count alike", "Who gains, who pays",
                  "Invented example", "were not asked"):  # fmt: skip
        assert words in page
    assert client.get(at(table, f"evaluation/{record.key}/report.docx")).content[:2] == b"PK"
    assert client.get(at(table, f"evaluation/{record.key}/report.pdf", "ar")).content[:4] == b"%PDF"
    listed = client.get(at(table, "evaluation/")).content.decode()
    assert "Those who moved were not asked" in listed


def test_a_lesson_is_written_for_the_library_of_practice(table, signed_in) -> None:
    client = signed_in(table.asha)
    sent(client, at(table, "lessons/new/"), title="Pay early", happened="Money came late.", advice="Fix a date.",
         whose="origin", is_public="on", version=0)  # fmt: skip
    assert "Pay early" in signed_in(table.ben).get(at(table, "lessons/")).content.decode()
    assert wiring.public_lessons(table.origin())["lessons"][0]["title"] == {"en": "Pay early"}


# --- What others read ------------------------------------------------------------------------------------------------
def test_what_becomes_public_is_of_the_shared_space_alone_and_says_what_is_withheld(table, signed_in, now) -> None:
    client, dossier = signed_in(table.asha), table.origin
    assert {each.id for each in parts.public_parts()} >= {"plan", "numbers", "account", "evaluation", "lessons"}
    assert all(part.body(dossier()) is None for part in parts.public_parts() if part.id in
               ("plan", "numbers", "account", "evaluation", "lessons"))  # fmt: skip
    begin(table)
    sent(client, at(table, "account/own/figures/refill/"), value="777777", source="Canary", by="origin", version=0)
    for title, more in (("Open", {"is_public": "on"}), ("Hidden canary", {})):
        sent(client, at(table, "plan/actions/new/"), title=title, party="origin", state="planned", version=0, **more)
    whole = json.dumps(
        [part.body(dossier()) for part in parts.public_parts() if part.id in ("plan", "account", "numbers")]
    )
    assert "anary" not in whole
    assert json.loads(whole)[0]["withheld"] == {"actions": 1}
    assert "Open" in whole


def test_gates_are_told_how_the_plan_and_the_indicators_stand(table, signed_in, now) -> None:
    client = signed_in(table.asha)
    _own, shared = wiring.facts(table.origin())
    assert shared == {"plan-actions": 0, "plan-incomplete": 0, "indicators": 0, "indicators-without-baseline": 0,
                      "counted-by-all": False, "evaluation-final": False}  # fmt: skip
    whole = {"title": "Pay", "party": "both", "owner": "Treasury", "start": "2026-01-01", "end": "2026-12-01",
             "budget": "0", "indicator": "payments-made", "state": "planned", "version": 0}  # fmt: skip
    sent(client, at(table, "plan/actions/new/"), **whole)
    sent(client, at(table, "plan/actions/new/"), **{**whole, "owner": ""})
    sent(
        client,
        at(table, "monitoring/targets/new/"),
        indicator="paid-fees",
        aim="at-most",
        value="0",
        year="2030",
        version=0,
    )
    for by in ("origin", "destination"):
        body = Told("paid-fees", 2026, by, 4.0).to_json()
        writing.put(table.origin().shared, "indicator.value", by, body, by=table.asha, now=now, based_on=0)
    final = Evaluation("e", "final", now.date(), now.date())
    writing.put(table.origin().shared, "evaluation", "e", final.to_json(), by=table.asha, now=now, based_on=0)
    _own, shared = wiring.facts(table.origin())
    assert shared == {"plan-actions": 2, "plan-incomplete": 1, "indicators": 1, "indicators-without-baseline": 1,
                      "counted-by-all": True, "evaluation-final": True}  # fmt: skip


def test_an_account_without_persons_who_move_asks_for_them_by_name(table, signed_in) -> None:
    client = signed_in(table.asha)
    sent(client, at(table, "account/shared/years/"), first="2027", years="3", price_year="2026", version=0)
    page = client.get(at(table, "account/")).content.decode()
    assert "“moved”" not in page
    assert at(table, "account/shared/figures/moved/") in page
    assert "Persons who move in a year" in page
