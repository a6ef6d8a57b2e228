"""Settings, all from the environment. The names are listed in `.env.example`."""

from backend import logs
from backend.environment import BASE_DIR, database, days, flag, lines, number, secret, text, var_dir, words

VAR_DIR = var_dir()
DEBUG = flag("DEBUG")
SECRET_KEY = secret("secret_key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = text("PUBLIC_URL").rstrip("/")
WEB_PROCESSES = number("WEB_PROCESSES", 1)

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "axes",
    "backend.apps.BackendConfig",
    "schools",
    "quiz",
    "contests",
    "reports",
]

MIDDLEWARE = [
    "backend.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backend.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "backend.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "backend.middleware.RefusalMiddleware",
    "schools.middleware.FreshSignInMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "backend.urls"
ASGI_APPLICATION = "backend.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASE_URL = text("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'data.sqlite3'}"
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = text("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        # redis-py 8 closes idle sockets after 5 s and caps its pool at 100 unless told otherwise.
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None, "max_connections": 100_000}]},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}
}

AUTH_USER_MODEL = "schools.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesBackend", "schools.backends.StaffBackend", "schools.backends.CardBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A whole school sits behind one address, so a lock-out is per name and address together.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_CLIENT_IP_CALLABLE = "backend.authentication.visitor_address"
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_CALLABLE = "backend.errors.locked_out"
AXES_ENABLE_ADMIN = False
AXES_HANDLER = "schools.backends.SignIns"
# The Department's accounts sign in with a code of an app as well (demonstration accounts do not).
SECOND_FACTOR_REQUIRED = flag("SECOND_FACTOR_REQUIRED", default=True)
# So many names an account may take away in files on one day.
EXPORT_ROWS_A_DAY = number("EXPORT_ROWS_A_DAY", 20_000)
# Public holidays that move from year to year, as 2027-02-05; those with a fixed day are known.
HOLIDAYS = days("HOLIDAYS")
LOGIN_URL = "schools:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Plain http on a LAN name is a supported mode; behind https set HTTPS=1.
HTTPS = flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
BEHIND_PROXY = flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "backend.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000_000

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True
NUMBER_GROUPING = 3  # Django's Vietnamese formats leave it out

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "static"]
HASHED_STATIC = flag("HASHED_STATIC", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "backend.statics.HashedStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_ROOT = BASE_DIR / "frontend" / "root"  # the one file that must stand at the top: sw.js
MEDIA_ROOT = VAR_DIR / "media"

REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "backend.errors.api_error",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "backend.authentication.SessionAuthentication",
        "backend.authentication.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["backend.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {"TITLE": "Tìm hiểu ASEAN", "VERSION": "1.0", "SERVE_INCLUDE_SCHEMA": False}

# Who judges a token of the API, and whether its scopes allow what a view asks for.
API_TOKENS = "schools.actions.tokens.use_token"
API_SCOPES = "schools.rules.scopes.allows"
# How the lower apps ask whether somebody is sitting a contest, without knowing contests.
SITTING_OF = "contests.queries.attempt.sitting_of"

# Started by the serving process only (backend.serve), never by a management command.
BACKGROUND = "contests.background.start"
SINGLE_PROCESS_LOCK = VAR_DIR / "server.lock"

# How the Department's documents are headed and signed; several lines are parted by `|`, empty ones become blanks.
REPORT_LETTERHEAD = {
    "parent": text("REPORT_PARENT", "UBND tỉnh Cà Mau"),
    "agency": text("REPORT_AGENCY", "Sở Giáo dục và Đào tạo"),
    "symbol": text("REPORT_SYMBOL", "BC-SGDĐT"),
    "place": text("REPORT_PLACE", "Cà Mau"),
    "plan": text("REPORT_PLAN"),
    "to": lines("REPORT_TO"),
    "signs_as": lines("REPORT_SIGNS_AS", "GIÁM ĐỐC"),
    "signatory": text("REPORT_SIGNATORY"),
    "copies_to": lines("REPORT_COPIES_TO", "Như trên"),
    "filed_by": text("REPORT_FILED_BY"),
}

LOGGING = logs.settings_for(text("LOG_FORMAT") or ("json" if REDIS_URL else "text"), text("LOG_LEVEL", "WARNING"))

# What one process takes on at once (backend.admission). The pool of connections bears all requests that are worked on
# and, beside them, the answers' writer, the contest loop, the sockets, the boards of parts and the readiness check.
HTTP_AT_ONCE = number("HTTP_AT_ONCE", max(4, number("DATABASE_POOL", 16) - 6))
HTTP_WAITING = number("HTTP_WAITING", 1_500)
SOCKETS_AT_ONCE = number("SOCKETS_AT_ONCE", 12_000)
# What may read /metrics from elsewhere than this machine; less free space than this is no state to work in.
METRICS_TOKEN = text("METRICS_TOKEN")
MIN_FREE_MB = number("MIN_FREE_MB", 200)
