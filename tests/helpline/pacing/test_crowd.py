"""When the queue is full, a crowd from one place gives way, and nobody else."""

from __future__ import annotations

from zichtbaar.helpline.pacing.crowd import CROWD, Crowd

FLOOD, SHELTER = b"flood", b"shelter"


def queue(crowd: Crowd, *groups: tuple[bytes | None, int]) -> list[str]:
    waiting: list[str] = []
    for place, count in groups:
        for _ in range(count):
            waiting.append(f"{len(waiting)}")
            crowd.came(waiting[-1], place, waiting)
    return waiting


def test_a_later_one_of_the_crowd_gives_way() -> None:
    crowd = Crowd()
    waiting = queue(crowd, (SHELTER, 60), (FLOOD, CROWD), (None, 40))
    gone = {crowd.gives_way(waiting) for _ in range(500)}
    assert gone <= set(waiting[60 + CROWD // 2 : 60 + CROWD])
    assert len(gone) > CROWD // 4


def test_who_is_spared_gives_way_only_where_all_the_later_ones_are() -> None:
    crowd = Crowd()
    waiting = queue(crowd, (FLOOD, CROWD))
    later = waiting[CROWD // 2 :]
    assert {crowd.gives_way(waiting, later[1:]) for _ in range(50)} == {later[0]}
    assert crowd.gives_way(waiting, later) in later


def test_fifty_from_one_house_are_no_crowd() -> None:
    crowd = Crowd()
    waiting = queue(crowd, (SHELTER, 50), (b"school", CROWD - 1), (None, 51))
    assert crowd.gives_way(waiting) is None


def test_where_nobody_knows_places_nobody_gives_way() -> None:
    crowd = Crowd()
    assert crowd.gives_way(queue(crowd, (None, 200))) is None


def test_the_place_of_who_waits_no_more_is_forgotten() -> None:
    crowd = Crowd()
    queue(crowd, (SHELTER, 5))
    crowd.came("new", FLOOD, ["4", "new"])
    assert crowd._places == {"4": SHELTER, "new": FLOOD}
