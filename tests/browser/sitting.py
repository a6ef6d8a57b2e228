"""What a pupil does before a paper, and what can be done to the line, for browser tests."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Sitter = Callable[..., Page]

#: Answers of the server that lie on the device.
KEPT = """() => new Promise((done) => {
  const ask = indexedDB.open("sitting", 1);
  ask.onsuccess = () => {
    const all = ask.result.transaction("answers").objectStore("answers").getAll();
    all.onsuccess = () => done(all.result.filter((record) => record.safe));
  };
})"""


def chip(page: Page, text: str, seconds: float = 15) -> None:
    expect(page.locator("save-chip")).to_contain_text(text, timeout=seconds * 1000)


def choose(page: Page, number: int, place: int) -> str:
    """Tap an option of the question on screen; gives its code."""
    option = page.locator(f"#q{number} input").nth(place)
    option.click()
    return option.get_attribute("value") or ""


class Wire:
    """The page's line, to be cut and joined: each session of the protocol cuts for itself, so there is one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.control = page.context.new_cdp_session(page)
        self.control.send("Network.enable")

    def cut(self) -> None:
        """Cut, and the page has heard of it: an open socket's frames are else only held, and go out when it closes."""
        self._set(offline=True)
        self.page.wait_for_function("() => !navigator.onLine")

    def join(self) -> None:
        self._set(offline=False)

    def _set(self, *, offline: bool) -> None:
        free = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.control.send("Network.emulateNetworkConditions", {"offline": offline, **free})


def hand_in(page: Page) -> None:
    page.locator("a[href='#ds']").click()
    page.locator("#ds [data-act=review]").click()
    page.locator(".dock [data-act=submit]").click()
    page.locator("#confirm button[value=submit]").click()


def left(page: Page) -> int:
    """Seconds on the clock."""
    minutes, seconds = page.locator("time-left [data-text]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def shelved(page: Page) -> None:
    """The paper lies by on the device, and what fetches it is there."""
    page.wait_for_function("() => navigator.serviceWorker.getRegistration('/sit/').then((its) => its && its.active)")
    page.wait_for_function("() => caches.open('papers').then((shelf) => shelf.keys()).then((kept) => kept.length > 15)")
