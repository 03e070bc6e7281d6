"""Making the home folder ready, and serving the application."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

from convergent.cli.django import ready
from convergent.configuration import read_configuration
from convergent.errors import WrongSetting
from convergent.parent import ENDS_WITH
from convergent.records.home import hold, only_one, open_to_others, prepare_home
from convergent.upkeep.switching import refuse_half_restored

SECONDS_TO_END = 5


def prepare(*, holds: bool = True) -> None:
    """Records and static files brought up to this version; of two processes one does it. Nothing is
    restored meanwhile, save that who is alone here anyway does not hold what others would share.
    """
    home = read_configuration().home
    prepare_home(home)
    for folder in open_to_others(home):
        _say(f"Others on this machine may look into {folder}. Close it: chmod 700 {folder}")
    if holds:
        hold(home)
    with only_one(home, "prepare"):
        refuse_half_restored(home)
        ready()
        from django.core.management import call_command

        from convergent.cli.trouble import refuse_unreachable_records
        from convergent.records.private_text import refuse_wrong_key
        from convergent.search.actions import rebuild_if_older

        refuse_unreachable_records()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("clearsessions", verbosity=0)
        refuse_wrong_key()
        rebuild_if_older()
        _collect_static(home)


def _collect_static(home: Path) -> None:
    """Once for each state of the files that are served; an interrupted one is done again."""
    from django.core.management import call_command

    state, stamp = _state_of_static(), home / "static.collected"
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state, encoding="ascii")


def _state_of_static() -> str:
    """A hash of what is served. Times do not do: those of an installed wheel may never change."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path}\0".encode())
            with storage.open(path) as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def serve_application(*, port: int | None, demo: bool = False, worker: bool = True) -> None:
    """Serves until interrupted, with a worker beside it unless told that one runs elsewhere."""
    configuration = read_configuration()
    host, port = refuse_busy(port, demo=demo)
    prepare()
    _refuse_repository(configuration.home)
    _say(f"Convergent is ready: {_address(host, port)}  (Ctrl-C stops it)")
    if not worker:
        _say("No worker runs beside it. Loads and e-mail wait until one runs: convergent worker")
    os.environ[ENDS_WITH] = str(os.getpid())
    beside = [subprocess.Popen([sys.executable, "-m", "convergent", "worker"])] if worker else []
    try:
        _granian(host, port, workers=configuration.web_workers)
    finally:
        for process in beside:
            process.terminate()
            process.wait(timeout=30)


def _address(host: str, port: int) -> str:
    """A passkey belongs to a name: on this machine, to localhost."""
    name = "localhost" if host in {"127.0.0.1", "::1"} else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _granian(host: str, port: int, *, workers: int) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convergent.web.settings")
    Server(
        "convergent.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        # One that is stopped while it starts may miss the signal, and would be waited for for ever.
        workers_kill_timeout=SECONDS_TO_END,
        log_enabled=False,
    ).serve()


def refuse_busy(port: int | None, *, demo: bool = False) -> tuple[str, int]:
    """The address to listen on; raises WrongSetting if it cannot be had."""
    configuration = read_configuration()
    port = port or configuration.port
    host = "127.0.0.1" if demo else configuration.host
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            reason = (problem.strerror or "it is taken").lower()
            raise WrongSetting(
                f"Port {port} on {host} cannot be used: {reason}.",
                "Stop what uses it, or choose another: --port 8001.",
            ) from None
    return host, port


def _refuse_repository(home: Path) -> None:
    """A district's own home lies outside the source: a clean-up there would take it along."""
    from convergent.people.installation import is_demo

    if not is_demo() and any((folder / ".git").exists() for folder in (home, *home.parents)):
        raise WrongSetting(
            f"The home folder {home} lies inside a source repository.",
            "Set CONVERGENT_HOME to a folder outside it, such as /var/lib/convergent.",
        )


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
