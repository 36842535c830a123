"""An agreement through every phase of its life, by two invented parties in real browsers, each with its secrets.

At every step somebody of a third country, an administrator of the secretariat and the operator look everywhere they
can and see nothing. At the end every output that was sent to anybody, and every file, log, mail, index, cache and
backup that the installation leaves behind, is searched for the words that only one party, or only the two, may know.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("django")

from ..concord_site.agreements.inside_files import disguised, inside, layers, squeezed
from .agreement_ground import ASHA, HEAD, OPERATOR, THIRD
from .conftest import BIN, _wait, environment, free_port, heeds_ctrl_c
from .life_walker import Installation, People, Walker

BEN = "ben@velmark.test"
PASSWORD = "four words walk by 88"
#: Words that only one party, or only the two of them, may ever see.
ORIGINS, DESTINATIONS, SHARED = "zqorigin4711", "zqdestination0815", "zqshared2342"
#: A word in the answers of workers, which are counted and thrown away: not even the parties see it.
WORKERS = "zqworker9090"
SECRETS = (ORIGINS, DESTINATIONS, SHARED, WORKERS)
#: Words that everybody reads once the parties publish, and nobody else before.
TITLE, TEXT, OTHER = "Agreement zqtitle77 on nurses", "zqpublic1848", "Velmark zqparty5"
LATER_PUBLIC = ("zqtitle77", TEXT, "zqparty5")
SLUG = "agreement-zqtitle77-on-nurses"
#: Where somebody who should see nothing looks at every step.
OUTSIDE = ("agreements/dossiers/", "home/", "search/?q=zqs", "accounts/notices/")
#: Files and pages of a dossier that only its parties get.
FILES = (
    "prepare/position/paper.pdf", "prepare/position/paper.docx", "prepare/consultations/record.pdf",
    "prepare/consultations/record.docx", "text/own/files/docx", "text/own/files/tracked.docx",
    "text/shared/files/tracked.docx", "appraisal/shared/files/pdf", "follow/account/own/file.json",
    "follow/account/own/file.docx", "follow/account/shared/file.xlsx",
)  # fmt: skip
#: Files that hold words of both parties, or none of either.
ALIKE = ("journal/copy.json", "follow/account/own/file.xlsx")
#: Files that anybody gets of what is public, below its page or at the root of the site.
PUBLIC = (
    "?format=pdf", "?format=docx", "?format=json", "?format=xml", "/en/agreements/compare/?one={slug}&other=agr-002",
    "/en/agreements/compare/?one={slug}&other=agr-002&format=csv",
    "/en/agreements/compare/?one={slug}&other=agr-002&format=xlsx", "/sitemap.xml", "/sitemap-en.xml", "/robots.txt",
    "/en/search/?q=zq", "/api/v1/agreements/published",
)  # fmt: skip
GROUND = Path(__file__).with_name("agreement_ground.py")


@contextmanager
def installation(home: Path) -> Iterator[Installation]:
    """An installation on a free port with its ground; what the server says is kept in ``said.log``."""
    folder, port = home / "site", free_port()
    address = f"http://127.0.0.1:{port}"
    scratch = home / "scratch"
    scratch.mkdir()
    env = {
        **environment(home), "CONCORD_DEMONSTRATION": "yes", "CONCORD_ADDRESS": address, "CONCORD_LOG_LEVEL": "DEBUG",
        "TMPDIR": str(scratch),
    }  # fmt: skip
    ground = subprocess.Popen(
        [sys.executable, str(GROUND), str(folder), address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=env,
    )  # fmt: skip
    assert ground.stdin
    assert ground.stdout
    try:
        laid = json.loads(ground.stdout.readline())
        with (home / "said.log").open("w", encoding="utf-8") as said:
            serving = subprocess.Popen(
                [str(BIN), "serve", "--alone", "--folder", str(folder), "--port", str(port)],
                stdout=said, stderr=subprocess.STDOUT, env=env, preexec_fn=heeds_ctrl_c,
            )  # fmt: skip
            try:
                _wait(address, serving)
                yield Installation(address, folder, ground, laid)
            finally:
                serving.send_signal(signal.SIGINT)
                serving.wait(60)
    finally:
        ground.stdin.close()
        ground.wait(30)


@dataclass
class Table:
    """The agreement on its way, and everything that was sent to whom."""

    people: People
    site: Installation
    path: str = ""
    seen: dict[str, list[str]] = field(default_factory=dict)

    def asha(self, page: str = "") -> Walker:
        """The lead of the party of origin, on a page of the dossier."""
        return self.of(ASHA, page)

    def ben(self, page: str = "") -> Walker:
        """The lead of the party of destination, on a page of the dossier."""
        return self.of(BEN, page)

    def of(self, who: str, page: str) -> Walker:
        """Somebody on a page of the dossier; what the page says is kept."""
        walker = self.people.of(who).go(self.path + page)
        self.note(who, walker)
        return walker

    def send(self, who: str, page: str, **boxes: Any) -> None:
        """What the form of a page of the dossier sends, without drawing it; what comes back is kept."""
        walker, address = self.people.of(who), self.site.address + self.path + page
        token = walker.page.locator('[name="csrfmiddlewaretoken"]').first.get_attribute("value")
        answer = walker.page.context.request.post(
            address, multipart={"csrfmiddlewaretoken": token, "version": "0", **boxes}, headers={"Referer": address}
        )
        assert answer.status == 200, (page, answer.status, squeezed(inside(answer.body()))[-3000:])
        self.seen.setdefault(who, []).append(answer.text())

    def note(self, who: str, walker: Walker) -> None:
        """Keep what stands on somebody's page."""
        self.seen.setdefault(who, []).append(walker.page.content())

    def both(self) -> tuple[str, str]:
        """The addresses of the two leads."""
        return ASHA, BEN


