import pytest
from django.test import RequestFactory

from backend.authentication import visitor_address


@pytest.mark.parametrize(
    ("behind", "said", "found"),
    [
        (False, "198.51.100.9", "127.0.0.1"),
        (True, "198.51.100.9", "198.51.100.9"),
        (True, "203.0.113.1, 198.51.100.9", "198.51.100.9"),
        (True, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxy_is_believed(behind: bool, said: str, found: str, settings: object) -> None:
    settings.BEHIND_PROXY = behind  # type: ignore[attr-defined]  # pytest-django's fixture
    assert visitor_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=said)) == found
