"""Models in hierarchical notation: `[12,13,4]` names the largest terms, and every smaller term within them belongs too.

Lists are digits from 1 for up to nine lists, letters a, b, c for the tenth to twelfth; or they are given by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from zichtbaar.monitor.estimation.errors import ModelError
from zichtbaar.monitor.estimation.lattice import lists_of, size_of, subsets, term_of

SIGNS = "123456789abc"
MOST_DIGITS = 9
"""Lists that are digits: those after them are letters."""

_FORM = re.compile(r"\[([1-9a-c]+(?:,[1-9a-c]+)*)\]")

Terms = tuple[int, ...]
"""The terms of a model, the empty one (the constant) first, by size and then by number."""


def read_model(text: str, lists: int) -> Terms:
    """The terms of a model in hierarchical notation, for so many lists. Raises ModelError.

    Every list takes part, named or not: `[12]` of three lists is `[12,3]`.
    """
    found = _FORM.fullmatch(text.replace(" ", ""))
    if found is None:
        raise ModelError(f"the model {text!r} is not in the form [12,13,4]")
    largest = []
    for part in found[1].split(","):
        places = [SIGNS.index(sign) for sign in part]
        if len(set(places)) < len(places):
            raise ModelError(f"the model {text!r} names a list twice in {part!r}")
        if max(places) >= lists:
            raise ModelError(f"the model {text!r} names list {SIGNS[max(places)]}, and there are {lists}")
        largest.append(term_of(places))
    return closed(largest, lists)


def named_model(terms: Iterable[Sequence[str]], names: Sequence[str]) -> Terms:
    """The terms of a model given by its largest terms, each as names of lists. Raises ModelError."""
    largest = []
    for term in terms:
        if isinstance(term, str):
            raise ModelError(f"the interaction {term!r} is text (expected the names of its lists, as a tuple)")
        if len(set(term)) < len(term):
            raise ModelError(f"the interaction {'*'.join(term)} names a list twice")
        unknown = [name for name in term if name not in names]
        if unknown:
            raise ModelError(f"there is no list {unknown[0]!r} (expected one of {', '.join(names)})")
        largest.append(term_of(names.index(name) for name in term))
    return closed(largest, len(names))


def closed(largest: Iterable[int], lists: int) -> Terms:
    """The model with these terms, all terms within them, and every list. Raises ModelError for the term of all lists.

    No data can tell the interaction of all lists from the number on no list.
    """
    terms = {0, *(1 << place for place in range(lists))}
    for term in largest:
        if size_of(term) == lists:
            raise ModelError("the interaction of all lists cannot be estimated: it is assumed to be none")
        terms.update(subsets(term))
    return tuple(sorted(terms, key=lambda term: (size_of(term), term)))


def largest_of(terms: Iterable[int]) -> tuple[int, ...]:
    """The terms that lie within no other, those of more lists first and then in the order of their lists."""
    given = set(terms)
    largest = [one for one in given if not any(one != other and one & other == one for other in given)]
    return tuple(sorted(largest, key=lambda term: (-size_of(term), lists_of(term))))


def write_model(terms: Iterable[int]) -> str:
    """A model in hierarchical notation."""
    return f"[{','.join(''.join(SIGNS[place] for place in lists_of(term)) for term in largest_of(terms))}]"


def write_named(terms: Iterable[int], names: Sequence[str]) -> str:
    """A model by the names of its lists: "LA*NG, LA*PF, GO"."""
    return ", ".join("*".join(names[place] for place in lists_of(term)) for term in largest_of(terms))
