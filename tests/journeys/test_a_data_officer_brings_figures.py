"""From a messy workbook to a published release in a real browser, in French with scripts and in Arabic without them on
a telephone; and the same by command line, which gives the same tables.

The workbook has a title, a head of two rows, a total inside, a hidden sheet, national titles and one number whose sign
reads two ways, and three doctors of one origin who must not be found (:mod:`.messy_workbook`).
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("django")
pytest.importorskip("openpyxl")

from . import messy_workbook
from .conftest import BIN, environment
from .life_walker import Installation, People, Walker, installation, until

AUTHORITY, DESK = "authority@country.test", "desk@concord.test"
FILE, PROFILE = "effectifs.xlsx", "profile.yaml"
SUBJECT = "Registre de l'ordre 4711"
TITLE, NOTE = "Personnels de santé 2022-2023", "Médecins et infirmiers inscrits à l'ordre."
NURSES = "code/occupation/Infirmiers diplômés d'État"
#: What only the officer knows, by the ids of the questions.
ANSWERS = {"hidden/brouillon": "leave-out", "decimal": ",", NURSES: "2221", "activity": "practising"}


#: One way in each run; ``CONCORD_CAMPAIGN`` walks both.
WAYS = [("fr", True, 1280)]
if os.environ.get("CONCORD_CAMPAIGN"):
    WAYS.append(("ar", False, 360))


@pytest.mark.parametrize(("language", "has_scripts", "width"), WAYS)
def test_a_data_officer_brings_figures_from_a_messy_workbook_to_confirmed_tables(
    browser: Any, empty: Path, tmp_path: Path, language: str, has_scripts: bool, width: int
) -> None:
    shutil.copytree(empty, tmp_path / "site")
    with installation(tmp_path, area="KEN", language=language) as site:
        people = People(browser, site, language, has_scripts, width)
        officer = people.of(AUTHORITY)
        try:
            delivery = begun(officer)
            brought(officer, delivery, tmp_path, messy_workbook.workbook())
            answered(officer, delivery)
            found(officer, delivery)
            brought(officer, delivery, tmp_path, messy_workbook.workbook(corrected=True))
            explained(officer, delivery)
            compared(officer, delivery)
            nobody_else_sees(people, delivery)
            taken_away(officer, delivery, tmp_path)
            confirmed(officer, delivery)
            told(officer, people.of(DESK), delivery)
            offered_again(officer)
            release = protected(officer, delivery)
            key = released(officer, people, release)
            cited(people.of(""), key, tmp_path)
        finally:
            people.leave()
        assert people.problems == []
        same_by_command_line(site, tmp_path, delivery)


def _room(path: str = "") -> str:
    return f"mds/{path}"


def begun(officer: Walker) -> str:
    """The officer's own page leads to the room; a delivery is begun."""
    officer.go("accounts/home/")
    officer.press(f'main a[href="{officer.at(_room())}"]')
    officer.press(f'a[href="{officer.at(_room("begin/KEN/"))}"]')
    officer.fill(what="tables", subject=SUBJECT).press("form.entrance button[type=submit]")
    sought = re.search(r"/mds/([0-9a-f-]{36})/", officer.page.url)
    assert sought
    return sought[1]


def brought(officer: Walker, delivery: str, home: Path, content: bytes) -> None:
    """A workbook is sent and read; one of the same name takes the place of the one before."""
    path = home / FILE
    path.write_bytes(content)
    page = officer.go(_room(f"{delivery}/")).page
    page.locator("input[type=file]").set_input_files(str(path))
    with page.expect_navigation(wait_until="load"):
        page.locator("form.bring button[type=submit]").click()
    officer.sees(FILE)
    officer.press('form[action$="/read/"] button')
    _read(officer, delivery)


def _read(officer: Walker, delivery: str) -> None:
    """The page shows how far the reading is, and comes back by itself or by its link."""

    from playwright.sync_api import Error

    def is_over() -> bool:
        try:
            return bool(officer.page.evaluate("document.readyState === 'complete' && !document.querySelector('#work')"))
        except Error:  # the page is on its way to the next one
            return False

    until(is_over, lambda: None if officer.has_scripts else officer.go(_room(f"{delivery}/")))
    officer.go(_room(f"{delivery}/"))


