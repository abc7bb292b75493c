"""`year` as it is typed."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from terminal.commands import year
from tests.unit.loyalty.shop import program_text

YEAR = """name = "A year"
[member.an]
[goods.tea]
sku = "T"
unit_price = 100000
[[step]]
at = 2026-11-24T10:00:00
note = "Tea"
buy = { sale = "one", lines = ["1 tea"] }
expect = { points = 10 }
[[step]]
at = 2026-11-24T11:00:00
give_back = { sale = "one", lines = ["2 tea"] }
"""


def run(folder: Path, text: str, *typed: str, by: str = "") -> int:
    (folder / "program.toml").write_text(by or program_text(), encoding="utf-8")
    (folder / "year.toml").write_text(text, encoding="utf-8")
    parser = ArgumentParser()
    year.add_arguments(parser)
    files = ["--program", str(folder / "program.toml"), "--year", str(folder / "year.toml")]
    return year.run(parser.parse_args([*files, *typed]))


def test_each_step_is_told_with_how_the_member_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, YEAR, "--language", "vi") == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-24 10:00  Tea",
        "    Tính điểm trên 100.000 ₫, mỗi 10.000 được 1 điểm = 10 điểm",
        "    Phải trả 100.000 ₫",
        "    Được cộng 10 điểm",
        "    Lên hạng silver",
        "  · Đang có 10 điểm",
        "  · Hạng silver: đã mua 100.000 ₫ trong kỳ",
        "2026-11-24 11:00",
        "    Dòng 1: không thể trả 2, chỉ còn 1",
        "  · Đang có 10 điểm",
        "  · Hạng silver: đã mua 100.000 ₫ trong kỳ",
    ]


def test_points_that_a_limit_cut_are_told_where_they_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limited = program_text(more="[limits]\nearn_max_per_sale = 4\n")
    assert run(tmp_path, YEAR.replace("points = 10", "points = 4"), "--language", "vi", by=limited) == 0
    assert capsys.readouterr().out.splitlines()[1:5] == [
        "    Tính điểm trên 100.000 ₫, mỗi 10.000 được 1 điểm = 10 điểm",
        "    Mỗi đơn được cộng nhiều nhất 4 điểm, bớt 6 điểm",
        "    Phải trả 100.000 ₫",
        "    Được cộng 4 điểm",
    ]


def test_what_a_friend_did_is_told_where_it_is_ones_own_turn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = program_text(more="[referral]\npoints_referrer = 100\npoints_friend = 50\n")
    steps = YEAR.split("[[step]]")
    friend = steps[1].replace("at =", 'member = "bo"\nat =').replace("expect = { points = 10 }", "")
    named = '\nat = 2026-11-24T09:00:00\nmember = "bo"\nbe_recommended = { by = "an" }\n'
    text = "[[step]]".join([steps[0].replace("[goods.tea]", "[member.bo]\n[goods.tea]"), named, friend])
    assert run(tmp_path, text, "--language", "en", by=by) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[-6:] == [
        "2026-11-24 10:00 an",
        "    A friend has bought: 100 points for the recommendation",
        "  · 100 points in hand",
        "  · member tier: ₫0 spent in the period",
        "  · ₫100 more to the silver tier",
        "  · Friends won so far: 1",
    ]
    assert out.count("A friend has bought") == 1


def test_a_figure_that_is_not_as_expected_ends_in_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = YEAR.replace("points = 10", "points = 11").replace("[goods.tea]", "[member.bo]\n[goods.tea]")
    assert run(tmp_path, text, "--language", "en") == 2
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "2026-11-24 10:00 an  Tea"
    assert err.splitlines() == [f"{tmp_path / 'year.toml'}:7: points is 10, expected 11"]


def test_a_year_that_does_not_hold_is_told_fault_by_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, YEAR.replace("one", "", 1).replace("[member.an]", "")) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(": ")[1] for line in err.splitlines()] == ["member", "step[2].give_back.sale"]
