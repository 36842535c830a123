"""The page that shows who may do what, printed from ``data/roles.yaml`` (``docs/permissions.md``)."""

from __future__ import annotations

from collections.abc import Iterator

from concord import roles

REACH = {
    "any": "everywhere",
    "area": "in their area",
    "region": "in their region",
    "organisation": "in their organisation",
    "own": "their own",
}


def page() -> str:
    """The whole page as Markdown."""
    table = roles.declared()
    cells = list(table.cells())
    granted = sum(table.may(*cell) for cell in cells)
    states = sum(len(kind.states) for kind in table.kinds.values())
    head = [
        "# Permissions",
        "",
        "*Generated from `src/concord/data/roles.yaml` by `python -m concord_site print_permissions`; do not edit.*",
        "",
        f"{len(table.principals)} principals × {states} states of {len(table.kinds)} kinds of thing × "
        f"{len(table.actions)} actions = {len(cells):,} cells; {granted:,} are granted. "
        "What is not granted below is refused. What may not be seen is answered exactly as what does not exist.",
    ]
    return "\n".join([*head, *_principals(table), *_kinds(table)]) + "\n"


def _principals(table: roles.Roles) -> Iterator[str]:
    yield from ("", "## Principals", "", "| role | who | held in | second factor |", "|---|---|---|---|")
    for each in table.principals.values():
        held = ", ".join(each.held_in) or "–"
        about = f"{each.about} ({each.source})" if each.source else each.about
        yield f"| `{each.id}` | {about} | {held} | {'required' if table.sees_protected(each.id) else '–'} |"


def _kinds(table: roles.Roles) -> Iterator[str]:
    for kind in table.kinds.values():
        states = " → ".join(f"`{state}`" for state in kind.states)
        yield from ("", f"## {kind.label} (`{kind.id}`, class {kind.classification})", "", f"States: {states}", "")
        yield from ("| who | may | in state | how far | why |", "|---|---|---|---|---|")
        for rule in (rule for rule in table.rules if rule.kind == kind.id):
            yield (
                f"| {', '.join(rule.who)} | {', '.join(rule.may)} | {', '.join(rule.states)} | {REACH[rule.reach]} "
                f"| {rule.because} |"
            )
