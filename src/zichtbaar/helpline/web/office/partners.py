"""The page of partners: accounts, keys, and whether two people made sure that a key is the receiver's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.handover import receivers
from zichtbaar.helpline.handover.codes import KeyConfirmed
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import RefusedError
from zichtbaar.helpline.handover.handover_models import ReceiverKey
from zichtbaar.helpline.people.errors import BadNameError, NameTakenError
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.web.office.colleagues import show_link
from zichtbaar.helpline.web.shared.staff import staff_of

PROBLEMS: dict[str, str | Promise] = {
    "bad_name": _("Give a name of at most 60 characters."),
    "name_taken": _("A colleague has this name, or had it. Choose another."),
    "same_person": _("You have confirmed this key yourself. A second person calls the receiver too."),
    "no_shift_lead": _("One of the two must be a shift lead who has keys."),
    "confirmed_already": _("Two people have confirmed this key already."),
    "other_digits": _("These are not the digits of this key. Ask again. Nothing is sent until they fit."),
    "how": _("Say how the digits were read out."),
    "not_a_recipient": _("This is no age recipient. It begins with age1 and has 62 signs."),
    "known_already": _("This key is in the list already."),
    "not_a_partner": _("Only an account with the role of a partner can be bound to an organisation."),
    "bound_already": _("This account works for an organisation already."),
}


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Every organisation with its keys."""
    return _show(request)


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Let somebody of an organisation come in at the partners' door; the page with her link is shown once."""
    try:
        staff, token = receivers.invite(staff_of(request), request.POST.get("name", ""), _organisation(request))
    except BadNameError:
        return _show(request, "bad_name")
    except NameTakenError:
        return _show(request, "name_taken")
    return show_link(request, staff, token)


@require_POST
def bind(request: HttpRequest) -> HttpResponse:
    """Say which organisation an account works for."""
    staff = get_object_or_404(Staff, pk=_number(request, "account"))
    try:
        receivers.bind(staff_of(request), staff, _organisation(request))
    except RefusedError as error:
        return _show(request, error.why)
    return redirect("office-partners")


@require_POST
def add_recipient(request: HttpRequest) -> HttpResponse:
    """Note the age recipient of an organisation that has no account."""
    try:
        receivers.add_recipient(staff_of(request), _organisation(request), request.POST.get("recipient", ""))
    except RefusedError as error:
        return _show(request, error.why)
    return redirect("office-partners")


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a key with the digits that were read out."""
    key = get_object_or_404(ReceiverKey, pk=number)
    try:
        receivers.confirm(staff_of(request), key, request.POST.get("digits", ""), request.POST.get("how", ""))
    except RefusedError as error:
        return _show(request, error.why)
    return redirect("office-partners")


@require_POST
def distrust(request: HttpRequest, number: int) -> HttpResponse:
    """Send nothing to a key any more."""
    receivers.distrust(staff_of(request), get_object_or_404(ReceiverKey, pk=number))
    return redirect("office-partners")


def _show(request: HttpRequest, why: str = "") -> HttpResponse:
    keys = ReceiverKey.objects.select_related("organisation", "staff", "confirmed_by", "second_by")
    context = {
        "keys": keys.order_by("organisation__name", "route", "pk"),
        "organisations": Organisation.objects.order_by("name"),
        "unbound": receivers.unbound(),
        "ways": KeyConfirmed.choices,
        "may_add": staff_of(request).role == Role.ADMINISTRATOR,
        "problem": PROBLEMS.get(why, ""),
        "typed": request.POST,  # what was refused can be mended where it was typed
    }
    return render(request, "office/partners.html", context, status=422 if why else 200)


def _organisation(request: HttpRequest) -> Organisation:
    return get_object_or_404(Organisation, identifier=request.POST.get("organisation", ""))


def _number(request: HttpRequest, field: str) -> int:
    text = request.POST.get(field, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