def test_an_agreement_lives_through_every_phase_and_nobody_else_ever_sees_a_word_of_it(
    browser: Any, empty: Path, tmp_path: Path
) -> None:
    shutil.copytree(empty, tmp_path / "site")
    with installation(tmp_path) as site:
        people = People(browser, site, "en", True, 1280)
        table = Table(people, site)
        try:
            for step in (begun, joined, spoken, assessed, positioned, consulted, negotiated, signed, accounted,
                         carried_out, watched, evaluated, renewed):  # fmt: skip
                step(table)
                nobody_else_sees(table)
            taken_away(table)
            each_party_saw_its_own_alone(table)
            nobody_else_sees(table, everywhere=True)
            anybody_reads_what_is_public(table)
        finally:
            people.leave()
        assert [each for each in people.problems if "404" not in each] == []
        backed_up(table, tmp_path / "concord.backup")
    nothing_is_left_behind(tmp_path)


# ---- the life -------------------------------------------------------------------------------------------------------
def begun(table: Table) -> None:
    """Asha begins the agreement and invites the other party by mail."""
    asha = table.people.of(ASHA).go("agreements/dossiers/").press('main a[href$="/begin/"]')
    asha.fill(**{
        "title": TITLE, "own-name": "Marania", "own-level": "ministry", "own-side": "origin",
        "other-name": OTHER, "other-level": "region", "other-side": "destination",
    })  # fmt: skip
    asha.page.locator("#id_is_invented").check()
    asha.press("main form .buttons button")
    table.path = asha.page.url.removesuffix("people/").removeprefix(table.site.address)
    table.asha("people/")
    asha.fill_box("#id_invite-destination_email", BEN)
    asha.fill_box("#id_invite-destination_name", "Ben Velm")
    asha.press('input[value="invite-destination"] ~ .buttons button')
    table.note(ASHA, asha)


def joined(table: Table) -> None:
    """Ben opens the link of the mail, makes an account and sits down; then he signs in with a second factor."""
    visitor = table.people.of("").go(table.site.link_to(BEN, "/agreements/invitations/"))
    visitor.fill(name="Ben Velm", password=PASSWORD, again=PASSWORD).press("main form .buttons button")
    assert "/2fa/" in visitor.page.url
    visitor.page.context.close()
    table.people.there.pop("")
    table.ben().sees(OTHER, "your party")
    table.asha("people/").sees("At the table")


def spoken(table: Table) -> None:
    """Both write in the shared room; each writes in its own; each keeps documents."""
    for who, own in ((ASHA, ORIGINS), (BEN, DESTINATIONS)):
        table.of(who, "room/").fill(text=f"From {who}: {SHARED}").press('input[value="message"] ~ .buttons button')
        table.of(who, "room/own/").fill(text=f"Among us: {own}").press('input[value="message"] ~ .buttons button')
        walker = table.of(who, "room/own/")
        walker.page.locator("details:has(input[type=file]) summary").click()
        file = {"name": f"{own}.txt", "mimeType": "text/plain", "buffer": f"{own} ".encode() * 5000}
        walker.page.locator("input[type=file]").set_input_files(file)
        walker.press('input[value="file"] ~ .buttons button').sees(f"{own}.txt")
        table.note(who, walker)
    minutes = table.asha("room/shared/minutes/new/")
    minutes.fill(title=f"Round {SHARED}", text=f"Agreed {SHARED}").press("main form .buttons button")
    table.ben("room/").sees(f"Round {SHARED}")


