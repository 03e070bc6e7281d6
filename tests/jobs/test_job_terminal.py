from io import StringIO

from rich.console import Console

from convergent.jobs.models import State
from convergent.jobs.queries import Progress, time_left
from convergent.jobs.terminal import progress_on_terminal


def progress(stage, share, state=State.RUNNING, problem=""):
    return Progress("Loading exports", stage, share, None, state, True, problem)


def test_plain_lines_where_it_is_no_terminal():
    written = StringIO()
    with progress_on_terminal(Console(file=written)) as show:
        show(progress("", None, State.WAITING))
        show(progress("reading [users]", 0))
        show(progress("reading [users]", 4))
        show(progress("reading [users]", 12))
        show(progress("", 100, State.DONE))

    assert written.getvalue().splitlines() == [
        "Loading exports: waiting for a worker",
        "Loading exports: reading [users] 0 %",
        "Loading exports: reading [users] 12 %",
        "Loading exports: done 100 %",
    ]


def test_nothing_is_written_to_standard_output(capsys):
    with progress_on_terminal() as show:
        show(progress("", 40, State.FAILED, "Row 3 has no school."))

    written = capsys.readouterr()
    assert written.out == ""
    assert written.err == "Loading exports: Row 3 has no school. 40 %\n"


def test_a_bar_on_a_terminal():
    written = StringIO()
    console = Console(file=written, force_terminal=True, width=100)
    with progress_on_terminal(console) as show:
        show(progress("reading", 50))

    assert "Loading exports: reading" in written.getvalue()
    assert "50%" in written.getvalue()


def test_time_left_in_words():
    assert [time_left(None), time_left(20), time_left(60), time_left(170)] == [
        "",
        "less than a minute left",
        "about one minute left",
        "about 3 minutes left",
    ]
