"""`./dev lint`: style, types and layers. Every tool runs; one that fails makes the whole fail."""

import subprocess
import sys
from pathlib import Path

TOOLS = (
    ("ruff", "check", "--quiet"),
    ("ruff", "format", "--check", "--quiet"),
    ("mypy",),
    ("lint-imports", "--no-logo"),
)


def main():
    programs = Path(sys.executable).parent
    codes = []
    for name, *arguments in TOOLS:
        sys.stderr.write(f"== {name} {' '.join(arguments)}\n")
        sys.stderr.flush()
        codes.append(subprocess.run([programs / name, *arguments]).returncode)
    raise SystemExit(max(codes))


if __name__ == "__main__":
    main()