def _enter(table: Table, who: str, phase: str) -> None:
    """Go into a phase, with a reason at every gate that is open."""
    own = ORIGINS if who == ASHA else DESTINATIONS
    walker = table.of(who, f"life/?to={phase}")
    for gate in walker.page.locator('input[name="gate"]').evaluate_all("all => all.map(each => each.value)"):
        walker = table.of(who, f"life/?to={phase}")
        if (
            walker.page.locator(f'li:has(input[name="gate"][value="{gate}"])')
            .get_by_text("Going on all the same:")
            .count()
        ):
            continue
        walker.page.locator(f'details:has(input[name="gate"][value="{gate}"]) summary').click()
        walker.fill_box(f"#reason-{gate}", f"We go on all the same, {own}.")
        walker.press(f'details:has(input[name="gate"][value="{gate}"]) .buttons button')
    walker = table.of(who, f"life/?to={phase}")
    walker.page.locator('form:has(input[value="phase"]) [name="to"]').select_option(phase)
    walker.press('form:has(input[value="phase"]) .buttons button')
    table.note(who, walker)


def _both_enter(table: Table, phase: str) -> None:
    for who in table.both():
        _enter(table, who, phase)


def _status(table: Table, who: str, status: str, on: str) -> None:
    walker = table.of(who, "life/")
    walker.page.locator("#status details summary").click()
    walker.fill_box("#status [name=status]", status)
    walker.fill_box("#status [name=on]", on)
    walker.press("#status form .buttons button")


SAVE = "main form .buttons button[type=submit]"


def assessed(table: Table) -> None:
    """Each side assesses its needs."""
    _both_enter(table, "needs-assessment")
    for who, own in ((ASHA, ORIGINS), (BEN, DESTINATIONS)):
        table.of(who, "prepare/needs/new/").fill(statement=f"We lack nurses, {own}").press(SAVE)
        table.of(who, "prepare/needs/").sees(own)


def positioned(table: Table) -> None:
    """Each side finds its position."""
    _both_enter(table, "national-position")
    for who, own in ((ASHA, ORIGINS), (BEN, DESTINATIONS)):
        line = table.of(who, "prepare/position/lines/new/")
        line.fill(subject="Ceiling", wanted=f"At most 90, never more, {own}").press(SAVE)
        table.of(who, "prepare/position/").sees(own)


def consulted(table: Table) -> None:
    """Each side asks those concerned, hears them and answers; nobody of the other side reads it."""
    _both_enter(table, "consultation")
    for who, own in ((ASHA, ORIGINS), (BEN, DESTINATIONS)):
        table.of(who, "prepare/consultations/new/change/").fill(
            title=f"Round {own}", question="What do you need?"
        ).press(SAVE)
        heard = table.people.of(who).press(f'main a:has-text("Round {own}")')
        for act, boxes in (
            ("invite", {"name": f"Union {own}"}),
            ("hear", {"said": f"Pay us fairly, {own}"}),
        ):
            form = f'form:has(input[value="{act}"])'
            for name, value in boxes.items():
                heard.fill_box(f'{form} [name="{name}"]', value)
            heard.press(f"{form} .buttons button")
        heard.sees(f"Union {own}", f"Pay us fairly, {own}", "Answer owed")
        heard.page.locator('details:has(input[value^="answer-"]) summary').click()
        heard.fill_box('form:has(input[value^="answer-"]) [name="outcome"]', "noted")
        heard.press('form:has(input[value^="answer-"]) .buttons button')
        table.note(who, heard)


def negotiated(table: Table) -> None:
    """Asha drafts in her own space; the text goes before both, who comment on a clause of it."""
    _both_enter(table, "negotiation")
    _status(table, ASHA, "announced", "2025-03")
    draft = table.asha("text/own/versions/new/")
    draft.fill(title="Draft", text=f"Article 1\nOurs alone: {ORIGINS}\n\nArticle 2\nMore").press(SAVE)
    text = f"Article 1\nPurpose: {TEXT}\n\nArticle 2\nAt most 120 nurses shall be recruited in a year."
    table.asha("text/shared/versions/new/").fill(title=TITLE, text=text).press(SAVE)
    table.ben("text/").sees(TEXT)
    table.asha("text/own/").sees(ORIGINS)
    for who in table.both():
        table.of(who, "text/shared/clauses/art-2/").press('button[value="mark:agreed"]')
    mark = table.ben("appraisal/shared/elements/CL08/").fill(mark="met", level="specified", note=f"A number, {SHARED}")
    mark.page.locator('main [name="clauses"][value="art-2"]').check()
    mark.press('button[value="keep"]')
    table.asha("appraisal/shared/elements/CL08/").sees(f"A number, {SHARED}")


