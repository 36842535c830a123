"""Fields of forms: label above, hint, box, unit after it, the error at the field and in the summary on top."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, CheckboxInput, HiddenInput, RadioSelect, Select, SelectMultiple
from django.forms.forms import BaseForm


def field_context(
    bound: BoundField, *, item: str = "", unit: str = "", saved: str = "", hint: str = ""
) -> dict[str, Any]:
    """What ``components/field.html`` needs to draw a field of a Django form.

    Args:
        bound: ``form["name"]``.
        item: Number of the question, before the label.
        unit: Unit after the box.
        saved: Time of the last saving, shown with a tick.
        hint: Words of the hint where the field's own help text does not serve.
    """
    widget = bound.field.widget
    hint = hint or str(bound.help_text)
    if hint and not bound.help_text:
        bound.help_text = hint  # so that Django ties box and hint together
    return {
        "bound": bound, "item": item, "unit": unit, "saved": saved, "hint": hint, "kind": _kind(widget),
        "is_group": bound.use_fieldset, "errors": bound.errors, "is_optional": not bound.field.required,
    }  # fmt: skip


def _kind(widget: Any) -> str:
    if isinstance(widget, RadioSelect):  # CheckboxSelectMultiple is one of its kind
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "tick"
    if isinstance(widget, Select) and not isinstance(widget, SelectMultiple):
        return "select"
    if isinstance(widget, HiddenInput):
        return "hidden"
    return "box"


def summary(*forms: BaseForm) -> list[tuple[str, str, str]]:
    """Errors of forms for the summary on top: id of the box, label, sentence; errors of a whole form have no id."""
    found = [("", "", str(error)) for form in forms for error in form.non_field_errors()]
    for bound in (bound for form in forms for bound in form.visible_fields()):
        target = _target(bound)
        found.extend((target, str(bound.label), str(error)) for error in bound.errors)
    return found


def _target(bound: BoundField) -> str:
    """Where the link of the summary leads: the box, or the first of a group of boxes."""
    return f"{bound.auto_id}_0" if _kind(bound.field.widget) == "choices" else (bound.id_for_label or bound.auto_id)
