"""The pages, and parts of pages, that follow from the code. Django is set up before."""

import re
from pathlib import Path

import typer
from django.apps import apps

from convergent.cli.main import app
from convergent.configuration import SETTINGS
from convergent.demo.cast import CAST
from convergent.records.privacy import Privacy
from docs import asvs_page, layouts_page, measures_page, oneroster_page
from docs.forms import forms_page

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs/reference"
MADE = "<!-- Made by ./dev docs. Change the code, not this page. -->\n"
PARTS = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def generated():
    """Every generated file with its text as it should be now."""
    pages = {
        REFERENCE / "settings.md": MADE + settings_page(),
        REFERENCE / "cli.md": MADE + cli_page(),
        REFERENCE / "privacy.md": MADE + privacy_page(),
        REFERENCE / "layouts.md": MADE + layouts_page.page(table),
        REFERENCE / "forms.md": MADE + forms_page(table),
        REFERENCE / "measures.md": MADE + measures_page.page(table),
        REFERENCE / "asvs.md": MADE + asvs_page.page(table),
    }
    partly = {path: with_parts(path) for path in (ROOT / "README.md", REFERENCE / "oneroster.md")}
    return pages | partly


def with_parts(path):
    """The page with each of its generated parts made anew."""
    makers = {"cast": cast_table, "columns": lambda: oneroster_page.column_tables(table)}
    text = path.read_text(encoding="utf-8")
    return PARTS.sub(lambda part: f"{part[1]}{makers[part[2]]()}{part[3]}", text)


def table(heading, rows):
    lines = [heading, ["---"] * len(heading), *rows]
    return "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def cell(text):
    return " ".join(str(text).split()).replace("|", "\\|")


def cast_table():
    rows = [(f"{one.given} {one.family}", one.title, one.this_week) for one in CAST]
    return table(("Sign in as", "Role", "This week"), rows)


SETTINGS_HEAD = """\
# Settings

Everything that an installation can be told. Each setting is looked for in this order:

1. the environment variable;
2. the file `convergent.toml` in the home folder;
3. the default.

The home folder is where everything lies that a district owns: the database, the loaded snapshots,
the keys, the messages that could not be sent. The variable `CONVERGENT_HOME` names it. Without that
variable it is `var` in the folder where the command is started. In production, put it outside the
program's own folder.

A wrong value, or a name that is not listed here, stops the start with one sentence that says what
to mend.

"""
SETTINGS_TAIL = """
A file for a small district:

```toml
public_url = "https://convergent.district.example"
time_zone = "America/Chicago"
language = "en"
mail = "smtp://convergent:password@mail.district.example:587"
mail_from = "convergent@district.example"
```

`oidc` and `saml` are written as tables in the file only:
[How to sign in with OpenID Connect or SAML](../how-to/sign-in-with-oidc-or-saml.md).

One more variable is for those who work on the program: `PYTHON` names the Python that `./dev`
starts from. Where `.venv` was made with another one, it is made anew.
"""


def settings_page():
    rows = [(f"`{one.name}`", variable_of(one), default_of(one), one.meaning) for one in SETTINGS]
    heading = ("In the file", "Environment variable", "Default", "What it says")
    return SETTINGS_HEAD + table(heading, rows) + SETTINGS_TAIL


def variable_of(setting):
    """A list of tables cannot be written into a variable."""
    return "in the file only" if setting.default == () else f"`{setting.environment}`"


def default_of(setting):
    match setting.default:
        case "" | () | frozenset():
            return "none"
        case (int(month), int(day)):
            return f"`{month:02}-{day:02}`"
    return f"`{setting.default}`"


CLI_HEAD = """\
# The command line

The command is `convergent`. In a clone it is `./dev run`, which runs it in the project's own
environment.

- Answers go to standard output. Progress and messages go to standard error.
- `--json` prints one JSON object to standard output, and nothing else.
- A verb that is not built yet says in which version it comes, and ends with 2.

| Exit code | Meaning |
| --- | --- |
| 0 | done |
| 1 | a mistake of ours; the traceback says where |
| 2 | the command, a setting or the machine is in the way |
| 3 | what was handed in cannot be used; each error says where and what to do |
| 4 | held until a person approves |
| 5 | not allowed |
"""


def cli_page():
    built, later = [], []
    for name, command in commands(typer.main.get_command(app), "convergent"):
        (later if "Comes in version" in (command.help or "") else built).append((name, command))
    rows = [(f"`{name}`", *split_help(command)) for name, command in later]
    parts = [CLI_HEAD, *(described(name, command) for name, command in built)]
    parts.append("\n## Not built yet\n\n" + table(("Verb", "What it will do", "Version"), rows))
    return "".join(parts)


def commands(group, name):
    """Every verb below the group, with its whole name."""
    for word, command in group.commands.items():
        whole = f"{name} {word}"
        if hasattr(command, "commands"):
            yield from commands(command, whole)
        else:
            yield whole, command


def split_help(command):
    about, _, version = command.help.partition(" Comes in version ")
    return about, version.rstrip(".")


def described(name, command):
    rows = [(spelling(one), one.help or "", default(one)) for one in command.params]
    shown = [row for row in rows if row[1]]
    text = f"\n## `{name}`\n\n{' '.join(command.help.split())}\n"
    return text + ("\n" + table(("Option", "What it says", "Default"), shown) if shown else "")


def spelling(parameter):
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}{'…' if parameter.nargs == -1 else ''}`"
    return " ".join(f"`{word}`" for word in [*parameter.opts, *parameter.secondary_opts])


def default(parameter):
    if parameter.required:
        return "needed"
    if parameter.default in (None, False, ""):
        return ""
    return "yes" if parameter.default is True else f"`{parameter.default}`"


PRIVACY_MEANS = {
    Privacy.PUBLIC: "may stand on a public page",
    Privacy.STAFF: "whoever works in the district",
    Privacy.PERSONAL: "the person, and those who are responsible for the record",
    Privacy.PRIVATE: "encrypted; the readers are named beside the field",
    Privacy.SECRET: "credentials; shown to nobody",
    Privacy.TECHNICAL: "keys, versions, marks of time",
}
PRIVACY_HEAD = """\
# How private each field is

Every field that Convergent stores has a class, declared beside the field. A field without one fails
the tests.

"""
PRIVACY_MORE = """
The class says how far a field may ever go. Who sees a single record is decided by the rules of
access: [Who may see and do what](access.md).

Two kinds of store are not listed here. The libraries for sign-in keep sessions, passkeys and second
factors in tables of their own; all of that counts as secret. What a district exports (students,
classes, results) never enters these tables: it stays in the snapshots of facts.
"""


def privacy_page():
    classes = [(f"**{one}**", PRIVACY_MEANS[one]) for one in Privacy]
    text = PRIVACY_HEAD + table(("Class", "Who may see it"), classes) + PRIVACY_MORE
    for config in apps.get_app_configs():
        if config.name.startswith("convergent."):
            text += "".join(model_section(config, model) for model in config.get_models())
    return text


def model_section(config, model):
    text = f"\n## {config.label}: {model.__name__}\n\n{' '.join(model.__doc__.split())}\n\n"
    rows = [(f"`{one.name}`", model.privacy[one.name], one.help_text) for one in model._meta.fields]
    return text + table(("Field", "Class", "Note"), rows)
