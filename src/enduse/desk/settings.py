"""Django's settings; what differs from one desk to the next comes from the environment.

`docs/reference/desk-settings.md` lists the variables. Nothing here writes a file: keys and
folders are made by `enduse serve`.
"""

import base64
from pathlib import Path
from typing import Any

import dj_database_url

from enduse.desk import environment, keys

# Where things lie
DATA_DIR = environment.folder("ENDUSE_DESK_DIR") or Path("enduse-desk")
KEYS_DIR = DATA_DIR / "keys"
EVIDENCE_DIR = DATA_DIR / "evidence"
CORE_DATA_DIR = environment.folder("ENDUSE_DATA_DIR")
RULE_PACK_DIR = environment.folder("ENDUSE_PACK_DIR")

# What kind of desk this is
DEMO = environment.switch("ENDUSE_DEMO", default=False)
DEBUG = environment.switch("ENDUSE_DEBUG", default=False)
SECRET_KEY = base64.b64encode(keys.key_or_passing(KEYS_DIR, keys.SESSION)).decode()
ALLOWED_HOSTS = environment.words("ENDUSE_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("ENDUSE_TRUSTED_ORIGINS")
TLS = environment.switch("ENDUSE_TLS", default=False)
METRICS_TOKEN = environment.text("ENDUSE_METRICS_TOKEN")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "enduse.desk.pages",
    "enduse.desk.accounts",
    "enduse.desk.record",
    "enduse.desk.jobs",
    "enduse.desk.registers",
    "enduse.desk.cases",
    "enduse.desk.evidence",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "enduse.desk.urls"
WSGI_APPLICATION = "enduse.desk.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# The database: SQLite in the data folder, or what DATABASE_URL names
_SQLITE_OPTIONS = {
    # A writer takes its lock when its transaction begins, and waits for it: without this,
    # two transactions that read and then write meet "database is locked" at once.
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
    ),
}


def _database() -> dict[str, Any]:
    url = environment.text("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "desk.sqlite3",
            "OPTIONS": _SQLITE_OPTIONS,
        }
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = _SQLITE_OPTIONS
    return {**found, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Who may enter
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None

# What pages say and in which tongue
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"

# Jobs: the database is the queue
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
