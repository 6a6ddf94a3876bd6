"""The button that freezes a snapshot."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zichtbaar.helpline.publishing.actions import freeze_handovers, freeze_snapshot
from zichtbaar.helpline.publishing.errors import NothingToFreezeError, OtherCodebookError
from zichtbaar.helpline.web.office import home
from zichtbaar.helpline.web.shared.staff import staff_of


@require_POST
def freeze_the_handovers(request: HttpRequest) -> HttpResponse:
    """Freeze what is known of handovers, and go back to the page at the new snapshot."""
    staff = staff_of(request)
    try:
        snapshot = freeze_handovers(staff, UUID(request.POST.get("asked_as", "")))
    except ValueError:
        return home.show(request, staff, problem=_("This form is too old. Try again."), status=400)
    except NothingToFreezeError:
        problem = _("There is no handover yet, and no gap was noted.")
        return home.show(request, staff, problem=problem, status=409)
    return redirect(f"{reverse('office-home')}#snapshot-{snapshot.pk}")


@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze, and go back to the page at the new snapshot."""
    staff = staff_of(request)
    try:
        snapshot = freeze_snapshot(staff, UUID(request.POST.get("asked_as", "")))
    except ValueError:
        return home.show(request, staff, problem=_("This form is too old. Try again."), status=400)
    except NothingToFreezeError:
        return home.show(request, staff, problem=_("No registration is finished yet."), status=409)
    except OtherCodebookError as error:
        problem = _("Every finished registration was made with another codebook than the one in use: {versions}.")
        return home.show(request, staff, problem=problem.format(versions=", ".join(error.versions)), status=409)
    return redirect(f"{reverse('office-home')}#snapshot-{snapshot.pk}")
