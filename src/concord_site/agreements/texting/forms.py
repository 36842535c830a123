"""Forms of the text: a version typed or uploaded, proposals, comments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.errors import Refusal
from concord.findings import Findings, hint, message
from concord.texts.guessing import language_of
from concord.texts.reading import TextFile, read_text
from concord.vocabulary.languages import LANGUAGES, native_name
from concord_site.agreements.boxes import LinesField
from concord_site.agreements.texting.records import LanguageVersion, Version
from concord_site.shell import problems
from concord_site.shell.i18n import language

KINDS_OF_FILE = ".docx,.pdf,.txt,.md,.xml,.akn"


def long_box(label: Any, *, rows: int, required: bool = True, hint: Any = "", most: int = 100_000) -> forms.CharField:
    """A box for a text of some length, in whatever direction it is written."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return LinesField(label=label, widget=widget, required=required, help_text=hint, max_length=most, strip=False)


class SourceForm(forms.Form):
    """A text, typed or as a file, and the language it is in. The file is read in the limited process."""

    language = forms.ChoiceField(label=_("Language of the text"), required=False)
    file = forms.FileField(
        label=_("A file"), required=False, help_text=_("Word (.docx), PDF, plain text, or Akoma Ntoso."),
        widget=forms.FileInput(attrs={"accept": KINDS_OF_FILE}),
    )  # fmt: skip
    text = long_box(_("Or the text itself"), rows=12, required=False, most=2_000_000)
    #: Whether a language may be left for the file to tell.
    may_guess = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["language"]
        known = [(code, native_name(code)) for code in LANGUAGES]
        choices.choices = [("", gettext("As the text shows")), *known] if self.may_guess else known
        self.read: TextFile | None = None

    def clean(self) -> dict[str, Any]:
        """One of the two, read; what is wrong with a file stands beside its box."""
        cleaned = super().clean() or {}
        sent, typed = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if not sent and not typed:
            raise ValidationError(gettext("Choose a file, or write the text."))
        if sent:
            self._read(sent)
        return cleaned

    def _read(self, sent: Any) -> None:
        try:
            found = read_text(sent.read(), sent.name)
        except Refusal as refusal:
            self.add_error("file", problems.sentence(refusal))
            return
        for finding in found.findings.hard:
            self.add_error("file", f"{message(finding, language())} {hint(finding, language())}".strip())
        self.read = found if found.ok else None

    @property
    def words(self) -> str:
        """The text; of a file with tracked changes the words before them."""
        return self.read.original if self.read is not None else self.cleaned_data["text"]

    @property
    def spoken(self) -> str:
        """Its language: as said, else as the file or its words show, else that of the page."""
        said = self.cleaned_data.get("language") or (self.read.language if self.read else language_of(self.words))
        return said or language()

    @property
    def found(self) -> Findings:
        """What the reader of the file has to say."""
        return self.read.findings if self.read is not None else Findings()

    @property
    def name(self) -> str:
        """Name of the file, or empty."""
        return self.read.name if self.read is not None else ""


class VersionForm(SourceForm):
    """A version of the text."""

    title = forms.CharField(label=_("Title of the agreement"), max_length=300, required=False)
    note = forms.CharField(
        label=_("What is new in this version"), max_length=500, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    field_order = ("title", "language", "file", "text", "note")

    def value(self) -> Version:
        """The version as sent."""
        given = self.cleaned_data
        return Version(self.words, self.spoken, given["title"].strip(), given["note"].strip(), self.name, self.found)


class LanguageForm(SourceForm):
    """The text in another language."""

    may_guess = False

    def __init__(self, *args: Any, without: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["language"]
        choices.choices = [each for each in choices.choices if each[0] != without]

    def value(self, of: str) -> LanguageVersion:
        """The language version as sent."""
        return LanguageVersion(self.words, self.cleaned_data["language"] or self.spoken, of, self.name, self.found)


class ReturnForm(forms.Form):
    """A file that comes back with proposals in it."""

    file = forms.FileField(
        label=_("The file with changes"), widget=forms.FileInput(attrs={"accept": KINDS_OF_FILE}),
        help_text=_("Tracked changes in a Word file become proposals; without them, whatever differs does."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read: TextFile | None = None

    def clean_file(self) -> Any:
        """The file as read."""
        sent = self.cleaned_data["file"]
        try:
            found = read_text(sent.read(), sent.name)
        except Refusal as refusal:
            raise ValidationError(problems.sentence(refusal)) from refusal
        if not found.ok:
            raise ValidationError([message(each, language()) for each in found.findings.hard])
        self.read = found
        return sent


class ProposeForm(forms.Form):
    """New words for a clause."""

    text = long_box(_("The clause as you propose it"), rows=8, hint=_("With its number."))
    reason = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def clean_text(self) -> str:
        """Words there must be."""
        said = str(self.cleaned_data["text"])
        if not said.strip():
            raise ValidationError(gettext("Write the clause; to have it taken out, use the button for that."))
        return said


class AddForm(ProposeForm):
    """A new clause, and after which it comes."""

    after = forms.ChoiceField(label=_("After which clause it comes"), required=False)
    field_order = ("after", "text", "reason")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after: Any = self.fields["after"]
        after.choices = [("", gettext("At the beginning")), *choices]


class CommentForm(forms.Form):
    """A word on a clause."""

    text = long_box(_("Comment"), rows=3, most=10_000)


class NoteForm(forms.Form):
    """A note in one's own space on a clause of the shared text."""

    text = long_box(_("Note for your own party"), rows=3, most=10_000)


class TakeInForm(forms.Form):
    """What a version with accepted proposals is called."""

    note = forms.CharField(label=_("What is new in this version"), max_length=500, required=False)
