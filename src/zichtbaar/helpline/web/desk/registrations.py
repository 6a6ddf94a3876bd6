"""The registration form's addresses: JSON in, JSON out, and every refusal under its own name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.codebook.answers import asked, unanswered
from zichtbaar.helpline.chat.access import conversation_of
from zichtbaar.helpline.chat.errors import NotFoundError as ConversationNotFoundError
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration import access, actions
from zichtbaar.helpline.registration.errors import (
    AlreadyCompleteError,
    AnswersRefusedError,
    CodebookChangedError,
    NotCompleteError,
    NotFoundError,
    Refusal,
    RegistrationError,
    UnansweredError,
)
from zichtbaar.helpline.registration.models import Registration
from zichtbaar.helpline.web.shared.posted import posted
from zichtbaar.helpline.web.shared.staff import staff_of

Done = Registration | actions.Recorded


def in_the_scripts_words(act: Callable[..., Done]) -> Callable[..., HttpResponse]:
    """A view that answers with the registration after an act, or with the name of what was refused."""

    @wraps(act)
    def view(request: HttpRequest, **words: str) -> HttpResponse:
        try:
            return JsonResponse(shape(act(request, **words)))
        except ConversationNotFoundError:
            return refused(NotFoundError())
        except RegistrationError as error:
            return refused(error)

    return view


def shape(done: Done) -> dict[str, object]:
    """A registration as the desk's script knows it."""
    recorded = done if isinstance(done, actions.Recorded) else actions.Recorded(done, withdrawn=())
    registration = recorded.registration
    book, answers = actions.book_of(registration), registration.answers
    return {
        "reference": registration.person.reference,
        "state": registration.state,
        "answers": answers,
        "applies": [variable.name for variable in asked(book, answers)],
        "unanswered": [variable.name for variable in unanswered(book, answers)],
        "withdrawn": list(recorded.withdrawn),
    }


def refused(error: RegistrationError) -> JsonResponse:
    """The name of a refusal, and what the form needs to show it at the right question."""
    match error:
        case NotFoundError():
            return JsonResponse({"error": "not_found"}, status=404)
        case AnswersRefusedError(refusals=refusals):
            faults = {column: in_words(refusal) for column, refusal in refusals.items()}
            return JsonResponse({"error": "invalid", "faults": faults}, status=422)
        case UnansweredError(variables=variables):
            return JsonResponse({"error": "unanswered", "unanswered": variables}, status=422)
        case AlreadyCompleteError():
            return JsonResponse({"error": "complete"}, status=409)
        case NotCompleteError():
            return JsonResponse({"error": "not_complete"}, status=409)
        case CodebookChangedError():
            return JsonResponse({"error": "other_codebook"}, status=409)
    raise error


def in_words(refusal: Refusal) -> str:
    """Why an answer was refused, in the language of the page."""
    return {
        Refusal.UNKNOWN_QUESTION: _("The codebook has no such question."),
        Refusal.FILLED_BY_PROGRAM: _("The program fills this in."),
        Refusal.NOT_AN_ANSWER: _("This is not one of the answers. Write a month as 2024-03, a year as 2024."),
        Refusal.IN_THE_FUTURE: _("This has not begun yet. Write this month or an earlier one, or a year."),
        Refusal.DOES_NOT_APPLY: _("This question is not asked with the other answers as they are."),
    }[refusal]


def open_questions(draft: Registration) -> int | None:
    """How many questions are open; None when the draft was made with another codebook, so that nobody can tell."""
    try:
        return len(unanswered(actions.book_of(draft), draft.answers))
    except CodebookChangedError:
        return None


@require_GET
def unfinished(request: HttpRequest) -> HttpResponse:
    """The drafts that wait for whoever asks."""
    staff = staff_of(request)
    drafts = [
        {
            "reference": draft.person.reference,
            "since": draft.started_month,
            "colleague": None if draft.counsellor in (None, staff) else draft.counsellor.name,
            "open_questions": open_questions(draft),
        }
        for draft in access.unfinished(staff)
    ]
    return JsonResponse({"unfinished": drafts})


@require_GET
@in_the_scripts_words
def one(request: HttpRequest, reference: str) -> Done:
    """A registration by its reference."""
    return access.registration_of(staff_of(request), reference)


@require_GET
@in_the_scripts_words
def of_conversation(request: HttpRequest, conversation: str) -> Done:
    """The registration of a conversation; made when there is none yet."""
    staff = staff_of(request)
    return actions.open_registration(staff, conversation_of(staff, conversation))


@require_POST
@in_the_scripts_words
def record_answers(request: HttpRequest, reference: str) -> Done:
    """Store answers."""
    staff = staff_of(request)
    registration = access.registration_of(staff, reference)
    return actions.record_answers(staff, registration, posted(request, "answers", dict))


@require_POST
@in_the_scripts_words
def recognise(request: HttpRequest, conversation: str) -> Done:
    """Say that a conversation was with an earlier person."""
    staff = staff_of(request)
    found = conversation_of(staff, conversation)
    return actions.recognise(staff, found, posted(request, "reference", str))


def pressed(act: Callable[[Staff, Registration], Done]) -> Callable[..., HttpResponse]:
    """The view of a button: an act on one registration that needs nothing but the press."""

    @require_POST
    @in_the_scripts_words
    @wraps(act)
    def press(request: HttpRequest, reference: str) -> Done:
        staff = staff_of(request)
        return act(staff, access.registration_of(staff, reference))

    return press


record_rest = pressed(actions.record_rest_as_not_discussed)
complete = pressed(actions.complete)
reopen = pressed(actions.reopen)
