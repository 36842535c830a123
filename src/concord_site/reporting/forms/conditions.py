"""The condition builder of a row: question, comparison and value, as fields; what they say becomes an expression."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concord_site.reporting import wording
from concord_site.reporting.editing import conditions
from concord_site.reporting.editing.book import Line
from concord_site.reporting.editing.conditions import Condition, Conditions

#: Builder rows offered beyond those that are there.
SPARE = 1
SHORTEST = 2
MOST_CONDITIONS = 8
#: Letters of a question's wording in the builder's list.
BRIEF = 30
SELECTED = format_html("{}", " selected")


class LongSelect(forms.Select):
    """A select of a hundred and more: drawn in one go, not a template an option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element."""
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        chosen = str(value or "")
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )  # fmt: skip
        return format_html("<select{}>{}</select>", flatatt(given), options)


class ConditionFields(forms.Form):
    """Fields ``q0 o0 v0``, ``q1 o1 v1`` … of a form for one row.

    Args:
        line: The row as it stands.
        names: Names and wordings of the questions that a condition may speak of.
        labels: ``{question: {choice name: wordings}}`` for values of conditions.
    """

    line: Line
    names: Mapping[str, str]
    labels: Mapping[str, Mapping[str, Iterable[str]]]
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    conditions_offered = 0

    def _initial_conditions(self, simple: Conditions | None) -> dict[str, str]:
        rows = simple.rows if simple else ()
        found: dict[str, str] = {}
        for place, row in enumerate(rows):
            found |= {f"q{place}": row.question, f"o{place}": row.operator, f"v{place}": self._spoken(row)}
        return found

    def _spoken(self, row: Condition) -> str:
        """The value of a condition as its choice is worded; its name where it has no wording."""
        return next(iter(self.labels.get(row.question, {}).get(row.value, ())), row.value)

    def _conditions(self) -> None:
        simple = conditions.read(self.line["relevant"])
        count = min(MOST_CONDITIONS, max(SHORTEST, (len(simple.rows) if simple else 0) + SPARE))
        known = [
            ("", "–"),
            *((name, f"{name}: {_brief(label)}" if label else name) for name, label in self.names.items()),
        ]
        said = {row.question for row in simple.rows} if simple else set()
        known += [(name, name) for name in sorted(said - set(self.names))]
        operators = [(each, wording.operator(each)) for each in conditions.OPERATORS]
        for place in range(count):
            number = {"n": place + 1}
            self.fields[f"q{place}"] = forms.ChoiceField(
                label=gettext("Question of condition %(n)s") % number, choices=known, required=False, widget=LongSelect
            )
            self.fields[f"o{place}"] = forms.ChoiceField(
                label=gettext("Comparison of condition %(n)s") % number, choices=operators, required=False
            )
            self.fields[f"v{place}"] = forms.CharField(
                label=gettext("Value of condition %(n)s") % number, required=False, max_length=200
            )
        self.conditions_offered = count

    def builder(self) -> list[tuple[Any, Any, Any]]:
        """The boxes of the condition builder, row by row."""
        return [(self[f"q{n}"], self[f"o{n}"], self[f"v{n}"]) for n in range(self.conditions_offered)]

    def _clean_conditions(self, found: dict[str, Any]) -> None:
        rows = []
        for place in range(self.conditions_offered):
            question, operator = found.get(f"q{place}", ""), found.get(f"o{place}") or "is"
            if not question:
                continue
            value = self._choice_named(question, found.get(f"v{place}", "").strip())
            if value is None:
                known = ", ".join(next(iter(said), name) for name, said in self.labels[question].items())
                self.add_error(f"v{place}", gettext("Write one of: %(known)s.") % {"known": known})
            elif not value and operator not in conditions.WITHOUT_VALUE:
                self.add_error(f"v{place}", gettext("Write the value."))
            else:
                rows.append(Condition(question, cast(Any, operator), value))
        if not rows and not self.errors:
            self.add_error("asked", gettext("Choose a question, or say that it is always asked."))
        found["conditions"] = Conditions(tuple(rows), "or" if found.get("joined") == "or" else "and")

    def _choice_named(self, question: str, value: str) -> str | None:
        """The name of the choice somebody wrote, in whatever language; None where the question has no such choice."""
        known = self.labels.get(question)
        if not known or not value:
            return value
        for name, said in known.items():
            if value == name or value.casefold() in (each.casefold() for each in said):
                return name
        return None

    def _conditions_changed(self, initial: Mapping[str, Any]) -> bool:
        names = [f"{sign}{n}" for n in range(self.conditions_offered) for sign in "qov"]
        standard = {**dict.fromkeys(names, ""), **{f"o{n}": "is" for n in range(self.conditions_offered)}}
        return any(
            alike(self.cleaned_data.get(name), initial.get(name, standard[name])) is False
            and not (name.startswith("o") and not self.cleaned_data.get(f"q{name[1:]}"))
            for name in names
        )  # fmt: skip


def _brief(label: str) -> str:
    return label if len(label) <= BRIEF else label[: BRIEF - 1].rstrip() + "…"


def alike(now: Any, before: Any) -> bool:
    """Whether a value is as it was; nothing is nothing."""
    return (now or "") == (before or "")
