"""What an administrator does with the account of a colleague. Never with her key: only colleagues at the desk can."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.people import joining, leaving, second_factor, sessions
from zichtbaar.helpline.people.access import nobody_has_keys
from zichtbaar.helpline.people.errors import BadNameError, LastOneError, NameTakenError, NotAllowedError
from zichtbaar.helpline.people.joining import HOURS_TO_JOIN
from zichtbaar.helpline.people.models import DESK_ROLES, HOUSE_ROLES, Role, Staff
from zichtbaar.helpline.people.origin import origin_of
from zichtbaar.helpline.web.office import people
from zichtbaar.helpline.web.shared.staff import staff_of

DONE = {
    "second-factor": gettext_lazy("Done: the second factor is taken away."),
    "sign-out": gettext_lazy("Done: every page that was open in this name is signed out."),
}
"""What is said of what was done a moment ago and cannot be seen on the page."""


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Let somebody begin to work here; the page with her link is shown once."""
    role = request.POST.get("role", "")
    if role not in HOUSE_ROLES:
        return people.show(request, problem=_("Choose a role from the list."))
    try:
        staff, token = joining.invite(staff_of(request), request.POST.get("name", ""), Role(role))
    except BadNameError:
        return people.show(request, problem=_("Give a name of at most 60 characters."))
    except NameTakenError:
        return people.show(request, problem=_("A colleague has this name, or had it. Choose another."))
    return show_link(request, staff, token)


@require_GET
def colleague(request: HttpRequest, number: int) -> HttpResponse:
    """One colleague, and what can be done with her account."""
    return show(request, get_object_or_404(Staff, pk=number))


@require_POST
def new_link(request: HttpRequest, number: int) -> HttpResponse:
    """Another link, for who lost the first one or the password."""
    staff = get_object_or_404(Staff, pk=number)
    try:
        return show_link(request, staff, joining.invite_again(staff_of(request), staff))
    except NotAllowedError:
        return show(request, staff, _("This is not possible for yourself, nor for who has left."))


@require_POST
def take_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Take away a second factor that was lost with its recovery codes."""
    staff = get_object_or_404(Staff, pk=number)
    if staff == staff_of(request):
        return show(request, staff, _("This is not possible for yourself, nor for who has left."))
    second_factor.take_away(staff_of(request), staff)
    return redirect(f"{reverse('office-colleague', args=[number])}?done=second-factor")


@require_POST
def sign_out(request: HttpRequest, number: int) -> HttpResponse:
    """A colleague's laptop was stolen while she was signed in."""
    staff = get_object_or_404(Staff, pk=number)
    try:
        sessions.end_all(staff_of(request), staff)
    except NotAllowedError:
        return show(request, staff, _("This is not possible for yourself, nor for who has left."))
    return redirect(f"{reverse('office-colleague', args=[number])}?done=sign-out")


@require_POST
def left(request: HttpRequest, number: int) -> HttpResponse:
    """A colleague has left."""
    staff = get_object_or_404(Staff, pk=number)
    try:
        leaving.leave(staff_of(request), staff)
    except NotAllowedError:
        return show(request, staff, _("This is not possible for yourself, nor for who has left."))
    except LastOneError:
        problem = _("Nobody else can do this work yet. Invite another first; a shift lead needs the keys too.")
        return show(request, staff, problem)
    return redirect("office-colleague", number)


def show(request: HttpRequest, staff: Staff, problem: str = "") -> HttpResponse:
    """The page of a colleague, with what went wrong a moment ago in one sentence."""
    context = {
        "colleague": staff,
        "standing": people.standing_of(staff),
        "is_self": staff == staff_of(request),
        "has_second_factor": second_factor.has_one(staff),
        "problem": problem,
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "office/colleague.html", context, status=409 if problem else 200)


def show_link(request: HttpRequest, staff: Staff, token: str) -> HttpResponse:
    """The page with the link of an invitation, shown once."""
    address = f"{origin_of(request).address}{reverse('account-join')}#{token}"
    context = {
        "colleague": staff,
        "address": address,
        "hours": HOURS_TO_JOIN,
        "nobody_has_keys": staff.role in DESK_ROLES and nobody_has_keys(),
    }
    return render(request, "office/link.html", context)
