"""Who is signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from zichtbaar.helpline.people.models import Staff


def staff_of(request: HttpRequest) -> Staff:
    """The colleague who asks. Behind a rule for staff there always is one; elsewhere there is nothing to see."""
    if not isinstance(request.user, Staff):
        raise Http404
    return request.user
