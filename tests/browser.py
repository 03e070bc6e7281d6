"""A real Chromium: the system's own, installed where that is possible."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--no-first-run",
]


def find_chromium():
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def get_chromium():
    """The browser's path; as root it is installed where missing, else one command is named."""
    found = find_chromium()
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write("Installing Chromium, which the journeys need.\n")
        subprocess.run(["apt-get", "update", "-qq"], check=True, stdout=sys.stderr)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(install, check=True, stdout=sys.stderr)
        return find_chromium()
    sys.stderr.write("The journeys need Chromium. Run: sudo apt-get install chromium\n")
    raise SystemExit(2)