def signed(table: Table) -> None:
    """The text is signed; until then no file of the installation holds a word of it, afterwards it is public."""
    _both_enter(table, "signature")
    table.ben("publication/").sees("Nothing is public before signature")
    searched(table.site.folder, (*SECRETS, *LATER_PUBLIC))
    _status(table, BEN, "signed", "2025-05-12")
    for who in table.both():
        table.of(who, "publication/").press('button[value="all"]')
    table.asha("publication/").sees("Public")


def accounted(table: Table) -> None:
    """They tell figures of who gains and who pays, each also some of its own; an objective; a draft in French."""
    table.send(ASHA, "follow/account/shared/years/", first="2025", years="5", price_year="2025")
    for who, side, quantity, word in (
        (BEN, "shared", "moved", SHARED), (ASHA, "own", "training-public", ORIGINS),
        (BEN, "own", "recruiting", DESTINATIONS),
    ):  # fmt: skip
        figure = {"value": "100", "low": "80", "high": "120", "source": f"Ledger {word}", "by": "both"}
        table.send(who, f"follow/account/{side}/figures/{quantity}/", **figure)
    objective = {
        "statement": f"Nobody pays, {SHARED}",
        "goal": "worker-welfare",
        "no_indicator": "Nobody counts it yet",
    }
    table.send(ASHA, "prepare/objectives/new/", side="origin", **objective)
    table.send(ASHA, "text/own/languages/", do="add", language="fr", text=f"Article 1\nÀ nous seuls : {ORIGINS}")
    table.ben("prepare/objectives/").sees(f"Nobody pays, {SHARED}")
    for who, own in ((ASHA, ORIGINS), (BEN, DESTINATIONS)):
        table.of(who, "prepare/thread/").sees(f"We lack nurses, {own}")


def carried_out(table: Table) -> None:
    """It enters into force and is carried out by a plan."""
    _both_enter(table, "implementation")
    _status(table, ASHA, "in-force", "2025-09-01")
    table.ben("follow/plan/actions/new/").fill(title=f"Pay for places {SHARED}").press(SAVE)
    table.asha("follow/plan/").sees(f"Pay for places {SHARED}")


