"""The words of a description that shop systems keep as HTML."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"}
SILENT = {"script", "style"}
MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")


class Words(HTMLParser):
    """Collects text; block elements end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """The text of an HTML fragment; one without markup stays as it is."""
    if not MARKUP.search(html):
        return html
    words = Words()
    words.feed(html)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.parts).split("\n"))
    return "\n".join(line for line in lines if line)