def answered(officer: Walker, delivery: str) -> None:
    """What cannot be settled is asked: the hidden sheet, the number, the national title."""
    officer.go(_room(f"{delivery}/profile/"))
    names = set(officer.page.locator("#questions [name^='q:']").evaluate_all("all => all.map(e => e.name)"))
    assert names == {"q:hidden/brouillon", "q:decimal", f"q:{NURSES}"}
    officer.sees("brouillon", "1.234", "Infirmiers diplômés d'État")
    for id, choice in ANSWERS.items():
        officer.fill_box(f'main [name="q:{id}"]', choice)
    officer.press("#questions button")
    _read(officer, delivery)
    officer.go(_room(f"{delivery}/profile/"))
    assert officer.page.locator("#questions").count() == 0


def found(officer: Walker, delivery: str) -> None:
    """What must change stands with its place, its value, a sentence and what to do; the marked copy has the cell."""
    from openpyxl import load_workbook

    officer.go(_room(f"{delivery}/findings/?level=hard"))
    officer.sees(FILE, "Effectifs", "Kenya")
    assert officer.page.locator(".finding .ring-hard").first.inner_text() == "Kenya"
    assert officer.page.locator(".finding .to-do").count() >= 1
    listed = json.loads(officer.fetch(officer.at(_room(f"{delivery}/findings.json"))))
    hard = [each for each in listed["findings"] if each["level"] == "hard"]
    assert {each["code"] for each in hard} == {"mds.origin.self"}
    assert {(each["sheet"], each["column"]["letter"]) for each in hard} == {("Effectifs", "B")}
    assert b"mds.origin.self" in officer.fetch(officer.at(_room(f"{delivery}/findings.csv")))
    officer.go(_room(f"{delivery}/confirm/"))
    assert officer.page.locator("main form").count() == 0
    officer.go(_room(f"{delivery}/findings/"))
    copy = officer.page.locator('a[href*="/marked/"]').get_attribute("href")
    made: list[bytes] = []

    def is_made() -> bool:
        answer = officer.page.context.request.get(officer.base + copy)
        made[:] = [answer.body()] if answer.status == 200 else []
        return bool(made)

    until(is_made, lambda: None)
    marked = load_workbook(io.BytesIO(made[0]))
    assert marked["Effectifs"]["B7"].fill.fgColor.rgb.endswith("F9B4B4")


def explained(officer: Walker, delivery: str) -> None:
    """What is right as it stands is explained, each at its place."""
    officer.go(_room(f"{delivery}/findings/"))
    assert officer.page.locator(".tag.must").count() == 0, officer.text()
    boxes = officer.page.locator("form.explain textarea").count()
    assert boxes >= 1
    for number in range(boxes):
        box = officer.page.locator("form.explain").nth(number)
        box.locator("textarea").fill("La feuille est un brouillon de travail.")
        with officer.page.expect_navigation(wait_until="load"):
            box.locator("button").click()
    assert officer.page.locator(".finding .tag.done").count() == boxes


def compared(officer: Walker, delivery: str) -> None:
    """Before and after: what was written otherwise, and the totals."""
    officer.go(_room(f"{delivery}/before-after/"))
    officer.sees("Swaziland", "SWZ", "UGA")
    numbers = re.sub(r"[\s\u202f\u00a0.,٬]", "", officer.page.locator("main").inner_text())
    assert "5210" in numbers
    assert "84" in numbers


def nobody_else_sees(people: People, delivery: str) -> None:
    """Until it is confirmed nobody but the country learns that it is there."""
    assert _status(people.of(DESK), f"{delivery}/") == 404
    people.of("").page.goto(people.site.address + f"/en/mds/{delivery}/")
    assert SUBJECT not in people.of("").page.content()


def _status(who: Walker, path: str) -> int:
    return int(who.page.context.request.get(who.base + who.at(_room(path))).status)


def taken_away(officer: Walker, delivery: str, home: Path) -> None:
    """What was said of the file is a file of its own."""
    officer.go(_room(f"{delivery}/profile/"))
    (home / PROFILE).write_bytes(officer.fetch_linked('a[href$="/profile.yaml"]'))


def confirmed(officer: Walker, delivery: str) -> None:
    """The officer declares; the page says what happens, and that nothing is published."""
    officer.go(_room(f"{delivery}/confirm/")).fill(name="Tala Maro", office="Ministry of Health")
    officer.page.locator("main [name=is_right]").check()
    officer.press("form.entrance button[type=submit]")
    assert officer.page.locator(".tag.done").count() >= 1
    assert officer.page.locator('a[href$="mds-stock-by-training.csv"]').count() == 1


def told(officer: Walker, desk: Walker, delivery: str) -> None:
    """The history names every step; the secretariat reads the tables and nothing of the files."""
    officer.go(_room(f"{delivery}/history/")).sees(FILE, "Tala Maro", "La feuille est un brouillon de travail.")
    assert officer.page.locator(".steps-list li").count() >= 8
    desk.go(_room(f"{delivery}/before-after/"))
    desk.go(_room(f"{delivery}/"))
    assert FILE not in desk.text()
    assert _status(desk, f"{delivery}/profile/") == 404


