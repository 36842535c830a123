"""The whole life of a national report in a real browser: from the letter that asks for it to its place in the
Director-General's report, once in English with scripts and once in Arabic without them on a telephone.

Everything of the life itself goes through pages; what was there before it is in :mod:`.life_ground`.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("django")
pytest.importorskip("openpyxl")

from . import life_ground as ground
from .life_walker import Installation, People, Walker, filled_in, installation, until

DESK, HEAD, AUTHORITY = "desk@concord.test", "head@concord.test", "authority@country.test"
FIRST, SECOND, DELEGATE = "first@country.test", "second@country.test", "statistics@country.test"
CLEARING = "clearing@country.test"
PASSWORD = "four words walk by 88"
SECRET = "Canary 4711 of the registry"


@dataclass
class Life:
    """One report on its way."""

    people: People
    site: Installation
    area: str
    language: str
    report: str = ""

    def who(self, address: str = "") -> Walker:
        """Somebody's browser."""
        return self.people.of(address)

    def words(self, row: str) -> str:
        """A question in the language of the walk."""
        found = next(each for each in ground.NEW if len(each) > 3 and each[1] == row)
        return found[3 if self.language == "ar" else 2]

    @property
    def round(self) -> str:
        """The pages of the round."""
        return "reporting/rounds/2027/"


#: One way in each run; ``CONCORD_CAMPAIGN`` walks both.
WAYS = [("en", "KEN", True, 1280)]
if os.environ.get("CONCORD_CAMPAIGN"):
    WAYS.append(("ar", "JOR", False, 360))


@pytest.mark.parametrize(("language", "area", "has_scripts", "width"), WAYS)
def test_a_report_lives_from_invitation_to_the_report_of_the_director_general(
    browser: Any, empty: Path, tmp_path: Path, language: str, area: str, has_scripts: bool, width: int
) -> None:
    shutil.copytree(empty, tmp_path / "site")
    with installation(tmp_path, area=area, language=language) as site:
        people = People(browser, site, language, has_scripts, width)
        life = Life(people, site, area, language)
        try:
            invited(life)
            designated(life)
            joined(life)
            begun(life)
            delegated(life)
            answered(life)
            quarrelled(life)
            taken_offline(life)
            sent(life, number=1)
            queried(life)
            corrected(life)
            sent(life, number=2)
            accepted_and_published(life)
            read_by_anybody(life)
            compared(life)
            told_to_the_assembly(life)
        finally:
            people.leave()
        assert people.problems == []


# ---- the round, the letter, the authority ----------------------------------------------------------------------------
def invited(life: Life) -> None:
    """The desk sets the round up, opens it, invites the country and makes its letter."""
    desk, today = life.who(DESK), dt.datetime.now(dt.UTC).date()
    desk.go("reporting/rounds/").press(f'a[href="{desk.at("reporting/rounds/new/")}"]')
    desk.fill(
        year="2027", opens_on=today.isoformat(), due_on=(today + dt.timedelta(days=90)).isoformat(),
        national="journey-2027 1",
    ).press(".round-form button[type=submit]")  # fmt: skip
    desk.press('form[action$="/turn/"] button')
    _act(life, "invite").press("form.form .buttons button")
    _act(life, "letters").fill(what="invitation-report", office="Office of the Code").press("form.form .buttons button")
    letter = '.letter-list a[href*="/reporting/letters/"]'
    until(lambda: desk.page.locator(letter).count() > 0, desk.page.reload)
    desk.press(letter)
    assert desk.page.locator("h1").get_attribute("lang") == ("ar" if life.language == "ar" else "en")
    assert desk.fetch_linked('a[href$="letter.pdf"]').startswith(b"%PDF")
    assert desk.fetch_linked('a[href$="letter.docx"]').startswith(b"PK")
    desk.fill(on=today.isoformat(), office="Office of the Code").press('form[action$="/sent/"] button')
    assert desk.page.locator('form[action$="/acknowledged/"]').count() == 1


def _act(life: Life, act: str) -> Walker:
    """Tick the country in the desk's table and choose what is done."""
    desk = life.who(DESK).go(f"{life.round}countries/?state=&words={'Kenya' if life.area == 'KEN' else 'الأردن'}")
    desk.page.locator(f"#a{life.area}").check()
    return desk.press(f'button[name=act][value="{act}"]')


