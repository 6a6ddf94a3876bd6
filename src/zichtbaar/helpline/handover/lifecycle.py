"""The states of a handover and the only moves between them: who may move, from where, to where. Pure; no database.

What was told leaves the house only in the states of `SHARED`. Before the first of them lies the visitor's agreement
(`AGREED`), or, in acute danger, the word of a second person (`AUTHORISED`). There is no third way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zichtbaar.helpline.handover.errors import NotTheirMoveError, WrongStateError


class State(StrEnum):
    """How far a handover is."""

    PROPOSED = "proposed"  # the counsellor wrote down what would be told; nobody outside knows of it
    AGREED = "agreed"  # the visitor has read it, changed it or not, and agreed
    AUTHORISED = "authorised"  # acute danger: a second person has confirmed that it goes without consent
    SENT = "sent"
    OPENED = "opened"  # the receiver has read it: from here on nothing can be called back
    ACCEPTED = "accepted"
    MET = "met"  # the receiver says that contact was made
    FINISHED = "finished"  # and what came of it
    REFUSED = "refused"  # the visitor, or the second person, said no
    DECLINED = "declined"  # the receiver cannot take it
    WITHDRAWN = "withdrawn"  # taken back before it was opened
    EXPIRED = "expired"  # nobody answered or opened it in time, or what was sealed is gone
    LOST = "lost"  # given up, with a reason


class Actor(StrEnum):
    """Who moves a handover."""

    VISITOR = "visitor"
    COUNSELLOR = "counsellor"  # who made it, or a shift lead in her place
    SECOND = "second"  # a shift lead who did not make it
    PARTNER = "partner"  # an account of the receiving organisation
    CLOCK = "clock"


class Basis(StrEnum):
    """Why something may be told."""

    CONSENT = "consent"
    DANGER = "danger"


class Route(StrEnum):
    """How it goes to the receiver: at the partner's door, or as a file for who has none."""

    DOOR = "door"
    FILE = "file"


class Move(StrEnum):
    """What somebody does with a handover."""

    AGREE = "agree"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    AUTHORISE = "authorise"
    FORBID = "forbid"
    SEND = "send"
    CALL_BACK = "call_back"
    OPEN = "open"
    ACCEPT = "accept"
    DECLINE = "decline"
    MEET = "meet"
    FINISH = "finish"
    EXPIRE = "expire"
    LOSE = "lose"


@dataclass(frozen=True, slots=True)
class Rule:
    """A move: who makes it on each route, where it leads, and on which basis only."""

    by: Mapping[Route, frozenset[Actor]]
    leads: Mapping[State, State]
    basis: Basis | None = None


def _by(*actors: Actor) -> dict[Route, frozenset[Actor]]:
    """The same people on both routes."""
    return dict.fromkeys(Route, frozenset(actors))


def _by_receiver(*others: Actor) -> dict[Route, frozenset[Actor]]:
    """The receiver. One without our door tells the counsellor, who notes it."""
    return {Route.DOOR: frozenset({Actor.PARTNER, *others}), Route.FILE: frozenset({Actor.COUNSELLOR, *others})}


_VISITOR, _COUNSELLOR, _SECOND = _by(Actor.VISITOR), _by(Actor.COUNSELLOR), _by(Actor.SECOND)

MOVES: Mapping[Move, Rule] = {
    # Again, because an answer was lost or a line was changed: what counts is what was agreed to last.
    Move.AGREE: Rule(_VISITOR, {State.PROPOSED: State.AGREED, State.AGREED: State.AGREED}, Basis.CONSENT),
    Move.REFUSE: Rule(_VISITOR, {State.PROPOSED: State.REFUSED}, Basis.CONSENT),
    Move.WITHDRAW: Rule(_VISITOR, {State.AGREED: State.WITHDRAWN, State.SENT: State.WITHDRAWN}, Basis.CONSENT),
    Move.AUTHORISE: Rule(_SECOND, {State.PROPOSED: State.AUTHORISED}, Basis.DANGER),
    Move.FORBID: Rule(_SECOND, {State.PROPOSED: State.REFUSED}, Basis.DANGER),
    Move.SEND: Rule(_COUNSELLOR, {State.AGREED: State.SENT, State.AUTHORISED: State.SENT}),
    Move.CALL_BACK: Rule(
        _by(Actor.COUNSELLOR, Actor.CLOCK),  # the clock, when the conversation is forgotten
        dict.fromkeys((State.PROPOSED, State.AGREED, State.AUTHORISED, State.SENT), State.WITHDRAWN),
    ),
    Move.OPEN: Rule(_by_receiver(), {State.SENT: State.OPENED}),
    Move.ACCEPT: Rule(_by_receiver(), {State.OPENED: State.ACCEPTED}),
    Move.DECLINE: Rule(_by_receiver(), {State.OPENED: State.DECLINED, State.ACCEPTED: State.DECLINED}),
    Move.MEET: Rule(_by_receiver(), {State.ACCEPTED: State.MET}),
    Move.FINISH: Rule(_by_receiver(Actor.COUNSELLOR), {State.MET: State.FINISHED}),
    Move.EXPIRE: Rule(_by(Actor.CLOCK), dict.fromkeys((State.PROPOSED, State.AUTHORISED, State.SENT), State.EXPIRED)),
    Move.LOSE: Rule(_COUNSELLOR, dict.fromkeys((State.SENT, State.OPENED, State.ACCEPTED), State.LOST)),
}
"""The one table. Proposing gives `PROPOSED`."""

SHARED = frozenset({State.SENT, State.OPENED, State.ACCEPTED, State.MET, State.FINISHED})
"""States in which what was agreed is outside, or on its way."""

OPEN = frozenset({State.PROPOSED, State.AGREED, State.AUTHORISED, State.SENT, State.OPENED, State.ACCEPTED, State.MET})
"""States in which somebody still has to do something."""

NOT_OPENED = frozenset({State.PROPOSED, State.AGREED, State.AUTHORISED, State.SENT})
"""States in which no receiver has read anything yet, as far as is known."""

LEFT_HANGING = frozenset({State.DECLINED, State.EXPIRED, State.LOST})
"""Ends after which somebody who wants help has none yet: another handover follows, or somebody explains why not."""

READ = {Route.DOOR: SHARED - {State.SENT}, Route.FILE: SHARED}
"""States from which on its receiver has read it, or may have: of a file nobody knows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about a move besides who makes it."""

    state: State
    basis: Basis
    route: Route


def after(move: Move, standing: Standing, actor: Actor) -> State:
    """The state after a move. Raises WrongStateError; NotTheirMoveError when somebody else would have to make it.

    What went as a file cannot be called back: nobody knows whether it was opened.
    """
    rule = MOVES[move]
    if actor not in rule.by[standing.route]:
        raise NotTheirMoveError
    leads_to = rule.leads.get(standing.state)
    is_outside = standing.state is State.SENT and standing.route is Route.FILE
    if leads_to is None or rule.basis not in (None, standing.basis):
        raise WrongStateError(standing.state)
    if leads_to is State.WITHDRAWN and is_outside:
        raise WrongStateError(standing.state)
    return leads_to


def possible(standing: Standing, *actors: Actor) -> list[Move]:
    """The moves that these can make now: what a page shows a button for."""
    return [move for move in Move if any(_is_possible(move, standing, actor) for actor in actors)]


def _is_possible(move: Move, standing: Standing, actor: Actor) -> bool:
    try:
        after(move, standing, actor)
    except (NotTheirMoveError, WrongStateError):
        return False
    return True
