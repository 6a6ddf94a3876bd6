"""A visitor sends a photo, where the helpline takes them."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zichtbaar.helpline.chat import errors, photos
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.languages.choosing import language_for
from zichtbaar.helpline.people.encoding import from_text
from zichtbaar.helpline.sealing.errors import SealingError
from zichtbaar.helpline.sealing.photo import check_photo_shape
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, posted_identifier
from zichtbaar.helpline.web.visitor.page import filled

REFUSALS: dict[type[Exception], tuple[str, int]] = {
    errors.NotFoundError: ("not_found", 404),
    errors.NoPhotosError: ("no_photos", 409),
    errors.TooManyPhotosError: ("too_many", 409),
    errors.IdentifierTakenError: ("taken", 409),
    OperationalError: ("not_stored", 503),  # the disk is full, or the database is held by something else
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest) -> HttpResponse:
    """The texts for it, in the page's language; or a sealed photo, to be kept until its conversation is forgotten."""
    if request.method == "POST":
        return _keep(request)
    if not settings.PHOTOS:
        return JsonResponse({"error": "not_found"}, status=404)
    return JsonResponse(filled(language_for(request).photo, images=settings.IMAGES_HELP))


def _keep(request: HttpRequest) -> HttpResponse:
    identifier, token = posted_identifier(request, "conversation"), posted_bytes(request, "token", TOKEN_BYTES)
    try:
        photos.keep(identifier, token, posted_identifier(request, "photo"), _posted_photo(request))
    except tuple(REFUSALS) as error:
        name, status = REFUSALS[type(error)]
        return JsonResponse({"error": name}, status=status)
    return HttpResponse(status=204)


def _posted_photo(request: HttpRequest) -> bytes:
    try:
        content = from_text(posted(request, "content", str))
        check_photo_shape(content)
    except (ValueError, SealingError) as error:
        raise BadRequest from error
    return content