def offered_again(officer: Walker) -> None:
    """Next year begins with this year's answers."""
    officer.go(_room("begin/KEN/")).fill(what="tables", subject=SUBJECT).press("form.entrance button[type=submit]")
    officer.go(f"{officer.page.url}profile/")
    assert officer.page.locator("#saved li").count() >= 1


def protected(officer: Walker, delivery: str) -> str:
    """Confirmed tables are protected: what it cost, the proof, and each figure before and after."""
    officer.go(_room(f"{delivery}/")).press('a[href*="/releases/begin/"]')
    officer.fill(title=TITLE, note=NOTE).press("form.entrance button[type=submit]")
    sought = re.search(r"/mds/releases/([0-9a-f-]{36})/", officer.page.url)
    assert sought
    release = f"releases/{sought[1]}"
    _read(officer, release)
    assert officer.page.locator("#cost tbody tr").count() >= 2
    assert officer.page.locator("#proof li").count() == 3
    officer.press('#cost a[href*="/tables/mds-stock-by-training/"]')
    officer.go(f"{officer.page.url.split('?')[0]}?year=2023&occupation=221")
    rows = [row.locator("td").all_inner_texts() for row in officer.page.locator("tbody tr").all()]
    assert len([each for each in rows if each[-1].strip()]) >= 2
    small = next(each for each in rows if each[-3].strip() in ("3", "٣"))
    assert small[-2].strip() == ""
    return release


def released(officer: Walker, people: People, release: str) -> str:
    """The authority releases it; nobody sees it before, everybody after."""
    assert _status(people.of(DESK), f"{release}/") == 404
    officer.go(_room(f"{release}/")).fill(name="Tala Maro", office="Ministry of Health")
    officer.page.locator("main [name=is_right]").check()
    officer.press("#release form button[type=submit]")
    sought = re.search(r"KEN-\d{4}\.\d+-v1", officer.text())
    assert sought, officer.text()
    return sought[0]


def cited(anybody: Walker, key: str, home: Path) -> None:
    """The public page, the download, the citation: nothing of it gives the three doctors away."""
    import polars as pl

    anybody.go("data/releases/").press(f'main a[href$="/{key}/"]')
    anybody.sees(TITLE, NOTE, key)
    assert anybody.page.locator(".cite").count() >= 1
    digest = anybody.page.locator("#cite .digest").inner_text()
    content = anybody.fetch_linked('a[href$="/mds-stock-by-training/file/parquet"]')
    (home / "released.parquet").write_bytes(content)
    frame = pl.read_parquet(home / "released.parquet")
    shown = frame.filter(pl.col("origin") == "MWI", pl.col("year") == 2023)
    assert shown.select("headcount", "status").rows() == [(None, "suppressed")]
    assert "Effectifs" not in str(frame.to_dicts())
    assert key in anybody.fetch_linked('a[href$="/mds-stock-by-training/file/csv"]').decode("utf-8-sig")
    anybody.go("data/releases/").fill(digest=digest).press("#which button")
    assert anybody.page.locator("#which a").first.inner_text() == key
    anybody.go("countries/KEN/")


def same_by_command_line(site: Installation, home: Path, delivery: str) -> None:
    """The same file with the same profile gives the same tables on the officer's own computer."""
    import polars as pl

    out = home / "out"
    said = _run(
        home, "tabulate", FILE, "--area", "KEN", "--profile", PROFILE, "--accept-soft", "--out", str(out), "--json",
        "--no-protect",
    )  # fmt: skip
    there = {path.name for path in (site.folder / "tables" / "KEN" / delivery).glob("*.parquet")}
    assert there == {f"{each['structure']}.parquet" for each in json.loads(said)["tables"]}
    for name in there:
        own = pl.read_parquet(site.folder / "tables" / "KEN" / delivery / name)
        assert own.equals(pl.read_parquet(out / name)), name
    _run(home, "tabulate", FILE, "--area", "KEN", "--profile", PROFILE, "--accept-soft", "--out", str(home / "safe"))
    safe = pl.read_parquet(home / "safe" / "mds-stock-by-training.parquet")
    assert safe.drop("source_file").equals(pl.read_parquet(home / "released.parquet").drop("source_file"))


def _run(home: Path, *call: str) -> str:
    done = subprocess.run(
        [str(BIN), *call], cwd=home, env=environment(home), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
