"""Fields and their errors."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField

from concord_site.shell.parts import fields
from concord_site.shell.templatetags.library import register


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, item: str = "", unit: str = "", saved: str = "", hint: str = "") -> dict[str, Any]:
    """``{% field form.doctors item="3.5" unit=_("persons") %}``: a field of a Django form."""
    return fields.field_context(bound, item=item, unit=unit, saved=saved, hint=hint)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """``{% error_summary form %}``: stands first on a page whose form was refused, with links to the boxes.

    Forms that are sent together are given together and have one summary.
    """
    return {"errors": fields.summary(*forms)}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """``{% form_fields form %}``: the summary of errors and every field; a placeholder that repeats the label goes."""
    for bound in form.visible_fields():
        bound.field.widget.attrs.pop("placeholder", None)
    return {"form": form}
