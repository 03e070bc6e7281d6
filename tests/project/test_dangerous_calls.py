"""What no line of ours calls: what runs text, opens objects, asks a shell, or is weak."""

import ast
import re
from pathlib import Path

import pytest

import convergent

pytestmark = pytest.mark.without_records
PACKAGE = Path(convergent.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = [
    path for path in sorted(PACKAGE.rglob("static/js/**/*.js")) if "vendor" not in path.parts
]
RUN_TEXT = {"eval", "exec", "compile", "__import__", "from_string", "Template"}
# Patterns, colours, and our own file of typst: what people wrote comes to it as data.
RUN_WHAT_IS_OURS = {"re.compile", "typst.compile", "RGBColor.from_string"}
OPEN_OBJECTS = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"}
ASK_A_SHELL = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
CIPHERS = {
    "cryptography.exceptions",
    "cryptography.fernet",
    "cryptography.hazmat.primitives",
    "cryptography.hazmat.primitives.asymmetric",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "cryptography.hazmat.primitives.kdf.scrypt",
    "cryptography.x509",
}
# Chance for figures, simulated districts and pauses; no secret hangs on it.
MAY_BE_GUESSED = {"analysis", "demo", "facts"}


def nodes(kind):
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield path.relative_to(PACKAGE), node


def calls():
    for path, node in nodes(ast.Call):
        yield path, ast.unparse(node.func), node


def imported():
    for path, node in nodes(ast.Import | ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((path, one.name) for one in node.names)
        elif node.module == "cryptography":
            yield from ((path, f"cryptography.{one.name}") for one in node.names)
        elif node.level == 0:
            yield path, node.module


@pytest.mark.asvs("1.3.2", "1.3.7")
def test_no_text_is_run_and_no_template_is_made_of_text():
    found = [(str(path), name) for path, name, _ in calls() if name.split(".")[-1] in RUN_TEXT]
    assert {name for _, name in found} == RUN_WHAT_IS_OURS


@pytest.mark.asvs("1.5.2")
def test_no_objects_are_read_out_of_bytes():
    roots = [(str(path), name.split(".")[0]) for path, name in imported()]
    assert [one for one in roots if one[1] in OPEN_OBJECTS] == []


@pytest.mark.asvs("1.2.5")
def test_no_program_is_started_by_a_shell():
    found = list(calls())
    assert [name for _, name, _ in found if name in ASK_A_SHELL] == []
    by_shell = [
        str(path)
        for path, _, node in found
        for one in node.keywords
        if one.arg == "shell" and ast.unparse(one.value) != "False"
    ]
    assert by_shell == []


@pytest.mark.asvs("11.4.1", "11.4.3")
def test_hashes_are_strong():
    named = {
        ast.unparse(node)
        for _, node in nodes(ast.Attribute)
        if ast.unparse(node.value) == "hashlib"
    }
    assert named == {"hashlib.sha256", "hashlib.file_digest"}
    digests = {
        ast.unparse(node.args[1]) for _, name, node in calls() if name == "hashlib.file_digest"
    }
    assert digests == {"'sha256'"}


@pytest.mark.asvs("11.2.1", "11.3.1", "11.3.2")
def test_ciphers_are_those_of_one_library_each_with_its_seal():
    """Fernet is AES-128 in CBC with HMAC-SHA-256; the others are AES-GCM and ChaCha20-Poly1305."""
    used = {name for _, name in imported() if name.startswith("cryptography")}
    assert used - CIPHERS == set()
    aead = {
        one.name
        for _, node in nodes(ast.ImportFrom)
        if node.module == "cryptography.hazmat.primitives.ciphers.aead"
        for one in node.names
    }
    assert aead == {"AESGCM", "ChaCha20Poly1305"}


@pytest.mark.asvs("11.5.1")
def test_no_secret_is_drawn_by_chance_that_can_be_guessed():
    found = {path.parts[0] for path, name in imported() if name == "random"}
    assert found <= MAY_BE_GUESSED


@pytest.mark.asvs("12.3.2")
def test_no_certificate_is_taken_unseen():
    lax = [
        str(path)
        for path, _, node in calls()
        for one in node.keywords
        if one.arg in {"verify", "check_hostname"} and ast.unparse(one.value) == "False"
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert (lax, "CERT_NONE" in text, "_create_unverified_context" in text) == ([], False, False)


@pytest.mark.asvs("1.3.2", "3.2.2", "3.5.5")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_runs_no_text_and_hears_no_other_window(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\beval\(|new Function|document\.write|postMessage|__proto__", text) == []
    # The palette shows a part of a page that the server has drawn; all others write text.
    makes_html = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML", text)
    assert makes_html == (["innerHTML"] if path.name == "palette.js" else [])