def designated(life: Life) -> None:
    """The country names its authority; another person verifies it, and the register shows it."""
    country, desk, register = life.who(AUTHORITY), life.who(DESK), f"registers/authorities/{life.area}/"
    assert "Directorate" not in life.who().go(register).text()
    country.go(f"{register}designate/").fill(
        office="Directorate of the Health Workforce", act="Note verbale 12", since="2026-05"
    ).press("form.entrance button[type=submit]")
    assert country.page.locator('form[action$="/confirm/"]').count() == 0
    assert "Directorate" not in life.who().go(register).text()
    desk.go(country.page.url).press('form[action$="/confirm/"] button')
    life.who().go(register).sees("Directorate of the Health Workforce")
    desk.go(f"{life.round}{life.area}/").sees("Directorate of the Health Workforce")


# ---- the people ------------------------------------------------------------------------------------------------------
def joined(life: Life) -> None:
    """The authority invites two officers; each opens the link of their message and chooses a password."""
    country = life.who(AUTHORITY)
    for address, name in ((FIRST, "Rami Adan"), (SECOND, "Lina Omar")):
        country.go("accounts/country/").fill(email=address, name=name, role="country-officer", language=life.language)
        country.press("main form.stack:has([name=email]) button[type=submit]").sees(name)
        guest = Walker(life.who().page, life.site.address, life.language, life.people.has_scripts, life.people.problems)
        guest.go(life.site.link_to(address, "/invitation/")).fill(password=PASSWORD, again=PASSWORD)
        guest.press("main form button[type=submit]")
        assert "/account/login/" in guest.page.url


def begun(life: Life) -> None:
    """An officer begins the report; the answers of last time are known."""
    officer = life.who(FIRST).go("reporting/reports/")
    officer.press(f'a[href$="/reporting/reports/begin/2027/{life.area}/"]').fill(mode="whole", language=life.language)
    officer.press("form.entrance button[type=submit]")
    life.report = re.sub(r"^.*?/../(reporting/reports/[0-9a-f-]{36}/).*$", r"\1", officer.page.url)
    assert officer.page.locator("ol.tasks > li").count() == 5


def delegated(life: Life) -> None:
    """An officer asks a colleague of another office for the last section; the link opens that section alone."""
    life.who(FIRST).go(f"{life.report}colleagues/").fill(
        sections="4", email=DELEGATE, office="Statistics office", message="Please name the support.",
        language=life.language,
    ).press("form.stack:has([name=office]) button").sees("Statistics office")  # fmt: skip
    guest = life.who().go(life.site.link_to(DELEGATE, "/delegations/link/"))
    guest.sees("Please name the support.").fill(name="Ada Counts", password=PASSWORD, again=PASSWORD)
    guest.press("main form button")
    colleague = life.who(DELEGATE).go("reporting/delegations/")
    colleague.press('main a[href*="/reporting/delegations/"]')
    for other in (life.report, f"{life.report}1/1/", f"{life.report}check/"):
        assert colleague.page.context.request.get(f"{life.site.address}/{life.language}/{other}").status in {403, 404}
    assert life.words("laws_any") not in colleague.text()
    colleague.press("ol.tasks a.name")
    colleague.answer("support_what", "Twelve scholarships")
    colleague.on()
    colleague.press('form[action$="/hand-in/"] button')


# ---- answering -------------------------------------------------------------------------------------------------------
def answered(life: Life) -> None:
    """Two officers fill: one the laws, with last round's answer beside the box; the other a list."""
    first, second = life.who(FIRST), life.who(SECOND)
    first.go(f"{life.report}1/1/")
    assert first.page.locator(".last-answer").count() == 1
    first.answer("laws_any", "yes")
    if not life.people.has_scripts:
        first.on()  # the same page, with the question that follows, which nobody has left out yet
        assert first.page.locator(".error-summary").count() == 0
    first.page.locator('[name="a:laws_which"]').wait_for()
    first.answer("laws_which", "The act")
    first.on()
    second.go(f"{life.report}3/1/").press('button[name=do][value="add"]')
    box = second.page.locator('[name$="/agreement_with"][name^="a:"]').first.get_attribute("name").removeprefix("a:")
    second.answer(box, "Norway")
    second.answer(box.replace("_with", "_year"), "2019")
    second.on()


