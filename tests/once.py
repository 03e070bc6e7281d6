"""What takes long to build is built once in a run, by whichever worker comes first."""

import fcntl
import os
import shutil


def copy_of_one_built_once(tmp_path_factory, name, build):
    """A folder of this worker's own, with what `build(folder)` made for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    built, own = shared / f"{name}-built", tmp_path_factory.mktemp(name) / "home"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            unfinished = shared / f"{name}-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            build(unfinished)
            unfinished.rename(built)
    return shutil.copytree(built, own, symlinks=True)
