"""How Django is set up, from the options of the installation.

A module of settings is read once, at start. Nothing here creates a folder, a key or a connection:
:func:`concord_site.config.prepare` does, when a command asks for it.
"""

from __future__ import annotations

import locale
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from concord.vocabulary.languages import LANGUAGES as LANGUAGE_CODES
from concord.vocabulary.languages import NATIVE_NAMES
from concord_site import config as installation
from concord_site.shell import database

CONCORD = installation.load()

# ---- rooms -------------------------------------------------------------------------------------------------------
#: The site's rooms, top to bottom. Each is installed where its package exists; its pages stand under its own name.
ROOMS = (
    "public", "programme", "publishing", "evidence", "agreements", "reporting", "consultations", "registers", "mds",
    "accounts", "audit", "shell",
)  # fmt: skip
ROOMS_PRESENT = tuple(
    room for room in ROOMS if (spec := find_spec(f"concord_site.{room}")) is not None and spec.origin is not None
)

INSTALLED_APPS = [
    *(f"concord_site.{room}" for room in ROOMS_PRESENT),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "concord_site.shell.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "concord_site.accounts.middleware.EndedMemberships",
    "concord_site.accounts.middleware.SecondFactor",
    "concord_site.shell.middleware.Refusals",
]

ROOT_URLCONF = "concord_site.urls"
WSGI_APPLICATION = "concord_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # template_partials adds its own loader to this
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *(["concord_site.shell.pages.context"] if find_spec("concord_site.shell.pages") is not None else []),
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---- memory ------------------------------------------------------------------------------------------------------
SQLITE_VERSION = database.choose_sqlite()
DATABASES = {
    "default": database.postgres(CONCORD.database)
    if CONCORD.database
    else database.sqlite(CONCORD.database_file, SQLITE_VERSION)
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
# Failed sign-ins and used one-time codes are counted where every server process sees them; how often a program asks is
# counted in each process by itself, since that is asked at every call.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(CONCORD.folder / "counters"),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}

# ---- languages ---------------------------------------------------------------------------------------------------
# Addresses say /zh/ as the United Nations does; Django and its companions keep their Chinese wording under zh_Hans.
LANG_INFO.setdefault("zh", {"bidi": False, "code": "zh", "name": "Chinese", "name_local": NATIVE_NAMES["zh"]})
locale.locale_alias["zh"] = "zh_Hans.UTF-8"
LANGUAGE_CODE = "en"
LANGUAGES = [(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES]
LANGUAGE_COOKIE_NAME = "concord_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = CONCORD.is_https
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# ---- static files ------------------------------------------------------------------------------------------------
# Served from the packages themselves until `serve` has collected them, with digests in their names and compressed.
STATIC_URL = "/static/"
STATIC_ROOT = CONCORD.static
_IS_COLLECTED = (CONCORD.static / "staticfiles.json").is_file()
WHITENOISE_USE_FINDERS = not _IS_COLLECTED
WHITENOISE_AUTOREFRESH = not _IS_COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is stored but through shell.files
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# ---- security ----------------------------------------------------------------------------------------------------
SECRET_KEY = installation.secret_key(CONCORD)
DEBUG = CONCORD.debug
ALLOWED_HOSTS = [CONCORD.host, *CONCORD.hosts, *(["localhost", "127.0.0.1", "[::1]"] if not CONCORD.is_https else [])]
CSRF_TRUSTED_ORIGINS = [CONCORD.address]
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = CONCORD.is_https
CSRF_FAILURE_VIEW = "concord_site.shell.problems.forged"
SESSION_COOKIE_AGE = int(timedelta(hours=CONCORD.session_hours).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CONCORD.is_https
SESSION_COOKIE_NAME = "__Host-session" if CONCORD.is_https else "concord_session"
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CONCORD.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONCORD.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONCORD.proxy else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "concord_site.agreements.uploading.SealedUploads",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# ---- people ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "concord_site.accounts.passwords.NotBreached"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:profile"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "concord_site.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # one length for everybody: session_hours
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONCORD.is_https else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONCORD.proxy else 0
MFA_ADAPTER = "concord_site.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Concord"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONCORD.is_https
USERSESSIONS_TRACK_ACTIVITY = False  # a write on every page; accounts.middleware notes it every ten minutes
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a new address is confirmed by its own link before it replaces the old one

# ---- mail and log ------------------------------------------------------------------------------------------------
EMAIL_BACKEND = (
    "django.core.mail.backends.locmem.EmailBackend"  # mail leaves through shell.outbox, which asks CONCORD.mail
)
DEFAULT_FROM_EMAIL = CONCORD.sender
SERVER_EMAIL = CONCORD.sender
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": CONCORD.log_level.upper()},
    "loggers": {"django.request": {"level": "CRITICAL"}, "django_tasks": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
