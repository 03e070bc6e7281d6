"""`./dev docs`: writes the generated pages anew, and with `--screenshots` the pictures too."""

import argparse
import os
import sys
import tempfile

from docs.generated import generated


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev docs", description=__doc__)
    parser.add_argument("--screenshots", action="store_true", help="take the pictures anew")
    chosen = parser.parse_args(arguments)
    changed = [path for path, text in generated().items() if write(path, text)]
    for path in changed:
        say(f"wrote {path.name}")
    say(f"{len(changed)} generated pages changed.")
    if chosen.screenshots:
        from docs.screenshots import take_screenshots

        take_screenshots(say)


def write(path, text):
    """Whether the file is another one now."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def say(sentence):
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["CONVERGENT_HOME"] = home
        os.environ["DATABASE_URL"] = ""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convergent.web.settings")
        import django

        django.setup()
        main(sys.argv[1:])
