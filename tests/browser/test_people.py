"""The pages of people in a browser: no rule of accessibility broken, wide and narrow, nothing to scroll sideways."""

import json
import sys

from playwright.sync_api import Browser

from tests.browser.test_bank import look_over, open_all
from tests.serving import Server


def build() -> None:
    """Runs in the server's environment; prints sessions and paths as JSON."""
    from django.conf import settings
    from django.test import Client

    from backend import clock
    from schools.actions.consents import record_consents
    from schools.actions.tokens import make_token
    from schools.rules import years
    from tests.cast import make_cast
    from tests.factories import make_class

    cast = make_cast()
    side, at = cast.own, clock.now()
    first, last = years.span(years.start_year(clock.today()))
    side.pupil.enrolments.update(from_day=first, to_day=last)
    side.school_class.year = first.year
    side.school_class.save()
    make_class(school=side.school, name="12A1", grade=12, year=first.year)
    record_consents(
        school_class=side.school_class, pupils=[side.pupil], ticks=[(side.pupil.pk, "show_name", "child")],
        signed_on=clock.day_of(at), by=side.teacher, at=at,
    )  # fmt: skip
    make_token(user=side.leader, name="Máy giáo vụ", wanted=["people:read", "results:read"], days=30, at=at)
    sessions = []
    for user in (side.leader, cast.officer):
        client = Client()
        client.force_login(user, backend="schools.backends.StaffBackend")
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    of_class, of_pupil = f"/people/classes/{side.school_class.pk}/", f"/people/pupils/{side.pupil.pk}/"
    leader = ["/people/year/", "/people/arrivals/", "/account/tokens/", of_class, f"{of_class}consents/"]
    leader += [f"{of_class}consents/form/", of_pupil, f"{of_pupil}card/"]
    officer = ["/people/places/", f"/people/places/{side.school.pk}/", of_pupil]
    sys.stdout.write(json.dumps([[sessions[0], leader], [sessions[1], officer]]) + "\n")


def test_the_pages_of_people_break_no_rule(browser: Browser, server: Server) -> None:
    call = "from tests.browser.test_people import build; build()"
    facts = json.loads(server.manage("shell", "--no-imports", "-c", call).stdout.strip().splitlines()[-1])
    for session, paths in facts:
        context = browser.new_context(locale="vi-VN")
        context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        page = context.new_page()
        for path in paths:
            page.goto(server.url + path)
            open_all(page)
            look_over(page, path)
        context.close()
