"""The relay: passes sealed envelopes between the people in a conversation, after they are on disk.

Everything here runs in the event loop, apart from the journal's thread and the reader's. On one connection
the numbers of a conversation come in order, each once: as an acknowledgement to who sent it there, as an
envelope to everybody else. The journal is the truth: who falls behind is caught up from it.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import DatabaseError
from django.http import HttpRequest

from zichtbaar.helpline.chat import access, actions, frames, news, reading, signs
from zichtbaar.helpline.chat.connection import RENEWED, REPLACED, SIGNED_OUT, Connection, Following
from zichtbaar.helpline.chat.errors import MalformedError, NotFoundError, Reason
from zichtbaar.helpline.chat.frames import Asked, Follow, Frame, Join, Ping, Unfollow, Watch
from zichtbaar.helpline.chat.journal import Journal, Settled, Stored, Submitted
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.news import Gone, Moved, News
from zichtbaar.helpline.chat.presence import COLLEAGUES, VISITORS
from zichtbaar.helpline.chat.reading import Queue, Reader
from zichtbaar.helpline.people.models import DESK_ROLES
from zichtbaar.helpline.people.news import sessions_ended
from zichtbaar.helpline.sealing.envelope import Header, Role, check_shape
from zichtbaar.helpline.sealing.errors import SealingError

LOG = logging.getLogger("zichtbaar.relay")

ENVELOPES_AT_ONCE = 32
"""How many are read from the journal in one go for who catches up: at most a quarter of a megabyte."""

SECONDS_BETWEEN_LOOKS = 15
"""Between two looks for who waits and is away. One look is one small query."""

MOST_CONVERSATIONS = 64
"""How many conversations one connection can follow at once."""


class Relay:
    """One for each process. All but the journal's and the actions' calls comes from one event loop."""

    def __init__(self, database: Path) -> None:
        self._read = Reader()
        self._journal = Journal(database, self._settled_in_thread)
        self._followers: dict[bytes, set[Following]] = {}
        self._watchers: set[Connection] = set()
        self._connections: set[Connection] = set()
        self._queue_changed = asyncio.Event()

    async def start(self) -> None:
        """Begin to store, and to hear what happens elsewhere in this process."""
        self._loop = asyncio.get_running_loop()
        self._journal.start()
        news.listen(self._heard_in_thread)
        user_logged_out.connect(self._signed_out_in_thread)
        sessions_ended.connect(self._sessions_ended_in_thread)
        VISITORS.begin()
        COLLEAGUES.are(())
        self.loops = [
            asyncio.create_task(loop(), name=loop.__name__)
            for loop in (self._tell_queue_when_changed, self._mind_the_absent)
        ]

    async def stop(self) -> None:
        """Store what came in before, and end."""
        news.stop_listening(self._heard_in_thread)
        user_logged_out.disconnect(self._signed_out_in_thread)
        sessions_ended.disconnect(self._sessions_ended_in_thread)
        for loop in self.loops:
            loop.cancel()
        VISITORS.end()
        COLLEAGUES.are(None)
        await asyncio.to_thread(self._journal.stop)
        self._read.stop()

    async def connect(self, session_key: str = "") -> Connection:
        """A new connection, of a colleague if the session is one of hers."""
        who = await self._read(reading.signed_in, session_key) if session_key else None
        connection = Connection(who.staff, session_key) if who else Connection()
        if who:
            self._loop.call_later(who.seconds, connection.outbox.close, SIGNED_OUT)
        self._connections.add(connection)
        return connection

    def disconnect(self, connection: Connection) -> None:
        """Forget a connection and what it followed."""
        self._connections.discard(connection)
        if connection in self._watchers:
            self._watchers.discard(connection)
            self._desk_changed()
        for conversation in tuple(connection.follows):
            self._forget(connection, conversation)

    async def page_closed(self, connection: Connection) -> None:
        """The page behind a connection is gone for good, as its browser said; a lost connection is something else."""
        for following in tuple(connection.follows.values()):
            if following.role is Role.VISITOR:
                try:
                    await self._read(actions.leave_with_the_page, following.conversation.hex())
                except DatabaseError as error:
                    LOG.error("leaving not stored: %s", type(error).__name__)

    async def receive(self, connection: Connection, frame: Frame) -> None:
        """Do what a frame asks. Whatever is wrong with it is told to its sender, and the connection stays up."""
        now = self._loop.time()
        if not connection.pace.allows(now):
            connection.outbox.put(frames.too_fast(frame))
        elif isinstance(frame, str):
            await self._receive_text(connection, frame)
        elif not frames.is_sign(frame):
            self._receive_envelope(connection, frame)
        elif connection.pace_of_signs.allows(now):
            self._pass_on_sign(connection, frame)

    def _pass_on_sign(self, connection: Connection, frame: bytes) -> None:
        """Pass it to the others who are there. Nothing is kept or answered: a sign that is lost is made good later."""
        for following in self._followers.get(signs.conversation_of(connection, frame), ()):
            if following.joined and following.connection is not connection:
                following.connection.outbox.put_if_roomy(frame)

    # Envelopes

    def _receive_envelope(self, connection: Connection, content: bytes) -> None:
        try:
            header = check_shape(content)
            reason = _why_not(connection, header)
        except SealingError as error:
            reason = Reason(error.reason)
        if reason:
            connection.outbox.put(frames.refused(content, reason))
        else:
            self._journal.submit(Submitted(header, content, connection))

    def _settled_in_thread(self, settled: Settled) -> None:
        self._loop.call_soon_threadsafe(self._settled, settled)

    def _settled(self, settled: Settled) -> None:
        for submitted, outcome in settled:
            if isinstance(outcome, Stored):
                self._stored(submitted, outcome)
            else:
                submitted.sender.outbox.put(frames.refused(submitted.content, outcome))

    def _stored(self, submitted: Submitted, stored: Stored) -> None:
        """Acknowledge and deliver. Who is catching up will find it in the journal."""
        header, number, sender = submitted.header, stored.number, submitted.sender
        ack = frames.ack(header, number, stored.stored_at)
        if stored.again:
            own = sender.follows.get(header.conversation)
            if own and number <= own.sent:
                sender.outbox.put(ack)
            return
        envelope = frames.envelope(number, stored.stored_at, submitted.content)
        for following in self._followers.get(header.conversation, ()):
            if following.live:
                following.connection.outbox.put(ack if following.connection is sender else envelope)
                following.sent = number
            else:
                following.behind = True

    # What else a client asks

    async def _receive_text(self, connection: Connection, text: str) -> None:
        try:
            asked = frames.read(text)
        except MalformedError:
            connection.outbox.put(frames.error(Reason.MALFORMED))
            return
        try:
            await self._do(connection, asked)
        except NotFoundError:
            connection.outbox.put(frames.error(Reason.NOT_ALLOWED, asked.conversation))

    async def _do(self, connection: Connection, asked: Asked) -> None:
        match asked:
            case Join():
                await self._join(connection, asked)
            case Follow():
                await self._follow(connection, asked)
            case Unfollow():
                self._forget(connection, asked.conversation)
            case Watch():
                self._watch(connection)
            case Ping():
                connection.outbox.put(frames.PONG)

    async def _join(self, connection: Connection, join: Join) -> None:
        identifier = join.conversation.hex()
        conversation = await self._read(access.conversation_with_token, identifier, join.token)
        await self._enter(conversation, Following(connection, join.conversation, Role.VISITOR, True, join.last))

    async def _follow(self, connection: Connection, follow: Follow) -> None:
        if connection.staff is None:
            raise NotFoundError
        conversation = await self._read(access.conversation_of, connection.staff, follow.conversation.hex())
        may_write = access.may_write(connection.staff, conversation)
        role = Role.COUNSELLOR if connection.staff.role in DESK_ROLES else Role.PARTNER
        await self._enter(conversation, Following(connection, follow.conversation, role, may_write, follow.last))

    def _watch(self, connection: Connection) -> None:
        if connection.staff is None or connection.staff.role not in DESK_ROLES:
            raise NotFoundError
        self._watchers.add(connection)
        self._desk_changed()

    def _desk_changed(self) -> None:
        """Who waits is told whether anybody is there."""
        COLLEAGUES.are(one.staff.pk for one in self._watchers if one.staff)
        self._queue_changed.set()

    async def _enter(self, conversation: Conversation, following: Following) -> None:
        """Follow a conversation: first hear of all that happens from now on, then read what happened before."""
        self._remember(following)
        standing = await self._read(reading.standing, conversation)
        following.state = following.state or standing.state
        following.sent = max(0, min(following.sent, standing.last))
        following.outlook = standing.outlook
        following.joined = True
        # It may have gone on and ended since we read how it stands: then what came in between still follows.
        last = max(standing.last, following.after)
        joined = frames.joined(conversation.identifier, following.state, last, standing.outlook)
        following.connection.outbox.put(joined)
        if not self._is_visitor_here(following.conversation):
            self._tell_presence(following, is_here=False)
        await self._catch_up(conversation, following)

    async def _catch_up(self, conversation: Conversation, following: Following) -> None:
        """Send what is in the journal, until nothing was stored while reading it."""
        outbox = following.connection.outbox
        while not following.live:
            following.behind = False
            rows = await self._read(access.envelopes_after, conversation, following.sent, ENVELOPES_AT_ONCE)
            for number, stored_at, content in rows:
                outbox.put(frames.envelope(number, stored_at, content))
                following.sent = number
            following.live = not rows and not following.behind
            await outbox.room()

    def _remember(self, following: Following) -> None:
        connection, conversation = following.connection, following.conversation
        self._forget(connection, conversation)
        if following.role is Role.VISITOR:
            self._end_older_connections(conversation)
        if len(connection.follows) >= MOST_CONVERSATIONS:
            raise NotFoundError
        connection.follows[conversation] = following
        self._followers.setdefault(conversation, set()).add(following)
        if following.role is Role.VISITOR:
            VISITORS.came(conversation)
            self._visitor_moved(conversation)

    def _end_older_connections(self, conversation: bytes) -> None:
        """A visitor has one page. What her broken connection still brings must not be stored after its resend."""
        for older in tuple(self._followers.get(conversation, ())):
            if older.role is Role.VISITOR:
                self._forget(older.connection, conversation)
                older.connection.outbox.close(REPLACED)

    def _forget(self, connection: Connection, conversation: bytes) -> None:
        following = connection.follows.pop(conversation, None)
        if following is None:
            return
        followers = self._followers[conversation]
        followers.remove(following)
        if following.role is Role.VISITOR:
            VISITORS.went(conversation)
            self._visitor_moved(conversation)
        if not followers:
            del self._followers[conversation]

    # Whether the visitor is there

    def _is_visitor_here(self, conversation: bytes) -> bool:
        return any(one.role is Role.VISITOR for one in self._followers.get(conversation, ()))

    def _visitor_moved(self, conversation: bytes) -> None:
        """Nobody should write to somebody who is gone without knowing it."""
        is_here = self._is_visitor_here(conversation)
        for following in self._followers.get(conversation, ()):
            self._tell_presence(following, is_here=is_here)

    def _tell_presence(self, following: Following, *, is_here: bool) -> None:
        if following.role is Role.COUNSELLOR and following.joined and following.state is State.OPEN:
            told = frames.presence(following.conversation.hex(), is_here, following.after)
            following.connection.outbox.put(told)

    # What happens elsewhere

    def _heard_in_thread(self, what: News) -> None:
        self._loop.call_soon_threadsafe(self._heard, what)

    def _heard(self, what: News) -> None:
        if isinstance(what, Gone):
            self._gone(what)
        else:
            self._moved(what)

    def _moved(self, moved: Moved) -> None:
        for following in tuple(self._followers.get(bytes.fromhex(moved.conversation), ())):
            following.state, following.after = moved.state, moved.last
            if following.joined:
                following.connection.outbox.put(frames.state(moved.conversation, moved.state, moved.last))
            if moved.state is State.WAITING and following.role is not Role.VISITOR:
                self._forget(following.connection, following.conversation)  # it is nobody's until it is taken
        self._queue_changed.set()

    def _gone(self, gone: Gone) -> None:
        """Who has it on the desk hears so unasked. Its visitor asked for it herself, or is away for weeks."""
        conversation = bytes.fromhex(gone.conversation)
        for following in tuple(self._followers.get(conversation, ())):
            if following.role is not Role.VISITOR:
                following.connection.outbox.put(frames.error(Reason.NOT_ALLOWED, conversation))
                self._forget(following.connection, conversation)

    async def _tell_queue_when_changed(self) -> None:
        """Read the queue after each change; changes that come while it is read are read together."""
        while True:
            await self._queue_changed.wait()
            self._queue_changed.clear()
            try:
                self._tell_queue(await self._read(reading.queue))
            except Exception as error:  # whatever it is: the desk must hear of the next change
                LOG.error("queue not read: %s", type(error).__name__, exc_info=error)

    async def _mind_the_absent(self) -> None:
        """See again and again that nobody keeps a place who is not there any more, and how long the others wait."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            self._queue_changed.set()
            try:
                if count := await self._read(actions.let_go_of_the_absent):
                    LOG.info("%d let go, away for too long", count)
            except Exception as error:  # whatever it is: the next look must come
                LOG.error("nobody let go: %s", type(error).__name__, exc_info=error)

    def _tell_queue(self, queue: Queue) -> None:
        for visitor, outlook in zip(queue.visitors, queue.outlooks, strict=True):
            for following in self._followers.get(bytes.fromhex(visitor.conversation), ()):
                if following.joined and following.outlook != outlook:
                    following.outlook = outlook
                    following.connection.outbox.put(frames.place(outlook))
        listed = frames.waiting(queue.visitors, queue.messages, queue.duress)
        for watcher in self._watchers:
            watcher.outbox.put(listed)

    def _signed_out_in_thread(self, request: HttpRequest, **_: Any) -> None:
        self._loop.call_soon_threadsafe(self._signed_out, request.session.session_key)

    def _signed_out(self, session_key: str | None) -> None:
        for connection in self._connections:
            if connection.session_key == session_key:
                connection.outbox.close(SIGNED_OUT)

    def _sessions_ended_in_thread(self, staff: int, but: str, before: str, **_: Any) -> None:
        self._loop.call_soon_threadsafe(self._sessions_ended, staff, but, before)

    def _sessions_ended(self, staff: int, but: str, before: str) -> None:
        for connection in self._connections:
            if connection.staff and connection.staff.pk == staff and connection.session_key != but:
                connection.outbox.close(RENEWED if connection.session_key == before else SIGNED_OUT)


def _why_not(connection: Connection, header: Header) -> Reason | None:
    """Why an envelope may not come over this connection, if it may not."""
    following = connection.follows.get(header.conversation)
    if following is None:
        return Reason.WRONG_CONVERSATION
    if header.role != following.role:
        return Reason.WRONG_ROLE
    return None if following.may_write else Reason.NOT_ALLOWED
