"""Nobody comes past here who has no rule for it: see the table in `web.access`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from zichtbaar.helpline.people.access import must_set_up
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.access import RULES, Door, Rule

SET_UP_PAGE = "account-second-factor"
"""Where somebody goes who may do nothing yet but set up a second factor."""


class Doors:
    """Middleware that looks up the rule of each address before its page runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, unless the request names a host that we are not."""
        request.get_host()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Refuse who may not come in; an address without a rule does not exist for anybody."""
        rule = rule_of(request)
        if rule is None:
            raise Http404
        return None if rule.anyone else _refusal(request, rule)


def rule_of(request: HttpRequest) -> Rule | None:
    """The rule of the address that was asked for."""
    match = request.resolver_match
    return RULES.get(match.url_name or "") if match else None


def _refusal(request: HttpRequest, rule: Rule) -> HttpResponse | None:
    """What somebody gets who may not come in. To the wrong role it looks as if there were nothing."""
    is_page = rule.door is Door.PAGE and request.method == "GET"
    if isinstance(request.user, Staff):
        if request.user.role not in rule.roles:
            raise Http404
        if rule.is_first or not must_set_up(request.user):
            return None
        return _see(SET_UP_PAGE) if is_page else JsonResponse({"error": "second_factor"}, status=403)
    return _see(rule.sign_in) if is_page else JsonResponse({"error": "signed_out"}, status=401)


def _see(name: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse(name)})
