"""`convergent facts build`."""

import json
from datetime import date

from convergent.demo.simulate import simulate


def test_build_says_what_it_worked_out(command, tmp_path):
    simulate(tmp_path / "exports", students=300, seed=1, today=date(2026, 11, 19))
    loaded = command.run("load", tmp_path / "exports", "--json")
    assert loaded.code == 0, loaded.err
    built = command.run("facts", "build", "--json")
    told = json.loads(built.out)
    assert (built.code, told["engine"], told["values"] > 1000) == (0, "duckdb", True)
    assert command.run("facts", "build").out.endswith("\n")


def test_build_without_a_load_says_what_to_do(command):
    built = command.run("facts", "build")
    assert (built.code, "Nothing is loaded yet." in built.err) == (3, True)


def test_unknown_engine_is_refused(command):
    built = command.run("facts", "build", "--engine", "abacus")
    assert (built.code, "There is no engine abacus." in built.err) == (2, True)
