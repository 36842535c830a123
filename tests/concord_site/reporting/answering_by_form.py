"""A reader without scripts: fills the boxes of a page as a browser would send them, and goes on to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from concord.instrument.model import FILES, Instrument, Question
from concord_site.reporting.answering import invented, typed
from concord_site.reporting.answering.book import Book


def sent_by(form: html.HtmlElement) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody has touched."""
    found: dict[str, list[str]] = {}
    for box in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]"):
        kind = box.get("type", "")
        if kind in {"radio", "checkbox"}:
            if box.get("checked") is not None:
                found.setdefault(box.get("name"), []).append(box.get("value", "on"))
        elif box.tag == "select":
            chosen = box.xpath("./option[@selected]/@value") or box.xpath("./option[1]/@value")
            found.setdefault(box.get("name"), []).extend(chosen)
        elif kind != "file":
            text = (box.text or "").removeprefix("\n") if box.tag == "textarea" else box.get("value", "")
            found.setdefault(box.get("name"), []).append(text)
    return found


@dataclass
class Reader:
    """Walks a trial page by page.

    Args:
        entries: How many entries each list gets.
        value: Plausible values of a question; invented ones where not given.
    """

    client: Client
    instrument: Instrument
    today: dt.date
    entries: int = 1
    value: Callable[[Question, list[str]], Iterator[Any]] | None = None
    pages: list[str] = field(default_factory=list)
    largest: int = 0
    tries: dict[str, Iterator[Any]] = field(default_factory=dict)
    answered: dict[str, Any] = field(default_factory=dict)
    stuck: list[str] = field(default_factory=list)

    def get(self, address: str) -> tuple[str, html.HtmlElement]:
        """A page and where it stands in the end."""
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, address
        return self._read(answer, address)

    def _read(self, answer: Any, address: str) -> tuple[str, html.HtmlElement]:
        at = answer.redirect_chain[-1][0] if getattr(answer, "redirect_chain", None) else address
        self.largest = max(self.largest, len(answer.content))
        return at, html.fromstring(answer.content.decode())

    def walk(self, tasks: str) -> None:
        """Every section of the task list, from its first page to its last."""
        _at, page = self.get(tasks)
        for href in page.xpath("//li[@class='task']//a/@href"):
            if "check" not in href:
                self.section(href)

    def section(self, href: str) -> None:
        """One section, until its pages lead back to the task list."""
        at, page = self.get(href)
        for _step in range(400):
            forms = page.xpath("//form[@data-answers]")
            if not forms:
                return
            before = at
            at, page = self.page(at, forms[0])
            self.pages.append(before.partition("#")[0])
        raise AssertionError("the section does not end")

    def page(self, at: str, form: html.HtmlElement) -> tuple[str, html.HtmlElement]:
        """Fill one page and send it."""
        path = at.partition("#")[0]
        data = sent_by(form)
        is_list = bool(form.xpath(".//button[@name='do' and @value='add']"))
        if is_list and len(form.xpath(".//ol[@class='entries']/li")) < self.entries:
            return self._sent(path, {**data, "do": ["add"]})
        wrong = {each.removeprefix("r:") for each in data if each.startswith("r:") and self._is_wrong(form, each[2:])}
        for name in [each for each in data if each.startswith("r:")]:
            self._fill(form, data, name.removeprefix("r:"), wrong)
        if wrong and all(self.answered.get(each) is None for each in wrong):
            self.stuck += sorted(wrong)
            return self._sent(path, {**data, "go": ["later"]})
        return self._sent(path, {**data, "go": ["on"]})

    def _is_wrong(self, form: html.HtmlElement, address: str) -> bool:
        boxes = form.xpath(f".//*[@name='r:{address}']/ancestor::*[contains(@class,'wrong')]")
        return bool(boxes)

    def _fill(self, form: html.HtmlElement, data: dict[str, list[str]], address: str, wrong: set[str]) -> None:
        question = Book(self.instrument).node(address)
        assert isinstance(question, Question), address
        if address in self.tries and address not in wrong:
            return
        if address not in self.tries:
            if self._is_filled(data, address):
                return
            self.tries[address] = self._values(form, question, address)
        value = next(self.tries[address], None)
        self.answered[address] = value
        for name in [each for each in data if each == f"a:{address}" or each.startswith(f"a:{address}|")]:
            del data[name]
        if question.kind in FILES:
            upload = SimpleUploadedFile("evidence.txt", b"invented", "text/plain")
            data[f"a:{address}"] = [upload]  # type: ignore[list-item]
            self.answered[address] = "file"
            return
        for part, shown in typed.shown(question, value).items():
            data[typed.name(address, part)] = shown if isinstance(shown, list) else [str(shown)]

    def _is_filled(self, data: dict[str, list[str]], address: str) -> bool:
        return any(
            any(values) for name, values in data.items()
            if name in {f"a:{address}", f"s:{address}"} or name.startswith(f"a:{address}|")
        )  # fmt: skip

    def _values(self, form: html.HtmlElement, question: Question, address: str) -> Iterator[Any]:
        names = form.xpath(f".//input[@name='a:{address}']/@value") + [
            each for each in form.xpath(f".//select[@name='a:{address}']/option/@value") if each
        ]
        prefix = f"a:{address}|"
        names += [each.get("name").removeprefix(prefix) for each in form.xpath(".//ol[@class='order']//input[@name]")
                  if each.get("name").startswith(prefix)]  # fmt: skip
        if self.value is not None:
            return self.value(question, names)
        choices = tuple(SimpleNamespace(name=each) for each in names) if question.choices else ()
        return invented.values(question, choices, address, self.today)

    def _sent(self, path: str, data: dict[str, list[str]]) -> tuple[str, html.HtmlElement]:
        answer = self.client.post(path, data, follow=True)
        assert answer.status_code in {200, 422}, (path, answer.status_code)
        at, page = self._read(answer, path)
        return at, page