def quarrelled(life: Life) -> None:
    """Two officers change one answer at the same time: both texts are shown, one is chosen, nothing is lost."""
    first, second = life.who(FIRST), life.who(SECOND)
    for each in (first, second):
        each.go(f"{life.report}1/1/")
    second.sees("Rami Adan")  # who has the page open too
    first.go(life.report).sees("Lina Omar")
    first.go(f"{life.report}1/1/").sees("Lina Omar")
    first.answer("laws_which", "The Act of 2019")
    first.on()
    second.answer("laws_which", "The Decree of 2021")
    if not life.people.has_scripts:
        second.on(status=422)
    both = second.page.locator("fieldset.conflict")
    both.wait_for()
    for text in ("The Act of 2019", "The Decree of 2021"):
        assert text in " ".join(both.text_content().split())
    both.locator(".version", has_text="2019").locator("input").check()
    second.press("fieldset.conflict button[name=settle]")
    second.go(f"{life.report}1/1/")
    assert second.page.locator("fieldset.conflict").count() == 0
    assert second.page.locator('[name="a:laws_which"]').input_value() == "The Act of 2019"


def taken_offline(life: Life) -> None:
    """The workbook goes out, is filled in without a line, comes back; its differences are seen, then taken over."""
    officer = life.who(SECOND).go(life.report)
    book = officer.fetch_linked(f'a[href$="workbook-{life.language}.xlsx"]')
    filled = filled_in(book, {life.words("people_count"): 190, life.words("people_notes"): SECRET})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    officer.go(f"{life.report}files/")
    officer.page.set_input_files("input[type=file]", {"name": "copy.xlsx", "mimeType": kind, "buffer": filled})
    officer.press("form.entrance button").sees("190", SECRET)
    assert officer.page.locator("[name=take]:checked").count() == 2
    life.who(FIRST).go(f"{life.report}2/1/")
    assert life.who(FIRST).page.locator('[name="a:people_count"]').input_value() == "", "nothing before it was taken"
    officer.press('button[name=do][value="take"]')
    officer.go(f"{life.report}2/1/")
    assert officer.page.locator('[name="a:people_count"]').input_value() == "190"
    assert officer.page.locator(".moved .notice").count() == 1, "it moved by more than a quarter: a reason is asked"


def sent(life: Life, *, number: int) -> None:
    """The authority checks, marks one answer as confidential, declares and sends; the receipt is a file too."""
    country = life.who(AUTHORITY).go(f"{life.report}check/")
    assert country.page.locator(".open-ones").count() == 0
    if number == 1:
        country.page.locator('[name=withheld][value="people_notes"]').check()
        country.press("#confidential button")
        declared(life)
    cleared(life)
    country.go(f"{life.report}check/")
    assert country.page.locator('[name=withheld][value="people_notes"]').is_checked()
    country.fill(name="Tala Maro", office="Ministry of Health").page.locator("[name=is_declared]").check()
    country.press('form[action$="/send/"] button').sees(f"NR-2027-{life.area}-1.{number}")
    assert re.search(r"\b[0-9a-f]{64}\b", country.page.locator("code.digest").first.text_content())
    assert country.fetch(f"{country.page.url}{life.language}.pdf").startswith(b"%PDF")


def declared(life: Life) -> None:
    """The authority declares a step: somebody of the country clears a report before it is sent."""
    country = life.who(AUTHORITY).go("reporting/clearance/")
    country.page.locator("select[name=person]").select_option(label="Nadia Saleh")
    country.fill(title="Permanent secretary").press("main form.stack:has([name=person]) button")
    country.sees("Permanent secretary", "Nadia Saleh")


def cleared(life: Life) -> None:
    """The report goes through the country's step, which nobody outside sees; only then can it be sent."""
    country, clears, there = life.who(AUTHORITY), life.who(CLEARING), f"{life.report}clearance/"
    country.go(f"{life.report}check/")
    assert country.page.locator('form[action$="/send/"]').count() == 0, "it waits for the step"
    country.press('#declare a[href$="/clearance/"]').press('button[name=do][value="start"]')
    desk = life.who(DESK).page.context.request
    assert desk.get(f"{life.site.address}/{life.language}/{there}").status in {403, 404}
    clears.go("reporting/clearance/").press(f'a[href$="/{there}"]').press('button[name=do][value="approve"]')


# ---- review ----------------------------------------------------------------------------------------------------------
def queried(life: Life) -> None:
    """The desk takes the report up, asks about one number, and sends it back."""
    desk, review = life.who(DESK), f"reporting/review/2027/{life.area}/"
    desk.go("reporting/review/2027/").press(f'table.queue a[href$="/{life.area}/"]')
    desk.press('button[name=step][value="take-up"]')
    desk.go(f"{review}?view=section-2").sees("190", SECRET)
    desk.press('#q-people_count a[href*="/write/?"]').fill(text="Is it 190, or ninety-two?", weight="change")
    desk.press('main form button[name=go][value="save"]')
    desk.go(f"{review}send-back/").press("form.entrance .buttons button")


