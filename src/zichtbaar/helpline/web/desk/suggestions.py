"""What the handovers of a conversation suggest for its registration."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.helpline.chat.access import conversation_of
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.handover.models import Handover
from zichtbaar.helpline.handover.suggesting import HANDOVER, suggested
from zichtbaar.helpline.web.desk.conversations import NOT_FOUND
from zichtbaar.helpline.web.shared.directory_words import language_of_page, receivers
from zichtbaar.helpline.web.shared.staff import staff_of


@require_GET
def suggestion(request: HttpRequest, conversation: str) -> JsonResponse:
    """Answers by column, and the same in words; both empty where there is nothing to suggest."""
    try:
        found = conversation_of(staff_of(request), conversation)
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    book = load()
    answers = suggested(book, Handover.objects.filter(conversation=found).select_related("organisation"))
    return JsonResponse({"answers": answers, "words": _in_words(book, answers)})


def _in_words(book: Codebook, answers: dict[str, Value]) -> str:
    """The answers as the codebook says them, in the language of the page."""
    codes = book.by_name[HANDOVER].codes
    how = [code.label[language_of_page()] for code in codes if code.value == answers.get(HANDOVER)]
    to = [receivers().get(name, name) for name in (column.partition("__")[2] for column in answers) if name]
    return ": ".join(filter(None, (*how, ", ".join(to))))
