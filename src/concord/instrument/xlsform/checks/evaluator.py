"""What only the evaluator can tell: paths that lead nowhere, arguments that are no questions, circles in repeats."""

from __future__ import annotations

from concord.instrument.model import Instrument, Node
from concord.instrument.routing import cycles, problems
from concord.instrument.xlsform.checks.rules import RULES
from concord.instrument.xlsform.remarks import Remarks


def check(instrument: Instrument, remarks: Remarks) -> None:
    """Have every rule bound, and tell what was not told yet at the same place."""
    told = {(each.where.sheet, each.where.row) for each in remarks.findings if _is_of_rules(each.code)}
    survey = instrument.sheets.survey
    for problem in problems(instrument):
        column = RULES.get(problem.rule, problem.rule)
        # Circles are told below, once each.
        if problem.why.code.endswith(".circular"):
            continue
        if (survey.name, problem.node.row) not in told:
            source = _source(problem.node, problem.rule)
            remarks.problem(
                problem.why.code, problem.why.params, sheet=survey, row=problem.node.row, column=column, value=source
            )
    if not any(each.code.endswith(".circular") for each in remarks.findings):
        for names in cycles(instrument):
            first = min((node for name in names for node in instrument.named(name)), key=lambda node: node.row)
            remarks.add(
                "relevant.circular", sheet=survey, row=first.row, column="relevant", names=" → ".join(names),
                name=first.name,
            )  # fmt: skip


def _is_of_rules(code: str) -> bool:
    parts = ("instrument.expression.", "instrument.reference.", "instrument.unsupported.", "instrument.filter.")
    return code.startswith(parts) or code.endswith(".circular")


def _source(node: Node, rule: str) -> str:
    if rule == "label":
        return node.label.best("en").text
    return str(getattr(node.rules, rule, ""))
