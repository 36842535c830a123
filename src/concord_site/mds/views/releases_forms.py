"""Forms of releases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concord.mds.protect import rule_sets
from concord.mds.protect import rules as rules_of
from concord_site.mds.models import NationalRelease
from concord_site.mds.naming import name
from concord_site.mds.queries import releases
from concord_site.shell.i18n import language


class ReleaseForm(forms.Form):
    """What a release is made of and called."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("As readers see it, such as “Health workforce of 2025”.")
    )
    deliveries = forms.MultipleChoiceField(
        label=_("Confirmed tables that go into it"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Where two of them hold the same series, the newer figures stand."),
        error_messages={"required": _("Choose at least one.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("What readers should know"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who is counted, what is missing, how it was collected. It goes with every file."),
    )  # fmt: skip
    rules = forms.ChoiceField(
        label=_("How small numbers are protected"), required=False, widget=forms.RadioSelect,
        help_text=_("The first is proposed for these tables."),
    )  # fmt: skip

    def __init__(self, *args: Any, area: str, by: Any, fitting: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["deliveries"].choices = [(str(each.pk), name(each)) for each in releases.offered(area, by)]
        every = sorted((each for each in rule_sets() if rules_of(each).method == "suppress"),
                       key=lambda id: (id != fitting, id))  # fmt: skip
        fields["rules"].choices = [(id, rules_of(id).title.best(language()).text) for id in every]
        fields["rules"].initial = fitting


class CorrectionForm(ReleaseForm):
    """The same for a correction."""

    reason = forms.CharField(
        label=_("What was wrong?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence; readers of both versions see it."),
    )  # fmt: skip
    field_order = ("reason",)


class PublishForm(forms.Form):
    """The release itself: who releases, and when it is published."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=150, help_text=_("It is logged, and not published."))
    office = forms.CharField(label=_("Your office"), max_length=200, help_text=_("It is published with the release."))
    embargo = forms.DateTimeField(
        label=_("Not before"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"),
    )  # fmt: skip
    is_right = forms.BooleanField(
        label=_("I have looked at what is shown and what is hidden. It may be published."),
        error_messages={"required": _("Tick the box once you have looked at it.")},
    )  # fmt: skip

    def __init__(self, *args: Any, row: NationalRelease, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["embargo"].help_text = _(
            "Leave it empty to publish at once. Until then nobody outside your country sees it. Time zone: %(zone)s."
        ) % {"zone": timezone.get_current_timezone_name()}


class WithdrawForm(forms.Form):
    """Why a release is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence; it stands on the page for whoever has cited it."),
    )  # fmt: skip
