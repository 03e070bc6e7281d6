"""One home folder for each test, and one small demonstration for all of them."""

import shutil

import pytest

from tests.cli.command import Command
from tests.once import copy_of_one_built_once


@pytest.fixture
def command(tmp_path):
    return Command(tmp_path / "home")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A small demonstration, built once for all tests that only look at it."""
    return Command(copy_of_one_built_once(tmp_path_factory, "demonstration", build))


def build(home):
    built = Command(home).run("demo", "--students", 400, "--no-serve")
    assert (built.code, built.out) == (0, ""), built.err


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory):
    command = Command(tmp_path_factory.mktemp("empty-records") / "home")
    told = command.run("load", "absent")
    assert told.code == 3, told.err
    return command


@pytest.fixture
def in_use(command, empty_records):
    """A command whose home has its keys and empty Records already."""
    shutil.copytree(empty_records.home, command.home)
    return command
