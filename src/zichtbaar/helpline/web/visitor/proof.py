"""Asking a visitor's page for some work, when much is asked of us. At rest nothing is asked."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse

from zichtbaar.helpline.pacing.gates import Gate
from zichtbaar.helpline.pacing.places import here
from zichtbaar.helpline.pacing.proofs import CHALLENGES, Proof
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.web.shared.posted import is_posted, posted


def still_asked(request: HttpRequest, gate: Gate, subject: str, at_least: int = 0) -> JsonResponse | None:
    """What the page has to do first, or None when nothing is asked, or was brought.

    A proof counts for the bits that were asked when the page began to work, not for those that are asked now: but a
    proof of fewer than half as much work is asked again. Raises BadRequest for a proof in another form.
    """
    bits = max(gate.asks(here()), at_least)
    if not bits or _is_brought(request, gate, subject, bits):
        return None
    challenge = to_text(CHALLENGES.make(gate.purpose, subject, bits))
    return JsonResponse({"error": "work", "challenge": challenge, "bits": bits}, status=429)


def _is_brought(request: HttpRequest, gate: Gate, subject: str, bits: int) -> bool:
    if not is_posted(request, "work"):
        return False
    brought = posted(request, "work", dict)
    match brought:
        case {"bits": int(of_bits), "counters": list(counters)} if all(type(one) is int for one in counters):
            proof = Proof(of_bits, counters)
        case _:
            raise BadRequest
    return bits - 1 <= proof.bits <= 256 and CHALLENGES.accept(gate.purpose, subject, proof)
