"""The form of one row of a draft: wording, answer, conditions, the last round, where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES, direction
from concord_site.reporting import wording
from concord_site.reporting.editing import cells, conditions, mapping
from concord_site.reporting.editing.book import Line
from concord_site.reporting.editing.conditions import Conditions
from concord_site.reporting.forms.conditions import ConditionFields, alike

NAME = RegexValidator(
    r"^[A-Za-z_][A-Za-z0-9_.-]*$", _("Begin with a letter; then letters, digits and underscores, without spaces.")
)
STATUSES = ("not-known", "not-available", "not-applicable")
PARTS = ("measures", "results", "difficulties", "lessons")
PROVENANCES = ("verified", "unverified", "proposal")
#: Columns the form has its own fields for; all others a row has are kept as they stand and shown as text.
PLAIN = (
    "calculation", "choice_filter", "default", "readonly", "repeat_count", "parameters", "trigger", "x_unit",
    "x_indicator", "x_known", "x_source", "x_minutes", "x_rows", "x_columns",
)  # fmt: skip
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class RowForm(ConditionFields, forms.Form):
    """One question or group; what it reads becomes cells by :meth:`cells`.

    Args:
        line: The row as it stands.
        default: The language the draft is written in.
        names: Names and wordings of the questions that a condition may speak of.
        lists: Names of the lists of choices.
        labels: ``{question: {choice name: wordings}}`` for values of conditions.
    """

    name = forms.CharField(
        label=pgettext_lazy("of a question", "Name"), max_length=60, required=False, validators=[NAME],
        help_text=_("Answers are kept under it, and conditions say it. Changing it changes the conditions too."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    listed = forms.ChoiceField(label=_("List of choices"), required=False)
    asked = forms.ChoiceField(
        label=_("When it is asked"), required=False, widget=forms.RadioSelect,
        choices=[
            ("always", _("Always")), ("rows", _("When these conditions hold")), ("expression", _("By an expression")),
        ],
    )  # fmt: skip
    joined = forms.ChoiceField(
        label=_("Of these conditions"), required=False,
        choices=[("and", _("all hold")), ("or", _("at least one holds"))],
    )  # fmt: skip
    relevant = forms.CharField(
        label=_("Expression"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false", "class": "code"}),
        help_text=_("In the language of XLSForm, such as ${has_agreements} = 'yes'."),
    )  # fmt: skip
    needed = forms.ChoiceField(
        label=_("Whether an answer is needed"), required=False,
        choices=[("", _("May be left empty")), ("yes", _("Needed")), ("expression", _("Needed by an expression"))],
    )  # fmt: skip
    required = forms.CharField(
        label=_("Expression for when it is needed"), required=False, max_length=1000,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip
    least = forms.CharField(
        label=_("At least"), required=False, max_length=30, widget=forms.TextInput(attrs={"size": 10, "dir": "ltr"})
    )
    most = forms.CharField(
        label=_("At most"), required=False, max_length=30, widget=forms.TextInput(attrs={"size": 10, "dir": "ltr"})
    )
    constraint = forms.CharField(
        label=_("Rule for the answer as an expression"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false", "class": "code"}),
        help_text=_("A full stop stands for the answer, such as . >= 0 and . <= 100."),
    )  # fmt: skip
    statuses = forms.MultipleChoiceField(
        label=_("Other answers offered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    x_part = forms.ChoiceField(label=_("Part of article 9.1"), required=False)
    provenance = forms.ChoiceField(label=_("Provenance"), required=False)
    provenance_note = forms.CharField(label=_("Note on provenance"), required=False, max_length=500)
    x_confidential = forms.BooleanField(label=_("The country may keep the answer confidential"), required=False)
    x_short = forms.BooleanField(label=_("Asked in the short mode even where nothing has changed"), required=False)
    mode = forms.ChoiceField(label=_("How it comes from the round before"), required=False)
    same_as = forms.CharField(
        label=_("Questions of the round before"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "list": "old-questions"}),
        help_text=_("Names, with spaces between several."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, line: Line, default: str, names: Mapping[str, str], lists: Iterable[str],
        labels: Mapping[str, Mapping[str, Iterable[str]]], **kwargs: Any,
    ) -> None:  # fmt: skip
        self.line, self.default, self.names, self.labels = line, default, names, labels
        kwargs.setdefault("initial", self._initial())
        super().__init__(*args, **kwargs)
        self._choices(tuple(lists))
        self._wordings()
        self._conditions()
        for column in PLAIN:
            rows = column in ("calculation", "choice_filter")
            self.fields[column] = forms.CharField(
                label=wording.columns(column), required=False, max_length=2000,
                widget=(forms.Textarea if rows else forms.TextInput)(attrs={"dir": "ltr", "spellcheck": "false"}),
            )  # fmt: skip
            if rows:
                self.fields[column].widget.attrs["rows"] = 2
        self.fields["appearance"] = forms.CharField(
            label=wording.columns("appearance"), required=False, max_length=300,
            widget=forms.TextInput(attrs={"dir": "ltr"}),
        )  # fmt: skip

    # ---- what stands there now -------------------------------------------------------------------------------------
    def _initial(self) -> dict[str, Any]:
        line = self.line
        found: dict[str, Any] = {column: line[column] for column in PLAIN}
        found |= {column: line[column] for column in self.worded()}
        simple = conditions.read(line["relevant"])
        limits = conditions.limits(line["constraint"])
        known, _colon, note = line["x_provenance"].partition(":")
        link = mapping.link(line["x_same_as"], "")
        required = line["required"].strip()
        is_yes = required.lower() in ("yes", "true", "true()", "1")
        return found | {
            "name": line.name, "kind": cells.kind(line), "listed": cells.list_of(line),
            "asked": "always" if not line["relevant"] else "rows" if simple and simple.rows else "expression",
            "joined": simple.joined if simple else "and", "relevant": line["relevant"],
            "needed": "" if not required or required.lower() in ("no", "false", "false()") else
                      "yes" if is_yes else "expression",
            "required": "" if is_yes else required,
            "least": limits[0] if limits else "", "most": limits[1] if limits else "",
            "constraint": "" if limits else line["constraint"],
            "statuses": line["x_status"].split(), "x_part": line["x_part"], "provenance": known.strip(),
            "provenance_note": note.strip(), "x_confidential": _is_yes(line["x_confidential"]),
            "x_short": _is_yes(line["x_short"]), "mode": link.mode if link else "",
            "same_as": " ".join(each.lstrip("/") for each in link.ids) if link else "",
            "appearance": " ".join(word for word in line["appearance"].split() if word not in cells.MARKS),
            **self._initial_conditions(simple),
        }  # fmt: skip

    # ---- fields ----------------------------------------------------------------------------------------------------
    def _choices(self, lists: tuple[str, ...]) -> None:
        offered = [(each, wording.kind(each)) for each in cells.KINDS]
        if not cells.kind(self.line):
            offered.insert(0, ("", gettext("As it stands: %(type)s") % {"type": self.line["type"]}))
        known = [(each, each) for each in dict.fromkeys((*lists, *filter(None, [cells.list_of(self.line)])))]
        empty = [("", "–")]
        fields: Mapping[str, Any] = self.fields
        fields["kind"].choices = offered
        fields["listed"].choices = [*empty, *known]
        fields["statuses"].choices = [(each, wording.status(each)) for each in STATUSES]
        fields["x_part"].choices = [*empty, *((each, wording.part(each)) for each in PARTS)]
        fields["provenance"].choices = [*empty, *((each, wording.provenance(each)[1]) for each in PROVENANCES)]
        fields["mode"].choices = [("", wording.mode("new")), *((each, wording.mode(each)) for each in mapping.MODES)]

    def worded(self) -> tuple[str, ...]:
        """Every wording's column, all languages."""
        return cells.wording_columns(cells.WORDED, self.languages(), self.default)

    def languages(self) -> tuple[str, ...]:
        """The default language, then the others of the six."""
        return (self.default, *(code for code in LANGUAGES if code != self.default))

    def _wordings(self) -> None:
        for column in cells.WORDED:
            for code in self.languages():
                name = column if code == self.default else f"{column}::{code}"
                attrs = {"rows": 3 if column == "label" else 2, "lang": code, "dir": direction(code)}
                self.fields[name] = forms.CharField(
                    label=NATIVE_NAMES.get(code, code), required=False, max_length=5000,
                    widget=forms.Textarea(attrs=attrs),
                )  # fmt: skip

    # ---- for the template ------------------------------------------------------------------------------------------
    def wordings(self) -> list[tuple[str, str, bool, list[Any]]]:
        """Wording columns: name, what it is called, whether something stands in it, its boxes by language."""
        found = []
        for column in cells.WORDED:
            boxes = [self[column if code == self.default else f"{column}::{code}"] for code in self.languages()]
            is_used = any(
                self.line[column if code == self.default else f"{column}::{code}"] for code in self.languages()
            )
            found.append((column, wording.columns(column), is_used, boxes))
        return found

    def written(self) -> list[Any]:
        """Boxes of what is written as an expression."""
        return [self[column] for column in ("calculation", "choice_filter", "default", "readonly", "repeat_count",
                                            "parameters", "trigger", "appearance")]  # fmt: skip

    def others(self) -> dict[str, str]:
        """Cells that the form has no box for; they are kept as they stand."""
        known = {*self.worded(), *PLAIN, "name", "type", "appearance", "relevant", "required", "constraint",
                 "x_status", "x_part", "x_provenance", "x_confidential", "x_short", "x_same_as"}  # fmt: skip
        return {key: value for key, value in self.line.cells.items() if key not in known}

    # ---- reading ---------------------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        """Values of conditions are choices of their question; limits are numbers."""
        found = super().clean() or {}
        if found.get("asked") == "rows":
            self._clean_conditions(found)
        for side in ("least", "most"):
            if found.get(side) and not _NUMBER.fullmatch(found[side].strip()):
                self.add_error(side, gettext("Write a number, such as 0 or 2.5."))
        if found.get("kind") in cells.CHOOSING and not found.get("listed"):
            self.add_error("listed", gettext("Choose the list of choices."))
        return found

    def cells(self) -> dict[str, str]:
        """The cells of the row as they are to be."""
        given = self.cleaned_data
        found = {column: given.get(column, "").strip() for column in (*self.worded(), *PLAIN)}
        found["name"] = given["name"]
        found |= cells.with_kind(
            Line(self.line.id, {**self.line.cells, "appearance": given.get("appearance", "")}),
            given.get("kind", "") or cells.kind(self.line), given.get("listed", ""),
        )  # fmt: skip
        found["relevant"] = {
            "rows": conditions.written(given.get("conditions", Conditions())),
            "expression": given.get("relevant", "").strip(),
        }.get(given.get("asked", ""), "")
        found["required"] = given["required"] if given.get("needed") == "expression" else given.get("needed", "")
        limits = conditions.within(given.get("least", "").strip(), given.get("most", "").strip())
        found["constraint"] = given.get("constraint", "").strip() or limits
        found["x_status"] = " ".join(each for each in STATUSES if each in given.get("statuses", ()))
        found["x_part"] = given.get("x_part", "")
        note = given.get("provenance_note", "").strip()
        found["x_provenance"] = (
            f"{given['provenance']}: {note}" if note and given.get("provenance") else given.get("provenance", "")
        )
        found["x_confidential"] = _yes(given.get("x_confidential"), self.line["x_confidential"])
        found["x_short"] = _yes(given.get("x_short"), self.line["x_short"])
        found["x_same_as"] = mapping.cell(given.get("mode") or "same", tuple(given.get("same_as", "").split()))
        return self._only_changed(found)

    def _only_changed(self, found: dict[str, str]) -> dict[str, str]:
        """What the form reads otherwise but means the same is left as the author wrote it."""
        initial = self._initial()
        means = {"relevant": ("asked", "joined", "relevant"), "required": ("needed", "required"),
                 "constraint": ("least", "most", "constraint"), "type": ("kind", "listed"),
                 "x_same_as": ("mode", "same_as"), "x_provenance": ("provenance", "provenance_note"),
                 "appearance": ("kind", "appearance"), "x_status": ("statuses",)}  # fmt: skip
        for column, names in means.items():
            if all(alike(self.cleaned_data.get(name), initial.get(name)) for name in names) and not (
                column == "relevant" and self._conditions_changed(initial)
            ):
                found[column] = self.line[column]
        return found


def _is_yes(cell: str) -> bool:
    return cell.strip().lower() in ("yes", "true", "true()", "1", "x")


def _yes(is_chosen: Any, before: str) -> str:
    if bool(is_chosen) == _is_yes(before):
        return before
    return "yes" if is_chosen else ""
