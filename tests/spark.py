"""Spark for the test of engines: Java from the system, PySpark from its lock file."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = "requirements-spark.txt"
JAVA = "default-jre-headless"


def missing_for_spark():
    """The commands that would install what is not here."""
    commands = []
    if not shutil.which("java"):
        commands.append(f"sudo apt-get install {JAVA}")
    if importlib.util.find_spec("pyspark") is None:
        commands.append(f".venv/bin/uv pip install --require-hashes -r {LOCK}")
    return commands


def get_spark():
    """Installs what is missing: Java as root alone, else its command is named."""
    if not shutil.which("java"):
        _get_java()
    if importlib.util.find_spec("pyspark") is None:
        sys.stderr.write("Installing Spark, by which measures are worked out once more.\n")
        program = Path(sys.executable).with_name("uv")
        install = ["pip", "install", "-q", "--python", sys.executable, "--require-hashes", "-r"]
        _run(program, *install, ROOT / LOCK)


def _get_java():
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write("Installing Java, which Spark needs.\n")
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", JAVA)
    else:
        sys.stderr.write(f"Spark needs Java. Run: sudo apt-get install {JAVA}\n")


def _run(*command):
    subprocess.run(command, check=True, stdout=sys.stderr)
