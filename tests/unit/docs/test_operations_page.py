"""What `docs/operations.md` says of commands, options and figures is there."""

import re
from argparse import ArgumentParser
from datetime import UTC, datetime

import pytest

from loyalty.wire.messages import FeedPage, LeaseRefusal, Outcome, SyncAnswer
from server.commands import serve
from server.commands.actions import ACTIONS
from server.routes.metrics import Metrics
from server.store.heard import AlarmFigures
from server.usecases.admin.show import ALARMS
from tests.unit.docs.pages import page, table

TEXT = page("docs/operations.md")
ANSWER = SyncAnswer(
    version=1,
    ack_seq=1,
    ack_hash=bytes(32),
    signature=bytes(64),
    outcomes=(Outcome(1, "quarantined", "kind-unknown"),),
    leases=(),
    refused=(LeaseRefusal("l1", "nothing-available"),),
    members=(),
    feed=FeedPage("epoch", (), 0, more=False),
    server_time="2026-11-25T03:00:00.000Z",
    nonce="nonce",
    policy_version=1,
)


def test_every_action_it_names_is_there() -> None:
    named = set(re.findall(r"admin ([a-z]+(?:-[a-z]+)*)", TEXT)) - {"command"}
    assert len(named) > 8
    assert named <= {*ACTIONS, "make-ca", "renew-certificate", "verify-close"}


def test_every_option_of_the_server_it_names_is_there() -> None:
    parser = ArgumentParser()
    serve.add_arguments(parser)
    (line,) = re.findall(r"main\.py server (.*?)```", TEXT, re.DOTALL)
    assert all(option in parser.format_help() for option in re.findall(r"--[a-z-]+", line))


def test_every_figure_it_watches_is_exposed() -> None:
    metrics = Metrics()
    metrics.count_sync(ANSWER, taken="together")
    metrics.count_request("/v1/sync", status=200, seconds=0.1)
    metrics.count_fork()
    nothing = AlarmFigures(asides=0, disks=0, returning=0, heard=())
    exposed = metrics.exposed(nothing, datetime(2026, 11, 25, tzinfo=UTC)).decode()
    watched = re.findall(r"`(loyaltill_[a-z_]+)", TEXT)
    assert len(watched) == 10
    assert all(name in exposed for name in watched)


def test_every_alarm_is_explained() -> None:
    assert all(words.partition(";")[0] in TEXT for kind, words in ALARMS.items() if kind != "forked")


def test_every_till_of_a_tenant_is_told_of_every_sale_to_a_member() -> None:
    """The rows told are the sales of a chain times its tills, in each column."""
    rows = {row[""]: row for row in table(TEXT, "how-large")}
    columns = {"one shop": 1, "a chain of 50 stores": 1, "50 such chains": 50}
    for column, chains in columns.items():
        tills, sales = (int(rows[name][column].replace(",", "")) for name in ("tills", "sales a day"))
        told = sales / 10 / 3600 * tills / chains
        said = rows["rows of members told to tills a second, at the busiest"][column]
        assert float(said.replace(",", "")) == pytest.approx(told, rel=0.15)
        to_one = rows["rows of members told to one till a day"][column].partition(", ")[0]
        assert int(to_one.replace(",", "")) == sales / chains
