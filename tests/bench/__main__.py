"""`python -m tests.bench NAME`: one benchmark; a JSON object on standard output."""

import importlib
import sys
from pathlib import Path


def main(arguments):
    names = sorted(
        file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("_")
    )
    if len(arguments) != 1 or arguments[0] not in names:
        sys.stderr.write(f"Name one benchmark: {', '.join(names)}\n")
        raise SystemExit(2)
    importlib.import_module(f"tests.bench.{arguments[0]}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
