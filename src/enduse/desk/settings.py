"""Django's settings; what differs from one desk to the next comes from the environment.

`docs/reference/desk-settings.md` lists the variables. Nothing here writes a file: keys and
folders are made by `enduse serve`.
"""

from pathlib import Path
from typing import Any

import dj_database_url

from enduse.desk import environment, keys, single_sign_on

# Where things lie
DATA_DIR = environment.folder("ENDUSE_DESK_DIR") or Path("enduse-desk")
KEYS_DIR = DATA_DIR / "keys"
EVIDENCE_DIR = DATA_DIR / "evidence"
CORE_DATA_DIR = environment.folder("ENDUSE_DATA_DIR")
RULE_PACK_DIR = environment.folder("ENDUSE_PACK_DIR")

# What kind of desk this is, and how it is reached
DEMO = environment.switch("ENDUSE_DEMO", default=False)
DEBUG = environment.switch("ENDUSE_DEBUG", default=False)
SECRET_KEY = keys.session_key(KEYS_DIR)
ALLOWED_HOSTS = environment.words("ENDUSE_HOSTS", "localhost,127.0.0.1,[::1]")
TLS = environment.switch("ENDUSE_TLS", default=False)
CSRF_TRUSTED_ORIGINS = environment.words("ENDUSE_TRUSTED_ORIGINS")
TRUSTED_PROXY = environment.text("ENDUSE_PROXY")
RETENTION_YEARS = environment.number("ENDUSE_RETENTION_YEARS", 10)
METRICS_TOKEN = environment.text("ENDUSE_METRICS_TOKEN")
MAX_UPLOAD_BYTES = environment.number("ENDUSE_MAX_UPLOAD_MB", 50) * 2**20
API_CALLS_A_MINUTE = environment.number("ENDUSE_API_CALLS_A_MINUTE", 600)  # of one token
WEBHOOKS_MAY_BE_PRIVATE = environment.switch("ENDUSE_WEBHOOKS_PRIVATE", default=False)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20  # of a form; its files do not count
FILE_UPLOAD_HANDLERS = [
    "enduse.desk.evidence.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

INSTALLED_APPS = [
    # Ours first: their templates win over those of the apps below
    "enduse.desk",
    "enduse.desk.pages",
    "enduse.desk.accounts",
    "enduse.desk.record",
    "enduse.desk.jobs",
    "enduse.desk.registers",
    "enduse.desk.cases",
    "enduse.desk.evidence",
    "enduse.desk.matches",
    "enduse.desk.decisions",
    "enduse.desk.grievances",
    "enduse.desk.work",
    "enduse.desk.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]

MIDDLEWARE = [
    "enduse.desk.grievances.public.apart.SpeakApart",  # before all: no session, no log, no figure
    "enduse.desk.middleware.Watch",
    "enduse.desk.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "enduse.desk.accounts.middleware.SessionRules",
    "enduse.desk.accounts.middleware.SecondFactorRequired",
    "enduse.desk.pages.errors.PlainErrors",
]
CSRF_FAILURE_VIEW = "enduse.desk.pages.errors.form_expired"

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
                "enduse.desk.pages.context.shell",
            ],
        },
    }
]

FORM_RENDERER = "enduse.desk.pages.forms.DeskRenderer"

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
ACCOUNT_ADAPTER = "enduse.desk.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # an invitation verifies the address it was sent to
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"

# The second factor
MFA_REQUIRED = environment.switch("ENDUSE_MFA_REQUIRED", default=not DEMO)
MFA_ADAPTER = "enduse.desk.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = environment.text("ENDUSE_NAME", "enduse desk")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS  # browsers allow it on localhost only

# Single sign-on, if the environment names an identity provider
SOCIALACCOUNT_ADAPTER = "enduse.desk.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = single_sign_on.providers()
INSTALLED_APPS += [f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS]
SSO_ORIGINS = single_sign_on.origins()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SSO_SIGNUP = environment.switch("ENDUSE_SSO_SIGNUP", default=False)
SSO_IS_SECOND_FACTOR = environment.switch("ENDUSE_SSO_IS_SECOND_FACTOR", default=True)

# Sessions end after a pause, and after a working day
SESSION_COOKIE_AGE = environment.number("ENDUSE_SESSION_HOURS", 12) * 3600
SESSION_IDLE_SECONDS = environment.number("ENDUSE_IDLE_MINUTES", 60) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-enduse" if TLS else "enduse"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^(health|ready|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_REFERRER_POLICY = "same-origin"

# Mail carries no content; without a server it goes nowhere, and `enduse desk check` says so
EMAIL_HOST = environment.text("ENDUSE_MAIL_HOST")
EMAIL_PORT = environment.number("ENDUSE_MAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("ENDUSE_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("ENDUSE_MAIL_PASSWORD")
EMAIL_USE_TLS = environment.switch("ENDUSE_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("ENDUSE_MAIL_FROM", "desk@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"

# What pages say and in which tongue
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # files are served from the package: nothing to collect

# Jobs: the database is the queue
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
PERIODIC_JOBS = {
    "enduse.desk.grievances.tasks.daily": 24 * 3600,
    "enduse.desk.record.tasks.sign_the_record": 24 * 3600,
    "enduse.desk.accounts.tasks.forget_what_expired": 24 * 3600,
    "enduse.desk.api.tasks.forget": 24 * 3600,
}
"""Tasks that run by the clock, and after how many seconds again."""

# What is logged: JSON on standard error, one line a request, nothing that names a person
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "enduse.desk.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": environment.text("ENDUSE_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # a refused request is in the request log
    },
}
