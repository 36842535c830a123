"""Numbers of the data set are offered at the questions that ask for just them, and nowhere else."""

from __future__ import annotations

from concord.instrument import library
from concord.reporting.offered import offers
from concord.reporting.outliers import Known

DATA = "A register"
FORM = library.load("nri-2027")


def known(key: str, value: float, year: int, occupation: str) -> Known:
    return Known(key, value, year, occupation, DATA)


def offered(*figures: Known) -> dict[str, tuple[float, int]]:
    return {path[-1]: (each.value, each.year) for path, each in offers(FORM, figures).items()}


def test_the_column_of_everybody_is_offered_the_newest_total_of_its_row() -> None:
    found = offered(known("mds-totals", 40, 2020, "221"), known("mds-totals", 45, 2022, "221"))
    assert found == {"stock_doctors_all": (45, 2022)}


def test_a_part_of_the_whole_is_offered_nothing() -> None:
    assert not any("abroad" in key for key in offered(known("mds-totals", 45, 2022, "221")))


def test_a_total_of_a_year_is_offered_and_its_split_is_not() -> None:
    found = offered(known("mds-inflow-by-training", 12, 2025, "2221_3221"))
    assert found == {"inflow_sum_nurses_2025": (12, 2025)}


def test_a_question_with_an_indicator_of_its_own_asks_for_something_else() -> None:
    figures = [known("mds-inflow-by-training", 12, 2025, each) for each in ("221", "2221_3221")]
    assert "inflow_listed" not in offered(*figures)


def test_half_a_person_is_no_answer_to_a_whole_number() -> None:
    assert offered(known("mds-totals", 45.5, 2022, "221")) == {}


def test_another_year_of_a_table_with_years_is_not_offered() -> None:
    assert offered(known("mds-inflow-by-training", 12, 2021, "221")) == {}
