"""The product's own settings, told through the environment to keep their files in a folder of this test run."""

import atexit
import os
import shutil
import tempfile

if "TESTS_VAR_DIR" not in os.environ:  # the first process of a run; xdist's workers inherit it
    made = tempfile.mkdtemp(prefix="asean-tests-")
    os.environ["TESTS_VAR_DIR"] = made
    atexit.register(shutil.rmtree, made, ignore_errors=True)

os.environ["VAR_DIR"] = os.environ["TESTS_VAR_DIR"]
os.environ.setdefault("HASHED_STATIC", "0")
os.environ.setdefault("LOG_LEVEL", "ERROR")
for name in ("DEBUG", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "HTTPS", "BEHIND_PROXY", "WEB_PROCESSES"):
    os.environ.pop(name, None)  # what a developer has set for a server is not for the tests
if url := os.environ.get("TESTS_DATABASE_URL"):  # `make long` runs everything on PostgreSQL as well
    os.environ["DATABASE_URL"] = url

from backend.settings import *  # noqa: E402, F403 - after the environment
from backend.settings import DATABASES, VAR_DIR  # noqa: E402 - after the environment

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads (the answers' writer, the contest loop) open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

# Every test client makes its middleware anew, and WhiteNoise would look at each static file each time.
WHITENOISE_AUTOREFRESH = True
(VAR_DIR / "static").mkdir(exist_ok=True)  # looked for at start, empty without hashed names
