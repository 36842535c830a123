"""Pages of people and organisations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concord.errors import Conflict, NotAllowed, NotFound, Refusal
from concord_site.accounts import actions, country, forms, invitations, queries, sessions
from concord_site.accounts.country import actions as country_actions
from concord_site.accounts.country import queries as country_queries
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.audit import log
from concord_site.audit.models import Entry
from concord_site.shell import access, problems
from concord_site.shell.parts.values import Crumb

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _page(request: HttpRequest, template: str, title: str, status: int = 200, **context: object) -> HttpResponse:
    crumbs = [Crumb(title)]
    if template != "profile" and request.user.is_authenticated:
        crumbs.insert(0, Crumb(_("Your account"), reverse("accounts:profile")))
    if template in {"members", "end_membership", "change_role"}:
        crumbs.insert(1, Crumb(_("Organisations"), reverse("accounts:organisations")))
    shown = {"title": title, "crumbs": crumbs, **context}
    return render(request, f"accounts/{template}.html", shown, status=status)


def _me(request: HttpRequest) -> Person:
    """Whoever is signed in; the pages that ask this are behind ``login_required``."""
    if isinstance(request.user, Person):
        return request.user
    raise NotAllowed("site.access.forbidden")


def _status(form: forms.forms.Form) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200


@login_required
@read_or_send
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, language and roles."""
    person = _me(request)
    form = forms.ProfileForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if form.is_valid():
        actions.update_profile(by=person, **form.cleaned_data)
        messages.success(request, _("Your profile has been saved."))
        return redirect("accounts:profile")
    return _page(
        request, "profile", _("Your account"), _status(form), form=form, roles=queries.own_roles(person),
        has_second_factor=queries.has_second_factor(person),
        reads_log=access.visible(Entry, person).exists(), organisations=queries.organisations(person),
        runs_country=bool(country_queries.run_by(person)),
    )  # fmt: skip


@login_required
@require_safe
def open_sessions(request: HttpRequest) -> HttpResponse:
    """One's own open sign-ins."""
    rows = sessions.listed(_me(request), current_key=request.session.session_key)
    return _page(request, "sessions", _("Where you are signed in"), rows=rows)


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of them."""
    sessions.end(_me(request), pk)
    log.record("accounts.session.revoked", by=_me(request), subject=_me(request))
    messages.success(request, _("That sign-in has ended."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    ended = sessions.end_all(_me(request), except_key=request.session.session_key)
    log.record("accounts.session.revoked", by=_me(request), subject=_me(request), details={"sessions": ended})
    messages.success(request, _("All other sign-ins have ended."))
    return redirect("accounts:sessions")


@login_required
@read_or_send
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations one may see, and a form for those who may add one."""
    may_add = access.holds(_me(request), [actions.ADMINISTRATOR])
    form = forms.OrganisationForm(request.POST or None) if may_add else None
    if request.method == "POST":
        access.permit(Organisation, _me(request), "create", state=Organisation.State.CURRENT)
    if form is not None and form.is_valid():
        chosen = form.cleaned_data
        made = actions.create_organisation(
            name={"en": chosen["name"]}, what=chosen["what"], area=chosen["area"], by=_me(request)
        )
        return redirect("accounts:members", pk=made.pk)
    rows = queries.organisations(_me(request))
    log.record("accounts.organisations.read", by=_me(request), details={"count": len(rows)})
    return _page(request, "organisations", _("Organisations"), _status(form) if form else 200, rows=rows, form=form)


