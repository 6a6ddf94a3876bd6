"""WebSocket as uvicorn speaks it, with bounds on what somebody can make us keep who sends and does not read.

What we send to a client waits in memory until it is read. Our own frames wait for room (`chat.connection`), but three
things in uvicorn's protocol do not, and no browser's page can even ask for them. See decision 46.
"""

from __future__ import annotations

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

MOST_FRAGMENTS = 64
"""Parts of one message. Browsers send our messages whole; parts without content are not counted as bytes."""


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """One connection."""

    def handle_ping(self) -> None:
        """Answer a ping, unless so much waits to be sent already that nobody seems to read it.

        Who sends pings need not get an answer to each of them (RFC 6455, 5.5.3).
        """
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()  # the answer, which goes nowhere

    def handle_cont(self, event: Frame) -> None:
        """Take one more part of a message, or close the connection when it has come in too many."""
        if len(self.frames) < MOST_FRAGMENTS:
            super().handle_cont(event)
        elif not self.close_sent:
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG)
            self.handle_parser_exception()

    def send_receive_event_to_app(self) -> None:
        """Hand a whole message on, or close the connection of who sends a text that is none.

        uvicorn writes an error with all its places for each of these, and fails when what follows is a close.
        """
        if self.curr_msg_data_type == "bytes" or _is_text(b"".join(self.frames)):
            super().send_receive_event_to_app()
        elif not self.close_sent:
            self.conn.fail(CloseCode.INVALID_DATA)
            self.handle_parser_exception()

    async def send(self, message: ASGISendEvent) -> None:
        """Send, and know that a handshake which was answered with a refusal is complete.

        uvicorn forgets that for a refusal with headers of ours, and logs an error for each.
        """
        await super().send(message)
        if self.close_sent:
            self.handshake_complete = True

    def keepalive_timeout(self) -> None:
        """Close the connection of who answers no ping, without waiting until what was sent before is read."""
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
