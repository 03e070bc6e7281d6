"""Django's settings, worked out from the configuration of one installation."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from convergent.configuration import LANGUAGES as NAMES_OF_LANGUAGES
from convergent.configuration import read_configuration
from convergent.records.home import SECRET_FILE, prepare_home
from convergent.web.library_routes import LIBRARY_ROUTES as LIBRARY_ROUTES
from convergent.web.sign_in.settings import sign_in_settings

CONFIGURATION = read_configuration()
HOME = CONFIGURATION.home
KEYS_FOLDER = CONFIGURATION.keys
prepare_home(HOME)
SECRET_KEY = (KEYS_FOLDER / SECRET_FILE).read_text(encoding="ascii").strip()

DEBUG = False
DEVELOPMENT = CONFIGURATION.development
_public = urlsplit(CONFIGURATION.public_url)
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *([_public.hostname] if _public.hostname else []),
]
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.public_url] if _public.hostname else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "convergent.records",
    "convergent.audit",
    "convergent.jobs",
    "convergent.outbox",
    "convergent.people",
    "convergent.search",
    "convergent.asking",
    "convergent.trust",
    "convergent.releases",
    "convergent.loads",
    "convergent.learning",
    "convergent.priorities",
    "convergent.publish",
    "convergent.upkeep",
    "convergent.practice",
    "convergent.support",
    "convergent.evidence",
    "convergent.web",
    "convergent.web.sign_in",
]

MIDDLEWARE = [
    "convergent.web.slow.slow_pages",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "convergent.web.nul.no_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "convergent.people.middleware.person_of_request",
    "convergent.people.middleware.closed_by_default",
    "convergent.web.sign_in.second_factor.SecondFactor",
]

ROOT_URLCONF = "convergent.web.urls"
WSGI_APPLICATION = "convergent.web.wsgi.application"
AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "convergent.web.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],  # before those of the libraries
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "convergent.web.frame.frame",
            ],
            "builtins": ["convergent.web.templatetags.components"],
        },
    }
]


def _database(address: str) -> dict[str, object]:
    if not address:
        return {"ENGINE": "convergent.records.sqlite", "NAME": str(HOME / "records.sqlite3")}
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(CONFIGURATION.database_url)}

LANGUAGE_CODE = CONFIGURATION.language
LANGUAGES = list(NAMES_OF_LANGUAGES.items())
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
FORMAT_MODULE_PATH = "convergent.locale"
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIGURATION.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "convergent.web.static_files.Storage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_TEMP_DIR = HOME / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "convergent.loads.upload_handler.OnlyWhereTaken",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_TLS = _public.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _TLS
# A browser takes a name that begins so from this very host alone, and sends it by TLS alone.
SESSION_COOKIE_NAME = "__Host-session" if _TLS else "sessionid"
LANGUAGE_COOKIE_NAME = "__Host-language" if _TLS else "django_language"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SESSION_COOKIE_AGE = CONFIGURATION.session_hours * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "convergent.web.views.errors.expired"

_mail = urlsplit(CONFIGURATION.mail)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _mail.hostname
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp" and _mail.port == 587
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = CONFIGURATION.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "convergent.web.logs.PlainLine"},
        "json": {"()": "convergent.web.logs.JsonLine"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": CONFIGURATION.log_lines}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "convergent": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
    },
}

globals().update(sign_in_settings(CONFIGURATION))