@login_required
@read_or_send
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of an organisation, and a form to invite another."""
    organisation = access.get(Organisation, pk, _me(request))
    may_invite = access.may(organisation, _me(request), "manage")
    data = request.POST if request.method == "POST" else None
    is_country, is_own = country.is_country(organisation), organisation in country_queries.run_by(_me(request))
    form = forms.InvitationForm(
        data, organisation=organisation, initial={"language": _me(request).language},
        only=country.AUTHORITY if is_country and not is_own else "",
    )  # fmt: skip
    if request.method == "POST":
        access.get(Organisation, pk, _me(request), "manage")
    if form.is_valid():
        try:
            actions.invite(organisation_id=pk, by=_me(request), now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:members", pk=pk)
    rows = queries.members(organisation, _me(request), now=timezone.now())
    log.record("accounts.members.read", by=_me(request), subject=organisation, area=organisation.area)
    return _page(
        request, "members", str(organisation), _status(form), organisation=organisation,
        rows=[row for row in rows if row.is_current and not row.is_pending],
        pending=[row for row in rows if row.is_pending], ended=[row for row in rows if not row.is_current],
        form=form if may_invite else None, may_manage=may_invite, is_country=is_country,
        manages=frozenset(row.membership for row in rows if may_invite and _may_manage(request, organisation, row)),
        is_own=is_own,
    )  # fmt: skip


def _may_manage(request: HttpRequest, organisation: Organisation, row: queries.Member) -> bool:
    """Whether the page offers to change a role; doing asks again."""
    try:
        country_actions.require_own_affair(organisation, _me(request), row.role_id)
    except NotAllowed:
        return False
    return row.person != _me(request).pk


@login_required
@require_safe
def own_country(request: HttpRequest) -> HttpResponse:
    """The accounts of the country whose authority one is."""
    found = country_queries.run_by(_me(request))
    if not found:
        raise NotFound("site.access.unknown")
    if len(found) == 1:
        return redirect("accounts:members", pk=found[0].pk)
    return _page(request, "organisations", _("Accounts of your country"), rows=found, form=None)


@login_required
@read_or_send
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody another role."""
    membership = access.get(Membership, pk, _me(request), "manage")
    form = forms.RoleForm(request.POST or None, organisation=membership.organisation, initial={"role": membership.role})
    if form.is_valid():
        try:
            actions.change_role(pk, by=_me(request), now=timezone.now(), **form.cleaned_data)
        except (Conflict, NotAllowed) as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The role has changed. The person signs in again to use it."))
            return redirect("accounts:members", pk=membership.organisation_id)
    return _page(
        request, "change_role", _("Change a role"), _status(form), membership=membership, form=form,
        role=queries.role_label(membership.role), abouts=queries.role_abouts(membership.organisation),
    )  # fmt: skip


@login_required
@read_or_send
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and end a role."""
    membership = access.get(Membership, pk, _me(request), "manage")
    form = forms.EndForm(request.POST or None)
    is_pending = membership.person.state == Person.State.INVITED
    if form.is_valid():
        try:
            actions.end_membership(pk, by=_me(request), now=timezone.now(), **form.cleaned_data)
        except (Conflict, NotAllowed) as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            done = _("The invitation is withdrawn; its link is no longer good.")
            ended = _("The role has ended. The person's next request will be refused.")
            messages.success(request, done if is_pending else ended)
            return redirect("accounts:members", pk=membership.organisation_id)
    title = _("Withdraw an invitation") if is_pending else _("End a role")
    return _page(
        request, "end_membership", title, _status(form), membership=membership, form=form,
        role=queries.role_label(membership.role), is_pending=is_pending,
    )  # fmt: skip


@login_required
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new invitation."""
    membership = access.get(Membership, pk, _me(request), "manage")
    actions.invite_again(pk, by=_me(request))
    messages.success(request, _("A new invitation is on its way; the old link is no longer good."))
    return redirect("accounts:members", pk=membership.organisation_id)


@never_cache
@sensitive_post_parameters("password", "again")
@read_or_send
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """An invited person chooses a password."""
    person = invitations.open_token(token)
    form = forms.PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            actions.accept(token, password=form.cleaned_data["password"])
        except ValidationError as problem:
            form.add_error("password", problem)
        else:
            messages.success(request, _("Your account is open. Sign in with your address and password."))
            return redirect("account_login")
    return _page(request, "accept", _("Choose a password"), _status(form), form=form, invited=person)
