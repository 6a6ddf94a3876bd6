"""Imports face one way, and none of our own hides inside a function."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from promises.source_files import ROOT, functions, modules


def test_the_contracts_in_pyproject_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


def hidden_imports_of_our_own(tree: ast.Module) -> list[str]:
    inside = (node for function in functions(tree) for node in ast.walk(function))
    names = [node.module or "" for node in inside if isinstance(node, ast.ImportFrom)]
    inside = (node for function in functions(tree) for node in ast.walk(function))
    names += [alias.name for node in inside if isinstance(node, ast.Import) for alias in node.names]
    return [name for name in names if name.split(".")[0] == "zichtbaar"]


def test_no_import_of_our_own_hides_in_a_function() -> None:
    hidden = {path.relative_to(ROOT): hidden_imports_of_our_own(tree) for path, tree in modules("src").items()}
    # Django asks that an application's checks and signals be imported when it is ready, not before.
    allowed = {path for path in hidden if path.name == "apps.py"}
    assert {path: names for path, names in hidden.items() if names and path not in allowed} == {}


def test_a_hidden_import_would_be_seen() -> None:
    tree = ast.parse("def late():\n    from zichtbaar.monitor import figures\n    return figures\n")
    assert hidden_imports_of_our_own(tree) == ["zichtbaar.monitor"]


@pytest.mark.parametrize("room", ["codebook", "monitor"])
def test_codebook_and_monitor_name_neither_django_nor_the_helpline(room: str) -> None:
    for path, tree in modules(f"src/zichtbaar/{room}").items():
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not [node for node in imports if "django" in ast.unparse(node) or "helpline" in ast.unparse(node)], path
