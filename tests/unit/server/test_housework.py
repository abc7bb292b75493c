"""The server's own jobs: again and again, whatever went wrong, and ended at once."""

import queue
import threading

from loyalty.errors import Unavailable
from server.commands.housework import Housework
from tests.guards.logs import ExpectLog


def test_it_works_again_and_again_and_ends_at_once() -> None:
    done: queue.Queue[str] = queue.Queue()
    housework = Housework(lambda: done.put("done"), first_s=0.0, every_s=0.0)
    housework.start()
    assert [done.get(timeout=10) for _ in range(3)] == ["done"] * 3
    housework.stop()


def test_what_goes_wrong_is_said_and_begun_again(expect_log: ExpectLog) -> None:
    again = threading.Event()
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable("database-unreachable", retry=True)
        again.set()

    with expect_log("server.commands.housework", "not finished"):
        housework = Housework(work, first_s=0.0, every_s=0.001)
        housework.start()
        assert again.wait(10)
        housework.stop()


def test_what_is_handed_over_is_done_at_once_and_does_not_put_the_jobs_off(expect_log: ExpectLog) -> None:
    done: queue.Queue[str] = queue.Queue()

    def fails() -> None:
        raise Unavailable("database-busy", retry=True)

    housework = Housework(lambda: done.put("jobs"), first_s=0.3)
    housework.do_soon(lambda: done.put("early"))
    with expect_log("server.commands.housework", "not finished"):
        housework.start()
        housework.do_soon(fails)
        housework.do_soon(lambda: done.put("later"))
        assert [done.get(timeout=10) for _ in range(3)] == ["early", "later", "jobs"]
        housework.stop()
    housework.do_soon(lambda: done.put("too late"))
    assert done.empty()


def test_a_bug_in_one_ends_no_thread_on_which_all_others_wait(expect_log: ExpectLog) -> None:
    done: queue.Queue[str] = queue.Queue()

    def breaks() -> None:
        raise ValueError("a bug")

    housework = Housework(lambda: None)
    with expect_log("server.commands.housework", "broke off"):
        housework.start()
        housework.do_soon(breaks)
        housework.do_soon(lambda: done.put("later"))
        assert done.get(timeout=10) == "later"
        housework.stop()


def test_one_that_waits_for_its_first_time_ends_at_once() -> None:
    housework = Housework(lambda: None)
    housework.start()
    housework.stop()
