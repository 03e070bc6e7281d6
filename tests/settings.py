"""Settings for tests: the product's own, in a home folder of this run."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("CONVERGENT_HOME", tempfile.mkdtemp(prefix="convergent-test-"))
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
