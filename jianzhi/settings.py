"""Settings of the portal, all from the environment.

`JIANZHI_MODE` is `production` unless said otherwise; there nothing has a default that would be unsafe: without
SECRET_KEY, DATABASE_URL, REDIS_URL and the vault's keys the process does not start. `demo` (./portal up) and `test`
(./portal test) get theirs from the launcher, freshly made.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env.str("JIANZHI_MODE", default="production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"JIANZHI_MODE must be production, demo or test, not {MODE!r}")
DEMO = MODE == "demo"
TESTING = MODE == "test"
HTTPS = env.bool("HTTPS", default=MODE == "production")

FEDERATION_NAME = env.str("FEDERATION_NAME", default="建德市总工会")
PORTAL_NAME = "建职"

# --- the process ------------------------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if MODE == "production" else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "jianzhi.urls"
WSGI_APPLICATION = "jianzhi.wsgi.application"
DATA_DIR = Path(env.str("JIANZHI_DATA", default=str(BASE_DIR / ".data")))

# An upload stays in memory and is kept sealed: Django's other way is a readable file in the temporary folder
# (promises.md B13). Of a request that is larger the files are dropped. The size is for who is not signed in: the photos
# of the public form, 3 × 5 MiB (promises.md H3); staff may send a sheet as large as is read.
FILE_UPLOAD_HANDLERS = ["desk.sheets.uploads.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 17 * 1024 * 1024
SHEET_LIMITS = {"seconds": 60}  # of the clock; a busy machine takes its time, and the processor's is limited as well

INSTALLED_APPS = [
    "jianzhi.year_end",
    "jianzhi",
    "competitions",
    "members",
    "unions",
    "desk.cases",
    "desk.registers",
    "desk.sheets",
    "desk.papers",
    "desk.jobs",
    "desk.notices",
    "desk.vault",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.forms",  # FORM_RENDERER looks for widgets among the apps
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pghistory",
    "pgtrigger",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_tables2",
    "django_filters",
    "import_export",
    "csp",
]

MIDDLEWARE = [
    "desk.cases.public.door.FloodMiddleware",  # before anything that costs
    "jianzhi.sign_in.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a page that does not say it is public is not
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jianzhi.sign_in.middleware.DoorMiddleware",
    "jianzhi.sign_in.gate.AttemptMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "desk.vault.middleware.HistoryMiddleware",
    "desk.vault.middleware.ScopeMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # template_partials wraps the loaders itself only when it is the last to touch them; said here, it stays said.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jianzhi.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- PostgreSQL: two roles, one database (docs/decisions/0002-scope-in-the-database.md) ---------------------------------
_KEEP_OPEN = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
# pgtrigger asks in every trigger which triggers are switched off. Without an answer (none are) that fails inside each
# time, and what fails inside goes through all that is still to be checked at the end of the transaction: the more rows
# it has written, the slower the next one.
_NONE_IGNORED = "-c pgtrigger.ignore={}"


# Of the statements that ask for it (desk/cases/public/writing.py); Django's own are never prepared.
_PREPARED_AFTER = 5


def _database(address: dict[str, Any]) -> dict[str, Any]:
    given = address.get("OPTIONS", {})
    options = f"{given.get('options', '')} {_NONE_IGNORED}".strip()
    return {
        **address,
        "ENGINE": "desk.vault.postgresql",
        "OPTIONS": {**given, "options": options, "prepare_threshold": _PREPARED_AFTER},
    }


DATABASES = {
    "default": {**_database(env.db_url("DATABASE_URL")), **_KEEP_OPEN, "TEST": {"MIRROR": "owner"} if TESTING else {}},
    "owner": _database(env.db_url("DATABASE_OWNER_URL", default=env.str("DATABASE_URL"))),
}
APP_ROLE = DATABASES["default"].get("USER", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES: dict[str, str] = {}

# --- people and sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "unions.User"
AUTHENTICATION_BACKENDS = ["unions.access.AppointmentBackend", "jianzhi.sign_in.backend.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [  # promises.md E5
    {"NAME": "jianzhi.sign_in.validators.Length", "OPTIONS": {"shortest": 12}},
    {"NAME": "jianzhi.sign_in.validators.CharacterClasses", "OPTIONS": {"needed": 3}},
    {"NAME": "jianzhi.sign_in.validators.Common"},
    {"NAME": "jianzhi.sign_in.validators.ContextWords"},
    {"NAME": "jianzhi.sign_in.validators.History"},
]
PASSWORD_MAX_AGE_DAYS = env.int("PASSWORD_MAX_AGE_DAYS", default=180)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"  # sign-in must survive the loss of Redis (promises.md, finding 9)
)
SESSION_IDLE = timedelta(minutes=30)  # promises.md E4
SESSION_LIMIT = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "jianzhi.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = [
    "username*",
    "password1*",
    "password2*",
]  # nobody signs up; allauth reads here that we use passwords
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = (
    False  # allauth counts in the cache and forgets with it; jianzhi/sign_in/gate.py counts in PostgreSQL
)
ACCOUNT_FORMS = {
    "login": "jianzhi.sign_in.forms.LoginForm",
    "change_password": "jianzhi.sign_in.forms.ChangePasswordForm",
}
USERSESSIONS_TRACK_ACTIVITY = True  # shows the time; it is written by jianzhi/sign_in/sessions.py
USERSESSIONS_ADAPTER = "jianzhi.sign_in.adapter.SessionsAdapter"
MFA_ADAPTER = "jianzhi.sign_in.adapter.MFAAdapter"
MFA_TOTP_TOLERANCE = 1  # phones are up to half a minute off
MFA_FORMS = {
    "activate_totp": "jianzhi.sign_in.forms.ActivateTOTPForm",
    "authenticate": "jianzhi.sign_in.forms.AuthenticateForm",
    "reauthenticate": "jianzhi.sign_in.forms.ReauthenticateForm",
}
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=MODE == "production")

# --- cookies and headers (promises.md E7) -------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
KNOWN_BROWSER_COOKIE_NAME = "__Host-known" if HTTPS else "known"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": under it browsers send `Origin: null` with every form, and Django's CSRF check refuses that. This
# one tells other sites as little: nothing.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- language, time, files ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "jianzhi.static_files.StaticFiles"
    },
}
# A request with more is answered 400 (promises.md H3).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # of text
# How many ideas are taken in from all visitors, and from one address: a works behind one address is still served.
IDEAS_PER_MINUTE = env.int("IDEAS_PER_MINUTE", default=60)
IDEAS_PER_MINUTE_AND_ADDRESS = env.int("IDEAS_PER_MINUTE_AND_ADDRESS", default=5)
# How old what the public pages know of campaigns, holidays and the county may be (desk/registers/remembering.py). Tests change
# them and look at once.
REMEMBER_SECONDS = env.float("REMEMBER_SECONDS", default=0 if TESTING else 10)
# Posts a second to one public form and web process; what comes faster is a flood (desk/cases/public/door.py). By the beginning of
# the path: what the form is for, as its key says; "" for a form without a key.
PUBLIC_POSTS_PER_SECOND = env.float("PUBLIC_POSTS_PER_SECOND", default=5)
PUBLIC_FORMS = {
    "/ideas/submit/places/": "",
    "/ideas/submit/receipt.png": "",
    "/ideas/submit/": "金点子征集",
    "/ideas/status/": "",
    "/join/": "",
}
REPORT_FONT_DIRS = env.list(
    "REPORT_FONT_DIRS", default=[]
)  # the federation's own fonts for papers (desk/papers/fonts.py)

# --- work in the background ---------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True  # the Job row is the result
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_PUBLISH_RETRY = False  # the sweeper sends again what Redis did not take
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for the broker as long as it takes
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a worker busy for minutes must not sit on other hints
JOBS_LEASE_SECONDS = env.float("JOBS_LEASE_SECONDS", default=20)  # a run silent for so long is given to another worker
JOBS_BEAT_SECONDS = env.float("JOBS_BEAT_SECONDS", default=1)  # how often a run writes its progress
JOBS_HINT_AGAIN_SECONDS = env.float("JOBS_HINT_AGAIN_SECONDS", default=30)
JOBS_SWEEP_SECONDS = env.float("JOBS_SWEEP_SECONDS", default=10)
JOBS_TELL_AFTER_SECONDS = env.float("JOBS_TELL_AFTER_SECONDS", default=10)  # who waited longer gets a notice
CELERY_BEAT_SCHEDULE = {
    # A sweep that found no free worker is worth nothing once the next is due.
    "sweep": {"task": "desk.jobs.sweep", "schedule": JOBS_SWEEP_SECONDS, "options": {"expires": JOBS_SWEEP_SECONDS}},
}

# --- notices (desk/notices) ---------------------------------------------------------------------------------------------
_NOT_SENT = "none" if MODE == "production" else "console"  # nothing pretends in production to have been sent
_BACK_ENDS = {
    "mail": {"none": "NoGateway", "console": "Console", "smtp": "DjangoMail"},
    "sms": {"none": "NoGateway", "console": "Console", "http": "HttpSms"},
}
NOTICES = {}
for _channel, _known in _BACK_ENDS.items():
    _asked = env.str(f"NOTICE_{_channel.upper()}", default=_NOT_SENT)
    if _asked not in _known:
        raise ImproperlyConfigured(f"NOTICE_{_channel.upper()} must be one of {', '.join(_known)}, not {_asked!r}")
    NOTICES[_channel] = f"desk.notices.backends.{_known[_asked]}"
NOTICE_SMS_URL = env.str("NOTICE_SMS_URL", default="")
NOTICE_SMS_TOKEN = env.str("NOTICE_SMS_TOKEN", default="")
if NOTICES["sms"].endswith("HttpSms") and not NOTICE_SMS_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("NOTICE_SMS=http needs NOTICE_SMS_URL, the https address of the gateway")
PORTAL_URL = env.str("PORTAL_URL", default="").rstrip("/")  # https://portal.example.cn, for the links in mails
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))  # smtp+tls://login:password@host:587
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="portal@localhost")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- keys (desk/vault) --------------------------------------------------------------------------------------------------
VAULT_KEYS = env.str("VAULT_KEYS", default="")
VAULT_INDEX_KEY = env.str("VAULT_INDEX_KEY", default="")
VAULT_CIPHER = env.str("VAULT_CIPHER", default="AES-256-GCM")
VAULT_REVEALS_PER_DAY = env.int("VAULT_REVEALS_PER_DAY", default=50)  # for one person (promises.md F6)

# --- operation ----------------------------------------------------------------------------------------------------------
BACKUP_STAMP = env.str("BACKUP_STAMP", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "desk.vault.logs.RedactingFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # waitress tells at INFO of everyone who leaves before the answer: in a flood that is a line for each.
    "loggers": {"weasyprint.progress": {"level": "WARNING"}, "waitress": {"level": "WARNING"}},
}
