"""Views whose modules are imported when somebody asks for them: the server starts without what few pages need."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def views_of(module: str) -> Callable[[str], View]:
    """Give the views of a module by name. The first request for any of them imports the module, and waits for that."""

    def named(name: str) -> View:
        def view(request: HttpRequest, **words: object) -> HttpResponse:
            found: View = getattr(import_module(module), name)
            return found(request, **words)

        view.__name__, view.__module__ = name, module
        return view

    return named
