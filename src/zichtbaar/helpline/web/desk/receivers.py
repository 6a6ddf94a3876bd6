"""Whom the desk can hand over to, and what the law of the country says at which age."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from zichtbaar.helpline.handover import ages
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand
from zichtbaar.helpline.handover.handover_models import ReceiverKey
from zichtbaar.helpline.handover.receivers import Receiver, receivers
from zichtbaar.helpline.people.access import shift_leads
from zichtbaar.helpline.web.shared.staff import staff_of


@require_GET
def listed(request: HttpRequest) -> JsonResponse:
    """Organisations with their confirmed keys, the rules for each band of ages, and whether anybody could confirm."""
    staff, language = staff_of(request), get_language()
    seconds = shift_leads().exclude(pk=staff.pk)
    return JsonResponse(
        {
            "receivers": [_described(receiver) for receiver in receivers(timezone.localdate())],
            "ages": {band: _rule(band, language) for band in AgeBand},
            "has_second": seconds.exists(),
        }
    )


def _described(receiver: Receiver) -> dict[str, object]:
    return {
        "organisation": receiver.organisation.identifier,
        "name": receiver.organisation.name,
        "routes": receiver.routes,
        "keys": [_key(key) for key in receiver.keys],
    }


def _key(key: ReceiverKey) -> dict[str, object]:
    return {"key": str(key.pk), "route": key.route, "public": key.public}


def _rule(band: AgeBand, language: str) -> dict[str, object]:
    rule = ages.rules()[band]
    return {"guardian": list(rule.guardian), "says": rule.says.get(language, rule.says["en"])}