def corrected(life: Life) -> None:
    """The country sees the query at its question, corrects the answer and replies in words."""
    officer, country = life.who(FIRST), life.who(AUTHORITY)
    officer.go(life.report)
    assert officer.page.locator("main .notice.look").count() >= 1
    officer.go(f"{life.report}2/1/").sees("Is it 190, or ninety-two?")
    officer.answer("people_count", "92")
    officer.on()
    country.go(f"{life.report}queries/").sees("Is it 190, or ninety-two?")
    if not country.page.locator("main textarea").first.is_visible():
        country.page.locator("details.answer-fold summary").first.click()
    country.page.locator("main textarea").first.fill("It is ninety-two.")
    country.page.locator('main input[name$="is_for_publication"]').first.check()
    country.press("article form button")


# ---- published -------------------------------------------------------------------------------------------------------
def accepted_and_published(life: Life) -> None:
    """The desk accepts what was sent again and publishes it after a look at what everybody will see."""
    desk, review = life.who(DESK), f"reporting/review/2027/{life.area}/"
    desk.go(f"{review}?view=difference").sees("190", "92")
    desk.press('button[name=step][value="accept"]')
    pk = life.report.split("/")[2]
    desk.press(f'aside a[href$="/published/preview/{pk}/"]').sees(f"NR-2027-{life.area}-1", "92")
    assert SECRET not in desk.page.content()
    desk.press('form[action$="/publish/"] button')


def read_by_anybody(life: Life) -> None:
    """Anybody reads it, without what is confidential, in every form it has; the working report is nobody else's."""
    anybody, there = life.who(), f"reporting/published/2027/{life.area}/"
    anybody.go("reporting/published/").press(f'a[href$="/published/2027/{life.area}/"]')
    anybody.sees("The Act of 2019", "92", "Norway", "Twelve scholarships", "It is ninety-two.")
    assert SECRET not in anybody.page.content()
    assert anybody.page.locator("#q-people-notes .no-answer").count() == 1, "it says that it is kept confidential"
    assert anybody.page.locator(".title-line .tag.invented").count() > 0, "it is marked as generated"
    for form in ("json", "csv", "pdf", "docx"):
        file = anybody.fetch_linked(f'#files a[href$="report.{form}"]')
        assert SECRET.encode() not in file
    for hidden in (life.report, f"reporting/review/2027/{life.area}/"):
        answer = anybody.page.context.request.get(f"{life.site.address}/{life.language}/{hidden}", max_redirects=0)
        assert answer.status in {302, 403, 404}
    assert there in anybody.page.url


def compared(life: Life) -> None:
    """Beside the report of 2024 the number has its change."""
    anybody = life.who().press(f'a[href$="/{life.area}/compare/"]').press('a[href="?with=last"]')
    anybody.go(f"{anybody.page.url}&section=2")
    heads = anybody.page.locator("table.beside-table thead").text_content()
    assert "NR-2027" in heads
    assert "NR-2024" in heads
    row = anybody.page.locator("table.beside-table tbody tr", has_text=life.words("people_count"))
    assert [each in row.text_content() for each in ("80", "92", "12", "15")] == [True] * 4


def told_to_the_assembly(life: Life) -> None:
    """The Director-General's report on the round is compiled, and this report stands in it, marked as generated."""
    from concord.reporting.chapters.answers import generated
    from concord.vocabulary.areas import area

    desk = life.who(DESK).go("publishing/documents/new/").fill(round="2027")
    for name, wanted in (("languages", life.language), ("formats", "docx")):
        for box in desk.page.locator(f"[name={name}]").all():
            box.set_checked(box.get_attribute("value") == wanted)
    desk.press("form:has([name=as_of]) button[type=submit]")
    read = 'a[href$="/read/"]'
    until(lambda: desk.page.locator(read).count() > 0, desk.page.reload)
    contents = desk.press(read).page.url
    desk.go(f"{contents}part-round/")
    row = desk.page.locator("article.report tr", has_text=area(life.area).name(life.language))
    assert row.count() == 1, "Member States that reported in the round"
    reference = row.locator("a", has_text=f"NR-2027-{life.area}-1")
    life.who().go(reference.get_attribute("href")).sees("The Act of 2019", "92")
    desk.sees(str(generated(life.language)))
    desk.go(f"{contents}part-answers/").sees("2027", life.words("laws_any"))
