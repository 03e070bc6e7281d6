"""`python -m tests.bench NAME [ARGS]`: one benchmark; a JSON object on standard output."""

import importlib
import sys
from pathlib import Path


def main(arguments):
    names = sorted(
        file.stem.replace("_", "-")
        for file in Path(__file__).parent.glob("*.py")
        if not file.stem.startswith("_")
    )
    if not arguments or arguments[0] not in names:
        sys.stderr.write(f"Name one benchmark: {', '.join(names)}\n")
        raise SystemExit(2)
    name, *sys.argv[1:] = arguments
    importlib.import_module(f"tests.bench.{name.replace('-', '_')}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
