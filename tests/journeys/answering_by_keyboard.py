"""Somebody who answers an instrument with the keyboard alone: Tab to each box, type, Space, arrows, Enter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from concord.instrument.model import FILES, Instrument, Question

#: What is under the cursor: enough to know what to do with it.
HERE = """() => { const e = document.activeElement; return {tag: e.tagName, type: e.type || "", name: e.name || "",
  id: e.id, value: e.value || "", role: e.getAttribute("role") || "", text: (e.textContent || "").trim(),
  href: e.getAttribute("href") || "", checked: Boolean(e.checked), wrong: Boolean(e.closest(".wrong")),
  any: Boolean(e.name && document.querySelector('[name="' + CSS.escape(e.name) + '"]:checked'))}; }"""
#: The words of the second choice of the list below the cursor.
SECOND = "() => document.activeElement.nextElementSibling.querySelectorAll('label')[1].textContent.trim()"
SIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Typist:
    """One session at the keyboard.

    Args:
        page: A page of Playwright.
        instrument: What is answered.
        plain: Plausible values of a question; the first that breaks no rule stays.
        entries: How many entries each list gets.
    """

    page: Any
    instrument: Instrument
    today: dt.date
    has_scripts: bool = True
    entries: int = 1
    values: dict[str, Iterator[Any]] = field(default_factory=dict)
    current: dict[str, Any] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    attached: set[str] = field(default_factory=set)
    on_page: Any = None

    def __post_init__(self) -> None:
        """Files are asked of the test from the start: a window caught only when the key is pressed may open before."""
        self.page.on("filechooser", lambda _chooser: None)

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.page.keyboard.press(key)

    def here(self) -> SimpleNamespace:
        """What is under the cursor."""
        return SimpleNamespace(**self.page.evaluate(HERE))

    def tab_to(self, test: Any, at_most: int = 90) -> SimpleNamespace:
        """Press Tab until something is reached."""
        for _ in range(at_most):
            self.press("Tab")
            found = self.here()
            if test(found):
                return found
        raise AssertionError(f"not reached by Tab on {self.page.url}")

    def begin(self, href: str) -> None:
        """Begin a trial with invented answers of last time."""
        self.page.goto(href)
        self.tab_to(lambda each: each.name == "last")
        self.press("ArrowDown")
        self.tab_to(lambda each: each.tag == "BUTTON" and each.type == "submit")
        self.press("Enter")
        self.page.wait_for_url("**/trials/*/")

    def answer_everything(self) -> None:
        """Every section of the task list in turn."""
        tasks = self.page.url
        count = self.page.locator("li.task a.name").count() - 1
        for place in range(count):
            self.page.goto(tasks)
            self._open(place)
            self._section(tasks)
        self.page.goto(tasks)

    def _open(self, place: int) -> None:
        """Open a section from the task list; the cursor starts at the content, where the skip link leads."""
        self.page.locator("#content").focus()
        href = self.page.locator("li.task a.name").nth(place).get_attribute("href")
        self.tab_to(lambda each: each.href == href)
        self._go(self.page.url)

    def _section(self, tasks: str) -> None:
        for _ in range(120):
            if self.page.url.split("#")[0] == tasks:
                return
            self.seen.append(self.page.url)
            if self.page.evaluate(SIDE) > 0:
                self.sideways.append(self.page.url)
            if self.on_page is not None:
                self.on_page(self.page)
            self._page()
        raise AssertionError("the section does not end")

    def _page(self) -> None:
        """Fill what is empty or wrong on a page, and press Save and continue."""
        before = self.page.url
        if self._adds_entry():
            return
        self.page.locator("#content").focus()
        for _ in range(160):
            self.press("Tab")
            found = self.here()
            if found.tag == "BUTTON" and found.name == "go" and found.value == "on":
                self._go(before)
                return
            if found.href.endswith("-after"):
                self._long_list()
            elif found.tag in {"INPUT", "TEXTAREA", "SELECT"}:
                self._fill(found)
        raise AssertionError(f"no way on from {before}")

    def _adds_entry(self) -> bool:
        add = self.page.locator("button[name=do][value=add]")
        if not add.count() or self.page.locator("ol.entries li").count() >= self.entries:
            return False
        self.page.locator("#content").focus()
        self.tab_to(lambda each: each.name == "do" and each.value == "add")
        self._go(self.page.url)
        return True

    def _go(self, before: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")
        self.page.wait_for_load_state()

    def _fill(self, found: SimpleNamespace) -> None:
        if not found.name and found.role != "combobox":
            self._search()
            return
        name = found.name or f"a:{self._address_of_finder(found)}"
        kind, _sign, rest = name.partition(":")
        address, _bar, part = rest.partition("|")
        if kind != "a":
            return
        question = self._question(address)
        if question.kind in FILES:
            self._attach(address)
            return
        if found.type in {"radio", "checkbox"}:
            if not found.any and (found.type == "radio" or not found.checked):
                self.press("Space")
        elif question.kind == "rank":
            self._rank(found)
        elif found.role == "combobox":
            if not found.value:
                self._find()
        elif found.tag == "SELECT":
            if not found.value:
                self.press("ArrowDown")
        elif not found.value or (found.wrong and part in {"", "day", "month"}):
            self._type(question, address, part, found)

    def _address_of_finder(self, found: SimpleNamespace) -> str:
        select = self.page.locator(f"[id='{found.id.removesuffix('-find')}']")
        return str(select.get_attribute("name") or "")[2:] if found.role == "combobox" else ""

    def _find(self) -> None:
        """Open the list, take what the second arrow reaches."""
        self.press("ArrowDown", 2)
        self.press("Enter")

    def _long_list(self) -> None:
        """Tick the first box of a long list, and skip the rest of it."""
        self.press("Tab")
        if not self.here().any:
            self.press("Space")
        self.press("Shift+Tab")
        self.press("Enter")

    def _search(self) -> None:
        """Search a long list of boxes to tick, and tick the first that fits."""
        group = "document.activeElement.nextElementSibling.querySelector(':checked')"
        if not self.page.evaluate(f"() => Boolean({group})"):
            self.page.keyboard.insert_text(self.page.evaluate(SECOND)[:3])
            self.press("Tab")
            self.press("Space")

    def _attach(self, address: str) -> None:
        """Space opens the browser's own window for files."""
        if address in self.attached:
            return
        self.attached.add(address)
        with self.page.expect_file_chooser() as chooser:
            self.press("Space")
        chooser.value.set_files({"name": "evidence.csv", "mimeType": "text/csv", "buffer": b"a,b\r\n1,2\r\n"})
        self.page.wait_for_timeout(300 if self.has_scripts else 0)

    def _rank(self, found: SimpleNamespace) -> None:
        place = self.page.evaluate(
            "() => [...document.activeElement.closest('ol').children].indexOf(document.activeElement.closest('li')) + 1"
        )
        if found.value != str(place):
            self.press("Control+a")
            self.page.keyboard.insert_text(str(place))

    def _type(self, question: Question, address: str, part: str, found: SimpleNamespace) -> None:
        from concord_site.reporting.answering import invented, typed

        if address not in self.values:
            self.values[address] = invented.values(question, (), address, self.today)
            self.current[address] = next(self.values[address])
        elif found.wrong and found.value and part in {"", "day"}:
            self.current[address] = next(self.values[address], self.current[address])
        text = typed.shown(question, self.current[address]).get(part, "")
        self.press("Control+a")
        if text:
            self.page.keyboard.insert_text(str(text))

    def _question(self, address: str) -> Question:
        from concord_site.reporting.answering.book import Book

        node = Book(self.instrument).node(address)
        assert isinstance(node, Question), address
        return node
