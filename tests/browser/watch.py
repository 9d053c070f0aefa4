"""What goes wrong in a page without the person in front of it being told."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

HARMLESS = ("blob:", "data:", "about:")


@dataclass
class Watch:
    """Collects console errors (a blocked script or style is one), uncaught errors, answers of
    500 and more, and requests to other servers. `expect` names what a test provokes on purpose.
    """

    url: str
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("response", self._response)
        context.on("request", self._request)

    def expect(self, pattern: str) -> None:
        """A problem that matches `pattern` is meant to be there."""
        self.expected.append(pattern)

    @property
    def surprises(self) -> list[str]:
        return [
            problem
            for problem in self.problems
            if not any(re.search(pattern, problem) for pattern in self.expected)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"uncaught: {error.error}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url, *HARMLESS)):
            self.problems.append(f"a request to a stranger: {request.url}")
