"""Forms of stakeholders; they only read what was typed, actions decide."""

from __future__ import annotations

from typing import Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _

from concord.reporting import stakeholders as library
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES

LONG = {"rows": 4}


class StatementForm(forms.Form):
    """The statement of interest."""

    website = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    countries = forms.MultipleChoiceField(
        label=_("Countries concerned"), required=False, widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("The countries your work concerns. Choose none if it concerns all."),
    )  # fmt: skip
    does = forms.CharField(
        label=_("What do you do?"), max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Whom you represent or serve, and what you do about the recruitment of health personnel."),
    )  # fmt: skip
    funding = forms.CharField(
        label=_("Who funds you?"), max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("The main sources of your money, such as members, a government, a company."),
    )  # fmt: skip
    conflicts = forms.CharField(
        label=_("Which interests may bear on what you report?"), max_length=2000, required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("For example income from recruitment, or a case before a court. Leave it empty if there are none."),
    )  # fmt: skip

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].choices = members  # type: ignore[attr-defined]


class RegistrationForm(StatementForm):
    """A registration; the contact is never public."""

    name = forms.CharField(
        label=_("Name of your organisation"), max_length=200,
        help_text=_("If you report for yourself, write your own name. It is not shown in the public register."),
    )  # fmt: skip
    type = forms.ChoiceField(label=_("As which stakeholder do you report?"), widget=forms.RadioSelect)
    seat = forms.ChoiceField(label=_("In which country are you?"), required=False)
    language = forms.ChoiceField(
        label=_("In which language should we write to you?"), choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    )
    contact_name = forms.CharField(label=_("Whom may we ask?"), max_length=150)
    contact_email = forms.EmailField(
        label=_("Address of mail"), max_length=254,
        help_text=_("A link goes there that confirms it. Only the Secretariat sees name and address."),
    )  # fmt: skip
    is_true = forms.BooleanField(label=_("I may speak for this organisation, and what I wrote is true."))
    field_order = ("type", "name", "seat", "website", "countries", "does", "funding", "conflicts", "contact_name",
                   "contact_email", "language", "is_true")  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(each.id, each.label.best(language).text) for each in library.rules().types.values()]
        self.fields["type"].choices = types  # type: ignore[attr-defined]
        self.fields["seat"].choices = [("", _("In none in particular")), *kwargs["members"]]  # type: ignore[attr-defined]


class FindForm(forms.Form):
    """Narrowing the register."""

    words = forms.CharField(label=_("Words"), required=False, max_length=80)
    type = forms.ChoiceField(label=_("Type of stakeholder"), required=False)
    area = forms.ChoiceField(label=_("Country concerned"), required=False)

    def __init__(self, *args: Any, language: str, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(each.id, each.label.best(language).text) for each in library.rules().types.values()]
        self.fields["type"].choices = [("", _("All types")), *types]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("All countries")), *members]  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """A text: an appeal, a reason given back, a comment."""

    text = forms.CharField(label=_("Text"), max_length=6000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: Any = "", hint: Any = "", is_required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].help_text = hint
        self.fields["text"].required = is_required


class ReasonForm(forms.Form):
    """A reason from the declared list, with a text."""

    reason = forms.ChoiceField(label=_("Reason"))
    text = forms.CharField(
        label=_("In your own words"), max_length=6000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever is concerned reads this. Say what is meant, and what would have to change."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, of: Literal["registration", "report"], use: library.Use, language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(each.id, each.label.best(language).text) for each in library.rules().reasons(of, use)]
        self.fields["reason"].choices = [("", _("Choose …")), *known]  # type: ignore[attr-defined]


class BeginForm(forms.Form):
    """The beginning of a report."""

    year = forms.ChoiceField(label=_("Round"))
    area = forms.ChoiceField(
        label=_("Which country is it about?"), required=False,
        help_text=_("That country is asked for its comment before your report is published."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language will you write?"), choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    )

    def __init__(self, *args: Any, years: list[str], members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(each, each) for each in years]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("No single country")), *members]  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """A country's comment."""

    language = forms.ChoiceField(
        label=_("Language of the comment"), choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    )
    text = forms.CharField(
        label=_("Comment of your country"), max_length=6000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It stands beside the report, as the word of your national authority."),
    )  # fmt: skip
