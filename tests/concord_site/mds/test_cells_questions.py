"""Questions on figures: asked of a figure as it stood, answered, settled, opened again; told without data."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.models import Notice
from concord_site.audit.models import Entry
from concord_site.mds.actions import cells as actions
from concord_site.mds.actions import confirming, delivering, reading_files
from concord_site.mds.models import CellQuestion, Delivery
from concord_site.mds.queries import cells, watch_mirror
from concord_site.shell import access
from concord_site.shell.models import OutboxMessage

from . import small_files, watch_ground

pytestmark = pytest.mark.django_db(transaction=True)
STOCK = "mds-stock-by-training"
FIGURE = {"year": "2023", "occupation": "2221", "origin": "UGA", "row_kind": "origin"}
CANARY = "Canary-4711"


@pytest.fixture
def standing(officer: Any) -> Delivery:
    return watch_ground.confirmed("KEN", officer, subject="Register of nurses")


@pytest.fixture
def asked(standing: Delivery, desk: Any) -> CellQuestion:
    return actions.ask(delivery_id=standing.pk, text=CANARY, by=desk, structure=STOCK, dims=FIGURE)


def test_a_question_keeps_the_figure_as_it_stood(asked: CellQuestion) -> None:
    assert asked.about["structure"] == STOCK
    assert asked.about["value"] == 120
    assert asked.about["dims"]["origin"] == "UGA"
    assert (asked.state, asked.asked_by_side, asked.area) == ("open", "secretariat", "KEN")


def test_the_course_of_a_question(asked: CellQuestion, desk: Any, officer: Any) -> None:
    actions.write(question_id=asked.pk, text="They were counted in May.", by=officer)
    asked.refresh_from_db()
    assert asked.state == "answered"
    actions.write(question_id=asked.pk, text="Of which year?", by=desk, asks_again=True)
    asked.refresh_from_db()
    assert asked.state == "open"
    actions.write(question_id=asked.pk, text="2023.", by=officer)
    actions.settle(question_id=asked.pk, by=desk)
    with pytest.raises(Conflict) as refusal:
        actions.write(question_id=asked.pk, text="More.", by=officer)
    assert refusal.value.code == "site.cell.settled"
    actions.reopen(question_id=asked.pk, text="The register says otherwise.", by=desk)
    asked.refresh_from_db()
    assert (asked.state, asked.messages.count()) == ("open", 5)
    done = set(Entry.objects.filter(action__startswith="mds.question.").values_list("action", flat=True))
    assert {f"mds.question.{each}" for each in ("asked", "answered", "continued", "settled", "reopened")} <= done


def test_the_other_side_is_told_by_a_link_without_data(asked: CellQuestion, officer: Any, authority: Any) -> None:
    told = Notice._default_manager.filter(what="figure-asked")
    assert {each.person_id for each in told} == {officer.pk} | ({authority.pk} if told.count() > 1 else set())
    assert told[0].href.endswith(f"/questions/{asked.pk}/")
    for mail in OutboxMessage.objects.all():
        assert CANARY not in mail.body + mail.subject
        assert "120" not in mail.body


def test_a_new_delivery_answers_and_is_seen_once_it_is_confirmed(
    asked: CellQuestion, desk: Any, officer: Any, signed_in: Any
) -> None:
    later = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    actions.write(question_id=asked.pk, text="New figures.", by=officer, delivery_id=later.pk)
    page = signed_in(desk).get(reverse("mds:question", kwargs={"pk": asked.pk})).content.decode()
    assert str(later.pk) not in page
    assert "New figures are in hand" in page
    assert str(later.pk) in signed_in(officer).get(reverse("mds:question", kwargs={"pk": asked.pk})).content.decode()


def test_whoever_asked_is_told_when_the_figures_that_answer_are_confirmed(
    asked: CellQuestion, desk: Any, officer: Any, read: Any, signed_in: Any
) -> None:
    later = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    content = small_files.GOOD.replace(b";120\r", b";125\r").replace(b";5150\r", b";5155\r")
    delivering.add(delivery_id=later.pk, chunks=[content], name="stock.csv", by=officer)
    actions.write(question_id=asked.pk, text="New figures.", by=officer, delivery_id=later.pk)
    told = Notice._default_manager.filter(what="figure-answered", person=desk)
    assert told.count() == 1
    read(later)
    confirming.confirm(delivery_id=later.pk, version=later.version, name="A", office="B", by=officer)
    assert told.count() == 2
    assert Entry.objects.filter(action="mds.question.figures-came").exists()
    page = signed_in(desk).get(reverse("mds:question", kwargs={"pk": asked.pk})).content.decode()
    assert "The figure as it stands now" in page
    assert str(later.pk) in page
    assert cells.now(asked, desk)[1].value == 125
    actions.settle(question_id=asked.pk, by=desk)
    assert not Notice._default_manager.filter(what="figure-answered", person=desk, read_at=None).exists()


def test_a_figure_that_is_gone_says_so(asked: CellQuestion, standing: Delivery, desk: Any, officer: Any,
                                       signed_in: Any) -> None:  # fmt: skip
    page = reverse("mds:question", kwargs={"pk": asked.pk})
    assert "It stands unchanged" in signed_in(desk).get(page).content.decode()
    confirming.withdraw(delivery_id=standing.pk, reason="Counted twice.", by=officer)
    assert "It stands in none" in signed_in(desk).get(page).content.decode()


def test_somebody_who_left_is_not_waited_for(asked: CellQuestion, desk: Any, officer: Any, person: Any) -> None:
    """The one who asked has gone: the answer reaches their colleagues."""
    colleague = person("secretariat-desk")
    desk.memberships.update(ends_at=timezone.now())
    actions.write(question_id=asked.pk, text="They were counted in May.", by=officer)
    told = set(Notice._default_manager.filter(what="figure-answered").values_list("person", flat=True))
    assert told == {colleague.pk}


def test_of_several_questions_on_a_figure_the_table_leads_to_the_open_one(
    asked: CellQuestion, standing: Delivery, desk: Any, signed_in: Any
) -> None:
    actions.settle(question_id=asked.pk, by=desk)
    again = actions.ask(delivery_id=standing.pk, text="And now?", by=desk, structure=STOCK, dims=FIGURE)
    table = signed_in(desk).get(reverse("mds:figures", kwargs={"pk": standing.pk, "structure": STOCK}))
    assert next(each for each in table.context["rows"] if each.value == 120).question == again


def test_questions_are_listed_by_their_state(asked: CellQuestion, desk: Any, signed_in: Any) -> None:
    client = signed_in(desk)
    assert len(client.get(reverse("mds:questions"), {"state": "open"}).context["rows"]) == 1
    empty = client.get(reverse("mds:questions"), {"state": "closed"})
    assert empty.status_code == 200
    assert empty.context["rows"] == []
    assert len(client.get(reverse("mds:questions"), {"state": "moon"}).context["rows"]) == 1


def test_what_waits_is_asked_in_few_queries(standing: Delivery, desk: Any, officer: Any) -> None:
    for number in range(30):
        CellQuestion.objects.create(
            area="KEN", delivery=standing, asked_by_side="country", about={"structure": "", "dims": {"n": number}}
        )
    with CaptureQueriesContext(connection) as queries:
        assert len(cells.waiting(desk)) == 30
    assert len(queries) < 8


def test_a_delivery_of_another_country_answers_nothing(asked: CellQuestion, officer: Any, stranger: Any) -> None:
    foreign = delivering.begin(area="PER", by=stranger)
    with pytest.raises(NotFound):
        actions.write(question_id=asked.pk, text="Look there.", by=officer, delivery_id=foreign.pk)


def test_nobody_else_sees_a_question(asked: CellQuestion, stranger: Any, person: Any, organisation: Any,
                                     signed_in: Any) -> None:  # fmt: skip
    away = person("regional-office", organisation("regional-office", region="AMR"))
    watchers = person("observatory", organisation("observatory", area="KEN"))
    for who in (stranger, person(), away, watchers, person("translator"), person("operator")):
        client = signed_in(who)
        address = reverse("mds:question", kwargs={"pk": asked.pk})
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x"}).status_code == 404
        assert CANARY not in client.get(reverse("mds:questions")).content.decode()
        for name in ("question-settle", "question-reopen"):
            assert client.post(reverse(f"mds:{name}", kwargs={"pk": asked.pk}), {"text": "x"}).status_code == 404
        assert not access.visible(CellQuestion, who).exists()


def test_a_regional_office_of_the_region_asks_too(standing: Delivery, person: Any, organisation: Any) -> None:
    office = person("regional-office", organisation("regional-office", region="AFR"))
    made = actions.ask(delivery_id=standing.pk, text="Why?", by=office, structure=STOCK, dims=FIGURE)
    assert made.asked_by_side == "secretariat"


def test_a_figure_is_asked_about_once_at_a_time(asked: CellQuestion, standing: Delivery, desk: Any) -> None:
    with pytest.raises(Conflict) as refusal:
        actions.ask(delivery_id=standing.pk, text="Again?", by=desk, structure=STOCK, dims=FIGURE)
    assert refusal.value.code == "site.cell.there"


@pytest.mark.parametrize(
    ("structure", "dims", "refused"),
    [
        (STOCK, {**FIGURE, "origin": "FRA"}, Invalid),
        (STOCK, {"year": "2023"}, Invalid),
        ("mds-outflow", FIGURE, NotFound),
        ("no-such-table", FIGURE, NotFound),
    ],
)
def test_only_a_figure_that_is_there_is_asked_about(
    standing: Delivery, desk: Any, structure: str, dims: Any, refused: Any
) -> None:
    with pytest.raises(refused):
        actions.ask(delivery_id=standing.pk, text="?", by=desk, structure=structure, dims=dims)
    assert not CellQuestion.objects.exists()


def test_the_country_asks_about_its_own_table_before_it_confirms(officer: Any, desk: Any, read: Any) -> None:
    row = delivering.begin(area="KEN", by=officer)
    delivering.add(delivery_id=row.pk, chunks=[small_files.GOOD], name="a.csv", by=officer)
    read(row)
    with pytest.raises(NotFound):
        actions.ask(delivery_id=row.pk, text="?", by=desk, structure=STOCK, dims=FIGURE)
    made = actions.ask(delivery_id=row.pk, text="Is this what is meant?", by=officer, structure=STOCK, dims=FIGURE)
    assert (made.asked_by_side, made.about["value"]) == ("country", 120)
    assert [each.pk for each in cells.waiting(desk)] == [made.pk]
    assert not access.visible(Delivery, desk).exists()
    actions.write(question_id=made.pk, text="Yes.", by=desk)
    made.refresh_from_db()
    assert made.state == "answered"
    actions.settle(question_id=made.pk, by=officer)


def test_a_country_settles_what_it_asked_and_nothing_else(asked: CellQuestion, officer: Any) -> None:
    with pytest.raises(NotAllowed) as refusal:
        actions.settle(question_id=asked.pk, by=officer)
    assert refusal.value.code == "site.cell.not-yours"


@pytest.mark.parametrize(("text", "code"), [("  ", "site.cell.no-text"), ("x" * 4_001, "site.cell.long")])
def test_words_have_bounds(standing: Delivery, desk: Any, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.ask(delivery_id=standing.pk, text=text, by=desk)
    assert refusal.value.code == code


def test_what_waits_stands_on_both_home_pages(asked: CellQuestion, officer: Any, desk: Any) -> None:
    assert [each.pk for each in cells.waiting(officer)] == [asked.pk]
    assert cells.waiting(desk) == []
    actions.write(question_id=asked.pk, text="So it is.", by=officer)
    assert cells.waiting(officer) == []
    assert [each.pk for each in cells.waiting(desk)] == [asked.pk]


def test_the_pages_of_a_question_from_the_table_to_its_settling(
    standing: Delivery, desk: Any, officer: Any, signed_in: Any
) -> None:
    watcher, country = signed_in(desk), signed_in(officer)
    table = watcher.get(reverse("mds:figures", kwargs={"pk": standing.pk, "structure": STOCK}))
    row = next(each for each in table.context["rows"] if each.value == 120)
    address = f"{reverse('mds:ask', kwargs={'pk': standing.pk})}?{row.ask}"
    assert "120" in watcher.get(address).content.decode()
    assert watcher.post(address, {"text": ""}).status_code == 422
    made = watcher.post(address, {"text": "Is this right?"})
    assert made.status_code == 302
    answer = country.post(made["Location"], {"text": "It is."})
    assert answer.status_code == 302
    pk = CellQuestion.objects.get().pk
    assert watcher.post(reverse("mds:question-settle", kwargs={"pk": pk})).status_code == 302
    again = watcher.post(reverse("mds:question-reopen", kwargs={"pk": pk}), {"text": "One more thing."})
    assert again.status_code == 302
    assert CellQuestion.objects.get().state == "open"
    assert reading_files.JOB  # the table that is asked about was read by the job of the page


def test_the_partners_number_stands_beside_for_the_secretariat_alone(
    officer: Any, stranger: Any, desk: Any, person: Any, organisation: Any, signed_in: Any
) -> None:
    uganda = person("country-officer", organisation("ministry", area="UGA"), area="UGA")
    inflow = watch_ground.confirmed("KEN", officer, INFLOW)
    outflow = watch_ground.confirmed("UGA", uganda, OUTFLOW)
    frame = cells.frame(inflow, desk, "mds-inflow-by-training")
    found = watch_mirror.mirrors(inflow, "mds-inflow-by-training", frame, desk)
    mirror = found[("UGA", 2023, "2221")][0]
    assert (mirror.value, mirror.differs(120), mirror.differs(250)) == (300, True, False)
    assert mirror.delivery == outflow.pk
    assert watch_mirror.mirrors(inflow, "mds-inflow-by-training", frame, officer) == {}
    page = reverse("mds:figures", kwargs={"pk": inflow.pk, "structure": "mds-inflow-by-training"})
    assert "far apart" in signed_in(desk).get(page).content.decode()
    assert "300" not in signed_in(officer).get(page).content.decode()


INFLOW = (
    b"Country of training;ISCO-08;Kind of row;Sex;Year;Annual inflow\r\nUganda;2221;origin;T;2023;120\r\n"
    b";2221;total;T;2023;120\r\n"
)
OUTFLOW = b"Destination;ISCO-08;Kind of row;Year;Annual outflow\r\nKenya;2221;origin;2023;300\r\n"
