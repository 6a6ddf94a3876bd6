"""Conversations in a copy of the database: each sealed under a key of its own with all that belongs to it.

What belongs to a conversation is not listed here: it is every row that cannot be without it, as the tables themselves
say, and every row that cannot be without such a row. A row that only points at one of these stays, without pointing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CONVERSATIONS = "chat_conversation"
SEALED = "sealed_conversation"
"""The one table that a copy has and a database has not: a name for the key, and what it seals."""

KEY_BYTES, _NONCE_BYTES, _NAME_BYTES = 32, 12, 8


@dataclass(frozen=True, slots=True)
class Points:
    """A column of a table that points at a column of another one."""

    table: str
    column: str
    at_table: str
    at_column: str
    must: bool


@dataclass(frozen=True, slots=True)
class Belonging:
    """Rows of a table that belong to the conversation with the number `:id`, as a condition in SQL."""

    table: str
    condition: str


def take_out(copy: sqlite3.Connection, keys: Mapping[int, bytes]) -> int:
    """Seal every conversation of a copy that has a key (by number), and delete all of them. Gives how many are sealed.

    The copy must not check foreign keys.
    """
    copy.execute(f"CREATE TABLE {SEALED} (name TEXT NOT NULL, sealed BLOB NOT NULL)")
    owned, links = _structure(copy)
    numbers = [number for (number,) in copy.execute(f"SELECT id FROM {CONVERSATIONS} ORDER BY id")]  # noqa: S608
    for number in numbers:
        if key := keys.get(number):
            said = {"rows": list(_rows(copy, owned, number)), "links": list(_links(copy, links, number))}
            copy.execute(f"INSERT INTO {SEALED} VALUES (?, ?)", (name_of(key), _seal(key, said)))  # noqa: S608
        _delete(copy, owned, links, number)
    return len(set(numbers) & keys.keys())


def put_back(copy: sqlite3.Connection, keys: Iterable[bytes]) -> tuple[int, int]:
    """Open what these keys open, and drop the rest. Gives how many conversations are back, and how many are gone."""
    named = {name_of(key): key for key in keys}
    back = gone = 0
    for name, sealed in copy.execute(f"SELECT name, sealed FROM {SEALED}").fetchall():  # noqa: S608
        said = _open(named[name], sealed) if name in named else None
        if said is None:
            gone += 1
            continue
        for table, columns, row in said["rows"]:
            marks = ", ".join("?" * len(columns))
            names = ", ".join(map(_quoted, columns))
            copy.execute(f"INSERT OR IGNORE INTO {_quoted(table)} ({names}) VALUES ({marks})", _from_json(row))  # noqa: S608
        for table, row, column, value in said["links"]:
            copy.execute(f"UPDATE {_quoted(table)} SET {_quoted(column)} = ? WHERE rowid = ?", (value, row))  # noqa: S608
        back += 1
    copy.execute(f"DROP TABLE {SEALED}")
    _drop_what_points_at_nothing(copy)
    return back, gone


def name_of(key: bytes) -> str:
    """By what a sealed conversation is found: it leads from the key to what it seals, and not back."""
    return hashlib.sha256(b"zichtbaar/backup-key|" + key).hexdigest()[: 2 * _NAME_BYTES]


def _structure(copy: sqlite3.Connection) -> tuple[list[Belonging], list[tuple[Points, Belonging]]]:
    """What belongs to a conversation, itself first, and what only points at that."""
    pointing = list(_pointing(copy))
    owned = [Belonging(CONVERSATIONS, "id = :id")]
    for owner in owned:  # it grows while we go through it
        for points in pointing:
            if points.must and points.at_table == owner.table and points.table not in {one.table for one in owned}:
                owned.append(Belonging(points.table, _at(points, owner)))
    tables = {one.table for one in owned}
    links = [
        (points, owner)
        for owner in owned
        for points in pointing
        if points.at_table == owner.table and points.table not in tables
    ]
    return owned, links


def _pointing(copy: sqlite3.Connection) -> Iterator[Points]:
    tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        must = {
            name: bool(notnull) for _, name, _, notnull, _, _ in copy.execute(f"PRAGMA table_info({_quoted(table)})")
        }
        for _, _, at_table, column, at_column, *_ in copy.execute(f"PRAGMA foreign_key_list({_quoted(table)})"):
            yield Points(table, column, at_table, at_column or "id", must[column])


def _at(points: Points, owner: Belonging) -> str:
    inner = f"SELECT {_quoted(points.at_column)} FROM {_quoted(owner.table)} WHERE {owner.condition}"  # noqa: S608
    return f"{_quoted(points.column)} IN ({inner})"


def _rows(copy: sqlite3.Connection, owned: Iterable[Belonging], number: int) -> Iterator[list[Any]]:
    for one in owned:
        found = copy.execute(f"SELECT * FROM {_quoted(one.table)} WHERE {one.condition}", {"id": number})  # noqa: S608
        columns = [column[0] for column in found.description]
        for row in found:
            yield [one.table, columns, _to_json(row)]


def _links(
    copy: sqlite3.Connection, links: Iterable[tuple[Points, Belonging]], number: int
) -> Iterator[tuple[str, int, str, int]]:
    for points, owner in links:
        column = _quoted(points.column)
        asked = f"SELECT rowid, {column} FROM {_quoted(points.table)} WHERE {_at(points, owner)}"  # noqa: S608
        for row, value in copy.execute(asked, {"id": number}):
            yield points.table, row, points.column, value


def _delete(
    copy: sqlite3.Connection, owned: list[Belonging], links: Iterable[tuple[Points, Belonging]], number: int
) -> None:
    for points, owner in links:
        asked = f"UPDATE {_quoted(points.table)} SET {_quoted(points.column)} = NULL WHERE {_at(points, owner)}"  # noqa: S608
        copy.execute(asked, {"id": number})
    for one in reversed(owned):
        copy.execute(f"DELETE FROM {_quoted(one.table)} WHERE {one.condition}", {"id": number})  # noqa: S608


def _drop_what_points_at_nothing(copy: sqlite3.Connection) -> None:
    """A conversation that is back may have pointed at one that is gone."""
    while wrong := copy.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, *_ in wrong:
            copy.execute(f"DELETE FROM {_quoted(table)} WHERE rowid = ?", (row,))  # noqa: S608


def _seal(key: bytes, said: object) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(said, separators=(",", ":")).encode(), name_of(key).encode())


def _open(key: bytes, sealed: bytes) -> dict[str, Any] | None:
    """What was sealed; None when somebody changed it."""
    try:
        opened = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name_of(key).encode())
    except InvalidTag:
        return None
    said: dict[str, Any] = json.loads(opened)
    return said


def _to_json(row: Iterable[Any]) -> list[Any]:
    return [[base64.b64encode(value).decode()] if isinstance(value, bytes) else value for value in row]


def _from_json(row: Iterable[Any]) -> list[Any]:
    return [base64.b64decode(value[0]) if isinstance(value, list) else value for value in row]


def _quoted(name: str) -> str:
    return f'"{name}"'
