"""What forms of preparation share: numbers as people write them, wording per language, the version before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from concord.vocabulary.text import Text
from concord_site.shell.i18n import language

#: Languages in which a comma stands before the decimals.
COMMA = frozenset({"fr", "es", "ru"})


class NumberField(forms.CharField):
    """A number as people write it: other digits, spaces and separators; its cleaned value is a float or None."""

    def __init__(self, *, label: Any, required: bool = False, help_text: Any = "") -> None:
        super().__init__(label=label, required=required, help_text=help_text, max_length=40)
        self.widget.attrs.update({"inputmode": "decimal", "size": 12})

    def clean(self, value: Any) -> Any:
        """The number typed; refused where it can be read in two ways."""
        from concord.intake.numbers import parse_number

        typed = super().clean(value).strip()
        if not typed:
            return None
        read = parse_number(typed)
        if read.problem == "intake.number.ambiguous":
            read = parse_number(typed, "," if language() in COMMA else ".")
        if read.value is None or read.problem or read.mark not in {"", "percent"}:
            raise ValidationError(gettext("Write a number, such as 1200 or 12.5."))
        return float(read.value)


def year(label: Any, *, hint: Any = "") -> forms.IntegerField:
    """A box for a year."""
    return forms.IntegerField(
        label=label, required=False, min_value=1900, max_value=2200, help_text=hint,
        widget=forms.NumberInput(attrs={"size": 6}),
    )  # fmt: skip


class Versioned(forms.Form):
    """A form of a record: it carries the version that its writer had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def based_on(self) -> int:
        """The version the writer had before them; 0 for a new record."""
        return int(self.cleaned_data.get("version") or 0)


def said(words: str, before: Text = Text()) -> Text:  # noqa: B008 - a frozen value
    """What was typed, put among what was written in other languages; unchanged words stay in their own language."""
    typed = words.strip()
    if typed == before.best(language()).text:
        return before
    return Text({**before, language(): typed})


def shown(number: float | None) -> str:
    """A number as it stands in a box."""
    return "" if number is None else str(int(number)) if number == int(number) else str(number)


LINK = pgettext_lazy("a text or a source", "Where it stands")
LINK_HINT = _("An address that begins with https://, or the place where it can be read.")
