"""One home folder for each test, and one small demonstration for all of them."""

import shutil

import pytest

from tests.cli.command import Command


@pytest.fixture
def command(tmp_path):
    return Command(tmp_path / "home")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A small demonstration, built once for all tests that only look at it."""
    command = Command(tmp_path_factory.mktemp("demonstration") / "home")
    built = command.run("demo", "--students", 400, "--no-serve")
    assert (built.code, built.out) == (0, ""), built.err
    return command


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
