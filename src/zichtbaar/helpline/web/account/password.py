"""Changing the password: the browser takes the private key out of the old slot and closes it in a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from zichtbaar.helpline.people import passwords
from zichtbaar.helpline.people.errors import SignInRefusedError, TooManyRefusalsError
from zichtbaar.helpline.people.passwords import SLOT_BYTES, NewPassword
from zichtbaar.helpline.sealing.password import SALT_BYTES
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes
from zichtbaar.helpline.web.shared.sign_in import refused
from zichtbaar.helpline.web.shared.staff import staff_of

AUTH_BYTES = 32


@require_POST
def slot(request: HttpRequest) -> JsonResponse:
    """The closed private key, for who gives the password once more."""
    try:
        return JsonResponse({"slot": passwords.slot_of(staff_of(request), posted(request, "auth", str))})
    except (SignInRefusedError, TooManyRefusalsError) as error:
        return refused(error)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Another password from now on, and no other session than this."""
    new = read_new_password(request)
    try:
        passwords.change(request, staff_of(request), posted(request, "auth", str), new)
    except (SignInRefusedError, TooManyRefusalsError) as error:
        return refused(error)
    return HttpResponse(status=204)


def read_new_password(request: HttpRequest) -> NewPassword:
    """What a browser made of a new password. Raises BadRequest."""
    return NewPassword(
        salt=posted_bytes(request, "salt", SALT_BYTES),
        auth=posted_bytes(request, "new_auth", AUTH_BYTES),
        slot=posted_bytes(request, "slot", SLOT_BYTES),
    )
