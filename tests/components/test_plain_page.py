"""Pages without scripts: a whole document in which nothing runs, and boxes to tick that send what was ticked."""

from html.parser import HTMLParser

from dash import dcc, html

from components.markup import markup
from components.plain_page import plain_page
from tests.components.specimens import HOSTILE


class Read(HTMLParser):
    """The elements of a document with their attributes, and its texts."""

    def __init__(self, document: str):
        super().__init__()
        self.elements, self.texts = [], []
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def named(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_a_document_of_its_own_runs_nothing_and_asks_nobody_else():
    read = Read(plain_page(HOSTILE, html.P(HOSTILE), html.A("Back", href="/accounts")))
    assert read.named("html")[0]["lang"] and read.named("main")[0]["id"] == "content"
    assert not read.named("script") and not any(name.startswith("on") for _, held in read.elements for name in held)
    assert all(one["href"].startswith(("/", "#")) for one in read.named("a") + read.named("link"))
    assert "".join(read.texts).count(HOSTILE) == 3, "title, heading and paragraph say it as it is"


def test_boxes_send_the_values_that_are_ticked():
    options = {"AFG": "Afghanistan", '"><b>': HOSTILE}
    read = Read(markup(dcc.Checklist(id="countries", options=options, value=["AFG"], className="ticks")))
    boxes = read.named("input")
    assert [(one["type"], one["name"], one["value"]) for one in boxes] == [
        ("checkbox", "countries", value) for value in options
    ]
    assert ["checked" in one for one in boxes] == [True, False]
    assert len(read.named("label")) == 2 and not read.named("b") and HOSTILE in read.texts
    assert read.named("div") == [{"class": "ticks"}]
