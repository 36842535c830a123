"""The parts pages are made of keep their promises: unknown is drawn, fallbacks are marked, nothing unsafe gets in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from concord.documents.model import Column, Phrase, Picture, Table, Value
from concord.findings import Finding, Findings, Place
from concord.vocabulary.text import Text, Wording
from concord_site.shell.parts import figures, icons, words
from concord_site.shell.parts.values import Bar, Chip, Crumb, Event, Job, Link
from concord_site.shell.samples import SampleForm

GOLDEN = Path(__file__).resolve().parents[3] / "tests" / "golden" / "figures"


def drawn(source: str, language: str = "en", **context: Any) -> str:
    """What a template with our tags gives in a language."""
    with override(language):
        return Template("{% load concord %}" + source).render(Context(context))


# ---- figures -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "sign", "said"),
    [
        ("missing", "··", "missing"), ("not-applicable", "–", "does not apply"),
        ("suppressed", "hidden-cell", "hidden to protect persons"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_never_drawn_as_a_number(status: str, sign: str, said: str) -> None:
    shown = drawn("{% cell 2156 status %}", status=status)
    assert "2,156" not in shown
    assert sign in shown
    assert said in shown


def test_a_missing_value_and_a_zero_look_different() -> None:
    assert drawn("{% cell 0 %}") == "0"
    assert "··" in drawn("{% cell None %}")


@pytest.mark.parametrize(
    ("status", "letter"), [("estimated", "e"), ("provisional", "p"), ("break", "b"), ("difference", "d")]
)
def test_a_status_beside_a_figure_is_raised_and_explained(status: str, letter: str) -> None:
    shown = drawn("{% cell 1240 status %}", status=status)
    assert shown.startswith("1,240<sup")
    assert f">{letter}</abbr>" in shown
    assert figures.status_words(status) in shown


def test_a_figure_of_a_sentence_leads_to_its_source() -> None:
    assert drawn('{% figure 7211 "/en/trace/1/" %}') == '<a class="figure" href="/en/trace/1/">7,211</a>'
    assert "&lt;b&gt;" in drawn("{% figure said %}", said="<b>")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "16,615"), ("fr", "16\u202f615"), ("ru", "16\u00a0615"), ("ar", "16,615"), ("zh", "16,615")],
)
def test_numbers_are_written_as_the_language_writes_them(language: str, shown: str) -> None:
    assert drawn("{{ 16615|number }}", language) == shown


def test_a_negative_number_keeps_its_sign_in_arabic() -> None:
    assert drawn("{{ value|number:1 }}", "ar", value=-4.9) == "\u200e−4.9"


def test_dates_and_names_follow_the_language() -> None:
    assert drawn('{{ "2010-05-21"|day }}', "ar") == "21 أيار/مايو 2010"
    assert drawn('{{ "2010-05-21"|day }}', "zh") == "2010年5月21日"
    assert drawn('{{ "KEN"|area_name }}', "ru") == "Кения"
    assert drawn('{{ "QQQ"|area_name }}') == "QQQ"


def test_bars_share_a_scale_and_draw_no_bar_where_there_is_no_figure() -> None:
    rows = [Bar("A", 50), Bar("B", 0), Bar("C", None, "missing", said="not reported"), Bar("D", 200)]
    shown = drawn("{% bars rows scale_to=100 %}", rows=rows)
    assert shown.count("<svg") == 2
    assert 'width="50.00%"' in shown
    assert 'width="100.00%"' in shown
    assert "not reported" in shown


def test_a_legend_names_only_what_is_present_in_the_usual_order() -> None:
    with override("en"):
        assert [said for _sign, said in figures.legend_of({"provisional", "missing", "normal"})] == [
            "missing",
            "provisional",
        ]
    assert drawn("{% legend statuses %}", statuses=["normal"]).strip() == ""


def test_a_table_of_a_document_has_heads_of_rows_and_its_legend() -> None:
    table = Table(
        "t", Phrase(), (Column("a", Phrase()), Column("n", Phrase(), align="end")),
        ((Value("Kenya"), Value("12", number=12)), (Value("Egypt"), Value("··", "missing"))),
    )  # fmt: skip
    shown = drawn("{% data_table table %}", table=table)
    assert shown.count('<th scope="row">') == 2
    assert "missing" in shown


# ---- drawings ----------------------------------------------------------------------------------------------------
def _picture(svg: str) -> Picture:
    return Picture("p", Phrase(), svg, "")


def test_a_drawing_is_taken_from_a_figure_and_from_no_string() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" role="img"><rect width="1" height="1"/></svg>'
    assert drawn("{% drawing picture %}", picture=_picture(svg)) == svg
    with pytest.raises(TypeError):
        figures.drawing(svg)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>", '<rect onload="x()"/>', '<rect style="fill:red"/>', "<style>*{}</style>",
        '<use href="https://example.org/x"/>', '<image href="data:,"/>', "<foreignObject/>", '<a href="#x"/>',
        '<rect fill="url(https://example.org)"/>',
    ],
)  # fmt: skip
def test_a_drawing_holds_shapes_and_text_alone(inside: str) -> None:
    with pytest.raises(ValueError, match="shapes"):
        figures.drawing(_picture(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'))


def test_every_figure_of_the_documents_may_stand_on_a_page() -> None:
    drawings = sorted(GOLDEN.glob("*-web-*.svg"))
    for path in drawings:
        figures.drawing(_picture(path.read_text(encoding="utf-8")))
    if not drawings:
        pytest.skip("there are no golden figures")


def test_an_icon_without_words_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icons.icon("check")
    assert 'aria-label="Close"' in icons.icon("cross", "Close")
    with pytest.raises(KeyError):
        icons.icon("unheard-of")


# ---- words -------------------------------------------------------------------------------------------------------
def test_a_passage_in_another_language_says_so() -> None:
    with override("ar"):
        assert words.passage(Text(en="Is it so?")) == '<span class="fallback" lang="en" dir="ltr">Is it so?</span>'
        assert words.passage(Text(ar="نعم", en="Yes")) == "نعم"
        assert words.passage(Wording("<b>", "en", True), "p") == '<p class="fallback" lang="en" dir="ltr">&lt;b&gt;</p>'


def test_a_finding_without_translation_is_shown_in_english_and_marked() -> None:
    found = Findings([Finding("intake.text.quote-not-closed", "hard", Place(file="a.csv", row=14))])
    shown = drawn("{% findings found %}", "es", found=found)
    assert 'lang="en" dir="ltr"' in shown or "Row 14" not in shown


def test_findings_fold_their_notes_and_say_what_to_do() -> None:
    found = Findings([
        Finding("intake.text.other-digits", "note", Place(row=2), {"count": 1}),
        Finding("intake.text.quote-not-closed", "hard", Place(file="a.csv", row=14)),
    ])  # fmt: skip
    shown = drawn("{% findings found %}", found=found)
    assert shown.index("Must change") < shown.index("<details")
    assert "What to do." in shown
    assert "row 14" in shown


# ---- layout and state --------------------------------------------------------------------------------------------
def test_a_section_puts_title_and_note_in_the_margin_and_escapes_them() -> None:
    shown = drawn("{% section title=title note='why' id='x' %}<p>evidence</p>{% endsection %}", title="<b>")
    assert "&lt;b&gt;" in shown
    assert "<p>evidence</p>" in shown
    assert 'id="x"' in shown


def test_notices_and_empty_states_keep_the_markup_of_their_template() -> None:
    assert "<p>why</p>" in drawn("{% notice title='What' kind='look' %}<p>why</p>{% endnotice %}")
    assert "&lt;i&gt;" in drawn("{% empty title=title %}{{ said }}{% endempty %}", title="None", said="<i>")


def test_state_is_told_by_form_and_word() -> None:
    for kind in ("done", "going", "look", "open", "later", "must"):
        shown = drawn("{% tag kind %}", kind=kind)
        assert "<svg" in shown
        assert shown.rstrip().endswith("</span>")


def test_tabs_segments_chips_pages_crumbs_and_timelines_say_where_the_reader_is() -> None:
    here = [Link("A", "/a", True), Link("B", "/b")]
    assert 'aria-current="true"' in drawn("{% segments links 'View' %}", links=here)
    assert 'aria-current="page"' in drawn("{% tabs links 'View' %}", links=here)
    assert 'aria-current="page"' in drawn("{% pages links '/x' '/y' %}", links=here)
    assert 'aria-current="page"' in drawn("{% crumbs items %}", items=[Crumb("Home", "/"), Crumb("Here")])
    assert "take off" in drawn("{% chips items %}", items=[Chip("2018", "/?")])
    assert "still to come" in drawn("{% timeline events %}", events=[Event("Ends", "2030", is_to_come=True)])


def test_a_job_shows_its_real_count() -> None:
    shown = drawn("{% job work %}", work=Job("Reading", 50, 200, 20, stop="/stop"))
    assert 'aria-valuenow="50"' in shown
    assert 'width="25.00%"' in shown
    assert "About 20 seconds left." in shown
    assert "aria-valuenow" not in drawn("{% job work %}", work=Job("Reading", state="done"))


# ---- fields ------------------------------------------------------------------------------------------------------
def test_a_field_ties_label_hint_and_error_to_its_box() -> None:
    with override("en"):
        form = SampleForm({"doctors": "4l2", "measures": "y"})
    shown = drawn('{% field form.doctors item="3.5" unit="persons" %}', form=form)
    assert '<label class="label" for="id_doctors">' in shown
    assert 'id="id_doctors_helptext"' in shown
    assert 'id="id_doctors_error"' in shown
    assert 'aria-describedby="id_doctors_helptext id_doctors_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'value="4l2"' in shown, "what was written is kept"


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    with override("en"):
        form = SampleForm()
    shown = drawn("{% field form.measures %}", form=form)
    assert "<fieldset" in shown
    assert '<legend class="label">' in shown


def test_the_summary_of_errors_leads_to_the_boxes() -> None:
    with override("en"):
        form = SampleForm({"doctors": "4l2"})
        shown = drawn("{% error_summary form %}", form=form)
    assert 'href="#id_doctors"' in shown
    assert 'href="#id_measures_0"' in shown
    assert "2 things must change" in shown
