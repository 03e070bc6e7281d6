"""The real worker in a process of its own, knowing the tests' kinds: threads, silence, sweep."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.jobs import example_kinds  # noqa: F401 - declares them

    from convergent.jobs.pace import Pace
    from convergent.jobs.worker import work

    threads, silence, sweep = sys.argv[1:]
    work(int(threads), pace=Pace(beat=0.2, silence=float(silence), sweep=float(sweep), grace=5))