def watched(table: Table) -> None:
    """Both count, and each reads what the other counted beside its own figure."""
    _both_enter(table, "monitoring")
    for who, figure in ((ASHA, "104"), (BEN, "109")):
        told = table.of(who, "follow/monitoring/figures/new/")
        told.fill(indicator="persons-moved", year="2025", value=figure, source=f"Register {SHARED}").press(SAVE)
    rows = ["name,equal_pay,consent,comment", *(f"Ana {WORKERS},yes,yes,Tell nobody {WORKERS}" for _ in range(9)),
            *(f"Eve {WORKERS},no,yes," for _ in range(3))]  # fmt: skip
    sent = {"name": "answers.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    table.send(BEN, "follow/monitoring/", year="2025", file=sent)
    for who in table.both():
        table.of(who, "follow/monitoring/").sees("104", "109", "75 (47 to 91)")


def evaluated(table: Table) -> None:
    """Both judge, and the report says what they counted."""
    _both_enter(table, "evaluation")
    judged = table.asha("follow/evaluation/new/")
    judged.fill(since="2025-09-01", until="2026-08-31", summary=f"The ceiling held, {SHARED}").press(SAVE)
    table.ben("follow/evaluation/").sees("31 August 2026")


def renewed(table: Table) -> None:
    """The last phase, with a decision; the other party reads that it was told, and no reason."""
    _both_enter(table, "renewal")
    table.ben().sees("Renewal, end or replacement")


def taken_away(table: Table) -> None:
    """Each party takes its papers and its texts away as files; of people of the other party they name none."""
    for who, own, others in ((ASHA, ORIGINS, "Ben Velm"), (BEN, DESTINATIONS, "Asha Maro")):
        request = table.people.of(who).page.context.request
        for page in FILES:
            answer = request.get(table.site.address + table.path + page)
            if page.startswith("text/own/") and who == BEN:
                assert answer.status == 404, page
                continue
            assert (answer.status, answer.headers["cache-control"]) == (200, "no-store, private"), (who, page)
            words = inside(answer.body())
            assert (own in squeezed(words)) is ("shared" not in page), (who, page)
            assert others not in words, (who, page)
            table.seen[who].append(squeezed(words))
        copy, workbook = (request.get(table.site.address + table.path + page).body() for page in ALIKE)
        assert own in copy.decode()
        assert SHARED in copy.decode()
        table.seen[who] += [copy.decode(), squeezed(inside(workbook))]


# ---- what nobody else may see ---------------------------------------------------------------------------------------
def nobody_else_sees(table: Table, *, everywhere: bool = False) -> None:
    """A third country, an administrator and the operator find nothing, and get the page of what does not exist."""
    pages = ("", "life/", "people/", "room/", "room/own/", "publication/", "journal/", "journal/copy.json",
             "seen/", "text/own/languages/", "prepare/position/coherence/", "follow/account/own/", *FILES)  # fmt: skip
    for who in (THIRD, HEAD, OPERATOR):
        request = table.people.of(who).page.context.request
        for page in pages if everywhere else pages[:1]:
            path, id = table.path + page, table.path.split("/")[-2]
            there, missing = (
                request.get(table.site.address + each) for each in (path, path.replace(id, "a" * 26))
            )  # fmt: skip
            expected = 405 if page == "seen/" else 404
            assert (there.status, missing.status) == (expected, expected), (who, page)
            assert there.text().replace(id, "a" * 26) == missing.text(), (who, page)
        for place in OUTSIDE if everywhere else OUTSIDE[:2]:
            answer = request.get(f"{table.site.address}/en/{place}")
            _keep(table, who, answer.text())
    request = table.people.of(HEAD).page.context.request
    for place in ("audit/", "accounts/organisations/") if everywhere else ("audit/",):
        _keep(table, HEAD, request.get(f"{table.site.address}/en/{place}").text())


def _keep(table: Table, who: str, text: str) -> None:
    table.seen.setdefault(who, []).append(text)
    for word in (*SECRETS, table.path.split("/")[-2]):
        assert word not in text, (who, word)


def each_party_saw_its_own_alone(table: Table) -> None:
    """Every page that was shown to anybody holds only what they may know."""
    said = {who: "".join(pages) for who, pages in table.seen.items()}
    assert ORIGINS in said[ASHA]
    assert DESTINATIONS in said[BEN]
    assert DESTINATIONS not in said[ASHA]
    assert ORIGINS not in said[BEN]
    assert not [who for who in said if WORKERS in said[who]]
    for who in (THIRD, HEAD, OPERATOR):
        for word in SECRETS:
            assert word not in said[who], (who, word)


def anybody_reads_what_is_public(table: Table) -> None:
    """A visitor reads what was published, marked as invented, and no word beyond it."""
    visitor = table.people.of("").go(f"agreements/{SLUG}/").sees(TEXT, "Invented example")
    assert not any(word in visitor.page.content() for word in SECRETS)
    page, request = visitor.page.url, visitor.page.context.request
    for each in PUBLIC:
        answer = request.get(page + each if each[0] == "?" else table.site.address + each.format(slug=SLUG))
        assert answer.status == 200, each
        words = squeezed(inside(answer.body()))
        assert not [word for word in (*SECRETS, "AshaMaro", "BenVelm") if word in words], each
        assert ("zqtitle77" in words) is (each not in ("/sitemap.xml", "/robots.txt")), each


# ---- what is left behind --------------------------------------------------------------------------------------------
def backed_up(table: Table, target: Path) -> None:
    """A backup while the installation runs."""
    table.site.ground.stdin.write(f"backup {target}\n")
    table.site.ground.stdin.flush()
    assert json.loads(table.site.ground.stdout.readline()) == {"made": str(target)}


def nothing_is_left_behind(home: Path) -> None:
    """No file under the home holds a secret: database, files, mail, logs, caches, temporaries, backup."""
    assert searched(home, SECRETS) > 10
    assert (home / "site" / "site.sqlite3").stat().st_size > 100_000
    assert "Traceback" not in (home / "said.log").read_text(encoding="utf-8")
    with tarfile.open(home / "concord.backup") as archive:
        assert "site.sqlite3" in archive.getnames()


def searched(home: Path, words: tuple[str, ...]) -> int:
    """Look for words in every file, as they stand and as mail, archives, compression and base64 hide them.

    Returns:
        How many files were read.
    """
    looked, forms = 0, {word: disguised(word) for word in words}
    for folder, _folders, names in os.walk(home):
        for name in names:
            looked += 1
            for content in layers((Path(folder) / name).read_bytes()):
                found = [word for word, written in forms.items() if any(each in content for each in written)]
                assert not found, (folder, name, found)
            assert not any(word in name for word in words)
    return looked
