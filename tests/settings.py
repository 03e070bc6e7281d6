"""Settings for tests: the product's own, in a home folder of this run."""

import os
import tempfile
from pathlib import Path

# Each of pytest's workers has a home of its own; the processes that it starts share it.
mine = os.environ.get("PYTEST_XDIST_WORKER", "alone")
if os.environ.get("CONVERGENT_TEST_HOME_OF") != mine:
    os.environ["CONVERGENT_HOME"] = tempfile.mkdtemp(prefix="convergent-test-")
    os.environ["CONVERGENT_TEST_HOME_OF"] = mine
os.environ.setdefault("CONVERGENT_DEVELOPMENT", "1")

from convergent.web.settings import *

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in production: threads and other processes see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}

(HOME / "static").mkdir(exist_ok=True)  # WhiteNoise warns of a folder that is missing
