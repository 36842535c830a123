"""People who walk through a served installation, each in a browser of their own, and what they do on many pages."""

from __future__ import annotations

import email
import io
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from pathlib import Path
from typing import Any

from .conftest import BIN, _wait, environment, free_port, heeds_ctrl_c

PATIENCE = 15_000  # milliseconds until a page is given up
GROUND = Path(__file__).with_name("life_ground.py")


@dataclass
class Installation:
    """A served installation, and the process that laid its ground and opens sessions."""

    address: str
    folder: Path
    ground: Any
    laid: dict[str, str]

    def session(self, who: str) -> dict[str, str]:
        """The cookie of somebody who is signed in."""
        self.ground.stdin.write(f"{who}\n")
        self.ground.stdin.flush()
        return {**json.loads(self.ground.stdout.readline()), "url": self.address}

    def link_to(self, who: str, part: str) -> str:
        """The link with ``part`` in its address in the newest message to somebody; waits until it has come."""
        for _ in range(200):
            for file in sorted(
                (self.folder / "mail").glob("*.eml"), key=lambda each: each.stat().st_mtime, reverse=True
            ):
                message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
                if message["To"] == who:
                    for found in re.findall(r"http://\S+", message.get_content()):
                        if part in found:
                            return str(found)
            time.sleep(0.1)
        raise AssertionError(f"no message to {who}")


