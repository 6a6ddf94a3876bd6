"""Setting up a second factor, and making recovery codes anew."""

from __future__ import annotations

import io

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zichtbaar.helpline.people import second_factor as factor
from zichtbaar.helpline.people.errors import WrongCodeError
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.second_factor import Draft
from zichtbaar.helpline.people.sessions import end_sessions
from zichtbaar.helpline.web.shared.staff import staff_of

GROUP = 4


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show a new secret for the app, and take the first code that the app makes of it."""
    staff = staff_of(request)
    if request.method == "GET":
        return _show(request, staff, factor.draw(staff))
    had_one = factor.has_one(staff)
    try:
        draft = factor.drawn_before(staff, request.POST.get("closed", ""))
    except WrongCodeError:
        return _show(request, staff, factor.draw(staff), _("This took too long. Give your app the new secret."))
    try:
        codes = factor.set_up(staff, draft, request.POST.get("code", ""), current=request.POST.get("current", ""))
    except WrongCodeError:
        return _show(
            request, staff, draft, _("The code does not fit. Wait for the next one, and check your phone's clock.")
        )
    if not had_one:
        end_sessions(staff, but=request.session.session_key or "")
    return _told(request, codes)


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in the place of the old ones."""
    try:
        return _told(request, factor.renew_recovery_codes(staff_of(request), request.POST.get("code", "")))
    except WrongCodeError:
        problem = _("The code does not fit, or was used before. Wait for the next one.")
        return render(request, "account/recovery_codes.html", {"problem": problem}, status=400)


def _show(request: HttpRequest, staff: Staff, draft: Draft, problem: str = "") -> HttpResponse:
    context = {
        "has_one": factor.has_one(staff),
        "closed": draft.closed,
        "secret": " ".join(draft.secret[at : at + GROUP] for at in range(0, len(draft.secret), GROUP)),
        "picture": _picture(draft.address),
        "problem": problem,
    }
    return render(request, "account/second_factor.html", context, status=400 if problem else 200)


def _told(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "account/recovery_codes.html", {"codes": codes})


def _picture(address: str) -> str:
    """The address as a QR code, as SVG to stand in a page. Apps need a white margin around dark modules."""
    file = io.BytesIO()
    segno.make(address, error="m", boost_error=False).save(
        file, kind="svg", scale=5, dark="#000", light="#fff", xmldecl=False, svgclass="code", lineclass=None
    )
    return mark_safe(file.getvalue().decode())  # noqa: S308  # drawn here: paths and numbers
