"""Forms of the accounts pages; they only read what was typed, actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from concord import roles
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.accounts import country, queries
from concord_site.accounts.models import Organisation

LANGUAGE_CHOICES = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]


class ProfileForm(forms.Form):
    """One's own name and language."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language of messages to you"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Pages follow the address you open."),
    )


class InvitationForm(forms.Form):
    """Somebody's role in an organisation."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, organisation: Organisation, only: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [each for each in role_choices(organisation) if not only or each[0] == only]


def role_choices(organisation: Organisation) -> list[tuple[str, str]]:
    """The roles of an organisation's kind; for a country in the order of its work."""
    every = [each.id for each in roles.held_in(organisation.what)]
    if country.is_country(organisation):
        usual = [each for each in country.ROLES if each in every]
        every = [*usual, *(each for each in every if each not in usual)]
    return [(each, queries.role_label(each)) for each in every]


class RoleForm(forms.Form):
    """Another role in place of the one somebody holds."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = role_choices(organisation)


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=_("Name in English"), max_length=200)
    what = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    area = forms.RegexField(
        r"^([A-Z]{3})?$", label=_("Country"), required=False, help_text=_("Three letters, such as KEN."),
        widget=forms.TextInput(attrs={"size": 5, "maxlength": 3}),
    )  # fmt: skip


class PasswordForm(forms.Form):
    """The first password of an invited person."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two are not the same."))
        return cleaned


class EndForm(forms.Form):
    """Why a role ends."""

    reason = forms.CharField(label=_("Why the role ends"), max_length=200)