def prepared(home: Path) -> Path:
    """A folder with an empty database and the collected style sheets, to be copied."""
    folder = home / "site"
    done = subprocess.run(
        [sys.executable, str(GROUND), str(folder)], env=environment(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def installation(home: Path, *, area: str, language: str) -> Iterator[Installation]:
    """An installation on a free port, with its ground; both processes end with it."""
    folder, port = home / "site", free_port()
    address = f"http://127.0.0.1:{port}"
    env = {**environment(home), "CONCORD_DEMONSTRATION": "yes", "CONCORD_ADDRESS": address}
    ground = subprocess.Popen(
        [sys.executable, str(GROUND), str(folder), address, area, language],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
    )  # fmt: skip
    assert ground.stdin
    assert ground.stdout
    try:
        laid = json.loads(ground.stdout.readline())
        with _served(folder, port, address, env):
            yield Installation(address, folder, ground, laid)
    finally:
        ground.stdin.close()
        ground.wait(30)


@contextmanager
def _served(folder: Path, port: int, address: str, env: dict[str, str]) -> Iterator[None]:
    serving = subprocess.Popen(
        [str(BIN), "serve", "--alone", "--folder", str(folder), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=env, preexec_fn=heeds_ctrl_c,
    )  # fmt: skip
    try:
        _wait(address, serving)
        yield
    finally:
        serving.send_signal(signal.SIGINT)
        _out, told = serving.communicate(timeout=60)
    assert "Traceback" not in told, told


@dataclass
class Walker:
    """Somebody in a browser of their own."""

    page: Any
    base: str
    language: str
    has_scripts: bool
    problems: list[str]

    def go(self, path: str, status: int = 200) -> Walker:
        """Open a page of this language."""
        href = path if path.startswith("http") else self.base + (path if path.startswith("/") else self.at(path))
        answer = self.page.goto(href)
        assert answer.status == status, (href, answer.status, self.text()[:600])
        self.look()
        return self

    def at(self, path: str) -> str:
        """An address in this language."""
        return f"/{self.language}/{path}"

    def press(self, button: str, status: int = 200) -> Walker:
        """Press a button or follow a link, and wait for the page it leads to."""
        with self.page.expect_navigation(wait_until="load") as led:
            self.page.locator(button).first.click()
        assert led.value is None or led.value.status == status, (button, led.value.status, self.page.url, self.text())
        self.look()
        return self

    def look(self) -> None:
        """No page scrolls sideways, and each has one heading."""
        shown, width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if shown > width:
            self.problems.append(f"{self.page.url} is {shown} wide")
        if (count := self.page.locator("h1").count()) != 1:
            self.problems.append(f"{self.page.url} has {count} headings")

    def fill(self, **boxes: str) -> Walker:
        """Fill boxes by their names; a choice is chosen, a tick is set."""
        for name, value in boxes.items():
            self.fill_box(f'main [name="{name}"]', value)
        return self

    def fill_box(self, box: str, value: str) -> None:
        """Fill one box."""
        found = self.page.locator(box).first
        kind = found.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            found.select_option(value)
        elif kind in {"radio", "checkbox"}:
            self.page.locator(f'{box}[value="{value}"]').check()
        else:
            found.fill(value)

    def answer(self, address: str, value: str) -> None:
        """Answer a question; with scripts it is saved as soon as the box is left, and the page says so."""
        box = f'[name="a:{address}"]'
        if not self.has_scripts:
            self.fill_box(box, value)
            return
        with self.page.expect_response(lambda each: each.request.method == "POST") as saved:
            self.fill_box(box, value)
            self.page.locator(box).first.blur()
        assert saved.value.status == 200, (address, saved.value.status)

    def on(self, **more: Any) -> Walker:
        """Save and continue."""
        return self.press('form[data-answers] .ends button[value="on"]', **more)

    def text(self) -> str:
        """What stands on the page."""
        return " ".join(self.page.locator("main").inner_text().split())

    def sees(self, *words: str) -> Walker:
        """All of this stands on the page."""
        self.page.locator("main").wait_for()
        html = self.page.locator("main").text_content()
        shown = " ".join(html.split())
        for each in words:
            assert each in shown, (each, self.page.url, shown[:3000])
        return self

    def fetch(self, path: str) -> bytes:
        """A file, as a click on its link brings it."""
        answer = self.page.context.request.get(self.base + path if path.startswith("/") else path)
        assert answer.status == 200, (path, answer.status)
        return bytes(answer.body())

    def fetch_linked(self, link: str) -> bytes:
        """The file behind a link of this page."""
        return self.fetch(self.page.locator(link).first.get_attribute("href"))


@dataclass
class People:
    """Everybody who takes part: each signs in once and keeps their browser."""

    browser: Any
    site: Installation
    language: str
    has_scripts: bool
    width: int
    there: dict[str, Walker] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def of(self, who: str = "") -> Walker:
        """Somebody's browser; without an address that of somebody who is not signed in."""
        if who not in self.there:
            self.there[who] = self._opened(who)
        return self.there[who]

    def _opened(self, who: str) -> Walker:
        context = self.browser.new_context(
            viewport={"width": self.width, "height": 900}, java_script_enabled=self.has_scripts
        )
        context.set_default_timeout(PATIENCE)
        if who:
            context.add_cookies([self.site.session(who)])
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda each: self.problems.append(each.text) if _is_problem(each) else None)
        return Walker(page, self.site.address, self.language, self.has_scripts, self.problems)

    def leave(self) -> None:
        """Close every browser."""
        for each in self.there.values():
            each.page.context.close()


def _is_problem(message: Any) -> bool:
    """An answer that was refused is no fault of the page."""
    return message.type == "error" and "422" not in message.text


def until(ready: Callable[[], bool], again: Callable[[], object]) -> None:
    """Look again until something is ready that is made in the background."""
    for _ in range(400):
        if ready():
            return
        time.sleep(0.1)
        again()
    raise AssertionError("it never became ready")


def filled_in(workbook: bytes, answers: dict[str, Any]) -> bytes:
    """A workbook into whose open cells somebody has written, each found by the words of its question."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook))
    for words, value in answers.items():
        cells = [
            sheet.cell(row=row[1].row, column=3)
            for sheet in book.worksheets if sheet.sheet_state == "visible"
            for row in sheet.iter_rows() if len(row) > 2 and str(row[1].value or "").startswith(words)
        ]  # fmt: skip
        (cell,) = [each for each in cells if not each.protection.locked]
        cell.value = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
