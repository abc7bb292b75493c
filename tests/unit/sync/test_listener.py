"""Waiting for news: rung once for each, quiet after trouble, and ended at once."""

import threading
from dataclasses import dataclass, field

from loyalty.errors import Refused, Unavailable
from terminal.sync.listener import AFTER_TROUBLE_S, WAIT_S, NewsListener


@dataclass
class ScriptedNews:
    """Counts as told, or what goes wrong; then it hangs until it is interrupted."""

    script: list[int | Exception] = field(default_factory=list[int | Exception])
    asked: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    hung: threading.Event = field(default_factory=threading.Event)
    freed: threading.Event = field(default_factory=threading.Event)

    def wait_for_news(self, known: int, *, seconds: int) -> int:
        self.asked.append((known, seconds))
        if not self.script:
            self.hung.set()
            self.freed.wait(10)
            raise Unavailable("server-broke-off", retry=True)
        said = self.script.pop(0)
        if isinstance(said, Exception):
            raise said
        return said


def listener(news: ScriptedNews, rung: list[str]) -> NewsListener:
    return NewsListener(news, ring=lambda: rung.append("ring"), interrupt=news.freed.set)


def test_what_was_missed_before_counts_as_news_and_then_only_what_is_new() -> None:
    news, rung = ScriptedNews([4, 4, 5]), list[str]()
    waiting = listener(news, rung)
    for _ in range(3):
        assert waiting.listen_once() == 0.0
    assert rung == ["ring", "ring"]
    assert news.asked == [(0, 0), (4, WAIT_S), (4, WAIT_S)]


def test_after_trouble_it_is_quiet_and_takes_what_it_missed_as_news() -> None:
    news, rung = ScriptedNews([4, Unavailable("server-absent", retry=True), Refused("x"), 4]), list[str]()
    waiting = listener(news, rung)
    assert [waiting.listen_once() for _ in range(4)] == [0.0, AFTER_TROUBLE_S, AFTER_TROUBLE_S, 0.0]
    assert rung == ["ring", "ring"]


def test_it_ends_at_once_while_it_waits() -> None:
    news, rung = ScriptedNews(), list[str]()
    waiting = listener(news, rung)
    waiting.start()
    assert news.hung.wait(10)
    waiting.stop()
    assert rung == []


def test_one_that_never_began_can_be_stopped() -> None:
    listener(ScriptedNews(), []).stop()
