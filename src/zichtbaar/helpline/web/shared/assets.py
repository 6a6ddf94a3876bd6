"""Scripts, styles and icons: files with a hash in their name, which a browser may keep for ever.

Those of the visitors' door it may not keep at all: nothing of that page is to be found on the device afterwards.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

VISITORS = "/visitor/"


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """WhiteNoise, with whole answers: our files are small, and an asynchronous server cannot stream its files."""

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Whether a browser may keep this file: not if a visitor's page asks for it."""
        return VISITORS not in url and bool(super().immutable_file_test(path, url))

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Answer with a file."""
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with found.file as file:
                content = file.read()
        response = HttpResponse(content, status=int(found.status))
        del response.headers["Content-Type"]
        for name, value in found.headers:
            response.headers[name] = value
        return response
