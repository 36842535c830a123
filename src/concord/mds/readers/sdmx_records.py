"""From a data set of an SDMX message to records: components by declared concepts, the rest asked.

Checked on the way: the action (nothing is deleted by import), the unit (only counts of persons), the multiplier
(applied exactly), confidentiality (never lost), and components that nobody has declared: where one says more than one
thing, its rows would be added up over something unknown, so the file is refused until a profile says what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from concord.findings import Finding, Level, Place
from concord.intake.sheets import Sheet
from concord.mds.profile import NOTHING_SAID, Profile
from concord.mds.readers import sdmx_concepts, sdmx_csv, words
from concord.mds.readers.frames import frame_of
from concord.mds.readers.made_sheets import columns_of, sheet_of
from concord.mds.readers.records import Mark, Records
from concord.mds.readers.roles import Roles
from concord.mds.readers.spread import Across

#: What a component may be besides a role of records.
CHECKED = frozenset({"structure", "action", "unit", "multiplier", "confidentiality", "frequency"})
#: The code of a dimension that says nothing of an observation (cross-domain code lists).
NOT_APPLICABLE = "_Z"
_YEARLY = re.compile(r"(\d{4})-A1")
_WIDEST_MULTIPLIER = 12


def records(sheet: Sheet, *, profile: Profile = NOTHING_SAID) -> tuple[Records | None, list[Finding]]:
    """The observations of one data set as records, or findings that say why they cannot be read."""
    plain = sdmx_csv.by_ids(sheet)
    columns = columns_of(plain)
    ids = sorted({id for name in ("STRUCTURE_ID", "DATAFLOW") for id in columns.get(name, ()) if id})
    at = Place(sheet.file, sheet.name)
    if len(ids) > 1:
        return None, [Finding("mds.sdmx.several-structures", "hard", at, {"structures": ", ".join(ids[:5])})]
    message = _Message(plain, columns, ids[0] if ids else "", profile)
    found = message.settled()
    findings = message.findings
    if found is None or any(each.level == "hard" for each in findings):
        return None, findings
    return found, findings


class _Message:
    """One data set on its way to records."""

    def __init__(self, sheet: Sheet, columns: dict[str, list[str]], id: str, profile: Profile) -> None:
        self.findings: list[Finding] = []
        self._sheet, self._columns, self._id = sheet, columns, id
        self._flow = sdmx_concepts.flow_of(id)
        self._own = sdmx_concepts.own_structure(id)
        self._held: dict[str, str] = {}
        self._unread: list[str] = []
        for component in columns:
            self._place(component, profile)
        self._kept = list(range(len(sheet)))

    def _place(self, component: str, profile: Profile) -> None:
        said = profile.columns.get(component)
        known = sdmx_concepts.concept(component, self._flow)
        role = said or (known.role if known else "")
        if role in ("nothing", "structure"):
            return
        if not role:
            self._ask(component)
        elif role in self._held:
            first = self._held[role]
            params: dict[str, object] = {"role": role, "first": first, "first_letter": self._letter(first)}
            self._tell("mds.column.twice", "hard", component, params)
        else:
            self._held[role] = component
            if NOT_APPLICABLE in self._columns[component]:
                texts = self._columns[component]
                self._columns[component] = ["" if text == NOT_APPLICABLE else text for text in texts]
            if known is not None and role == "part":
                texts = self._columns[component]
                self._columns[component] = ["" if text == known.whole else text for text in texts]

    def _ask(self, component: str) -> None:
        """A component that nobody declared: fatal where it says several things, worth a word where it says one."""
        said = Counter(text for text in self._columns[component] if text)
        if not said:
            return
        self._unread.append(component)
        likely = [
            role
            for role, knows in (("occupation", words.occupation), ("sex", words.sex), ("activity", words.activity))
            if all(knows(text) is not None for text in said)
        ]
        params = {
            "component": component,
            "values": ", ".join(text[:40] for text, _ in said.most_common(6)),
            "count": len(said),
            "likely": ", ".join(likely) or "–",
        }
        level: Level = "hard" if len(said) > 1 else "soft"
        code = "mds.sdmx.component-unknown" if len(said) > 1 else "mds.sdmx.component-constant"
        self._tell(code, level, component, params)

    def settled(self) -> Records | None:
        """The records, where nothing hard was found."""
        if "value" not in self._held or not self._is_ours():
            params = {"structure": self._id or "–", "components": ", ".join(self._columns)[:300]}
            self.findings = [Finding("mds.sdmx.not-the-data-set", "hard", self._at(), params)]
            return None
        self._check_action()
        self._check_frequency()
        self._keep_persons()
        self._multiply()
        self._hide()
        self._years()
        return self._records() if self._kept else None

    def _is_ours(self) -> bool:
        """Whether it may be a table of the data set: declared, ours, or with an occupation or an origin."""
        about = {"occupation", "origin", "destination", "row_kind"}.intersection(self._held)
        return self._flow is not None or bool(self._own) or (bool(about) and "year" in self._held)

    def _check_action(self) -> None:
        gone = self._rows_where("action", lambda text: text.casefold() in ("d", "delete"))
        if gone:
            params: dict[str, object] = {"count": len(gone), "rows": self._shown(gone)}
            self._tell("mds.sdmx.deletes", "hard", self._held["action"], params)

    def _check_frequency(self) -> None:
        other = self._rows_where("frequency", lambda text: text not in ("", "A"))
        if other:
            said = sorted({self._columns[self._held["frequency"]][at] for at in other})
            params = {"count": len(other), "rows": self._shown(other)}
            self._tell("mds.sdmx.frequency", "hard", self._held["frequency"], params, ", ".join(said)[:60])

    def _keep_persons(self) -> None:
        """Rows in persons; shares are left out, a unit that is not known is asked."""
        if "unit" not in self._held:
            return
        component = self._held["unit"]
        texts = self._columns[component]
        for code in dict.fromkeys(texts):
            kind = sdmx_concepts.unit(code) if code else "persons"
            if kind == "persons":
                continue
            rows = [at for at in self._kept if texts[at] == code]
            params = {"count": len(rows), "rows": self._shown(rows)}
            known = "mds.sdmx.other-unit" if kind else "mds.sdmx.unit-unknown"
            self._tell(known, "note" if kind else "hard", component, params, code[:60])
            self._kept = [at for at in self._kept if texts[at] != code]
        if not self._kept:
            self._tell("mds.sdmx.no-counts", "hard", component, {"count": len(texts)})

    def _multiply(self) -> None:
        if "multiplier" not in self._held:
            return
        component, values = self._held["multiplier"], self._columns[self._held["value"]]
        texts = self._columns[component]
        wrong = [at for at in self._kept if texts[at] and not _is_power(texts[at])]
        if wrong:
            params = {"count": len(wrong), "rows": self._shown(wrong)}
            self._tell("mds.sdmx.multiplier", "hard", component, params, texts[wrong[0]][:40])
            return
        scaled = [at for at in self._kept if texts[at] not in ("", "0")]
        for at in scaled:
            values[at] = _scaled(values[at], int(texts[at]))
        if scaled:
            powers = ", ".join(sorted({f"10^{texts[at]}" for at in scaled}))
            params = {"count": len(scaled), "rows": self._shown(scaled), "powers": powers}
            self._tell("mds.sdmx.multiplied", "note", component, params)

    def _hide(self) -> None:
        """What is not free to publish is marked as hidden, and the word for missing as an empty cell."""
        values = self._columns[self._held["value"]]
        self._columns[self._held["value"]] = ["" if text.strip().casefold() == "nan" else text for text in values]
        if "confidentiality" not in self._held:
            return
        component = self._held["confidentiality"]
        texts = self._columns[component]
        hidden = [at for at in self._kept if texts[at] and sdmx_concepts.is_free(texts[at]) is not True]
        if not hidden:
            return
        flags = self._columns[self._held["flag"]] if "flag" in self._held else [""] * len(texts)
        self._held.setdefault("flag", component)
        self._columns[self._held["flag"]] = ["C" if at in set(hidden) else flags[at] for at in range(len(texts))]
        params = {"count": len(hidden), "rows": self._shown(hidden)}
        self._tell("mds.sdmx.confidential", "note", component, params, ", ".join(sorted({texts[at] for at in hidden})))

    def _years(self) -> None:
        if "year" in self._held:
            texts = self._columns[self._held["year"]]
            self._columns[self._held["year"]] = [
                found.group(1) if (found := _YEARLY.fullmatch(text)) else text for text in texts
            ]

    def _records(self) -> Records:
        import polars as pl

        texts = {component: [said[at] for at in self._kept] for component, said in self._columns.items()}
        letters = {column.header: column.letter for column in self._sheet.columns}
        sheet = sheet_of(
            self._sheet.file, self._sheet.name, texts, [self._sheet.rows[at] for at in self._kept], letters
        )
        roles = Roles()
        for role, component in self._held.items():
            if role == "value":
                roles.values.append(Across(sheet.column(component), {}))
            elif role == "part":
                roles.parts.append(sheet.column(component))
            elif role not in CHECKED:
                roles.held[role] = sheet.column(component)
        marks = {role: Mark(column.header, column.letter) for role, column in roles.held.items()}
        if roles.parts:
            marks["part"] = Mark(roles.parts[0].header, roles.parts[0].letter)
        unread = tuple(Mark(name, letters.get(name, "")) for name in self._unread)
        frame = frame_of(sheet, roles).with_columns(pl.col("row").cast(pl.Int64))
        return Records(sheet.file, sheet.name, frame, marks, None, self._own, ".", unread)

    def _rows_where(self, role: str, holds: object) -> list[int]:
        assert callable(holds)
        if role not in self._held:
            return []
        texts = self._columns[self._held[role]]
        return [at for at in self._kept if holds(texts[at])]

    def _tell(
        self, code: str, level: Level, component: str, params: dict[str, object], value: str | None = None
    ) -> None:
        place = Place(self._sheet.file, self._sheet.name, None, component, self._letter(component) or None)
        self.findings.append(Finding(code, level, place, params, value))

    def _letter(self, component: str) -> str:
        return self._sheet.column(component).letter

    def _at(self) -> Place:
        return Place(self._sheet.file, self._sheet.name)

    def _shown(self, rows: Sequence[int]) -> str:
        listed = ", ".join(str(self._sheet.rows[at]) for at in rows[:10])
        return listed + (" …" if len(rows) > 10 else "")


def _is_power(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and int(digits) <= _WIDEST_MULTIPLIER


def _scaled(text: str, power: int) -> str:
    """A number times ten to the power, exactly; anything else as it was."""
    try:
        return format(Decimal(text).scaleb(power), "f") if text.strip() else text
    except InvalidOperation:
        return text
