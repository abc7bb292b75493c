"""Sentences in both languages."""

import re
from datetime import date

from loyalty.rates import Rate
from loyalty.sentence_texts import SUBJECTS, TEXTS
from loyalty.sentences import GRAMMAR, say

_FORM = rf"\{{\w+:({'|'.join(GRAMMAR)})\}}"


def test_vietnamese_words_have_one_form() -> None:
    assert [code for code, texts in TEXTS.items() if re.search(_FORM, texts["vi"])] == []


def test_english_words_go_with_their_number() -> None:
    def members(number: int) -> str:
        counts = {"members": number, "better": 1, "worse": 0, "level": 0, "same": number - 1}
        return say("replay-members", **counts).text("en").split(":")[0]

    assert [members(number) for number in (0, 1, 2)] == ["0 members", "1 member", "2 members"]
    owed = [say("owes-stamps", name="Card", owed=number).text("en").split(":")[1] for number in (1, 2)]
    assert owed == [" 1 stamp owed", " 2 stamps owed"]
    left = [say("reward-out-of-stock", stock=number).text("en") for number in (1, 20)]
    assert [text.split(": ")[1] for text in left] == ["there is 1 a day", "there are 20 a day"]


def test_both_languages_have_the_same_blanks() -> None:
    def blanks(text: str) -> list[str]:
        return sorted(re.findall(r"\{.*?\}", re.sub(_FORM, "", text)))

    assert {code for code, texts in TEXTS.items() if set(texts) != {"vi", "en"}} == set()
    assert [code for code, texts in TEXTS.items() if blanks(texts["vi"]) != blanks(texts["en"])] == []


def test_no_sentence_ends_in_a_stop_of_its_own() -> None:
    assert [code for code, texts in TEXTS.items() if any(text.endswith(".") for text in texts.values())] == []


def test_no_code_is_said_by_two_subjects() -> None:
    assert sum(map(len, SUBJECTS)) == len(TEXTS)


def test_every_kind_of_figure_is_written() -> None:
    tier = say("tier-off", name="Bạc", percent=Rate(3, 1), base=378000, amount=11340, currency="VND")
    assert tier.text("vi") == "Hạng Bạc: 3 % của 378.000 = 11.340"
    assert tier.text("en") == "Bạc tier: 3% of 378,000 = 11,340"
    spend = say("missed-min-spend", missing=19700, least=500000, currency="VND")
    assert spend.text("vi") == "Còn thiếu 19.700 ₫ để đạt 500.000 ₫"
    points = say("tier-points", name="Gold", factor=Rate(3, 2), points=1500, unit="")
    assert points.text("en") == "Gold tier: points times 1.5, 1,500 points more"
    assert points.text("vi").endswith("thêm 1.500 điểm")
    assert say("missed-from", day=date(2026, 12, 1)).text("vi") == "Chưa bắt đầu, áp dụng từ 01/12/2026"
    assert say("missed-weekday", days=("sat", "sun")).text("en") == "Only on Saturday, Sunday"
    assert (
        say("missed-tender", tenders=("card", "cash")).text("vi") == "Chỉ áp dụng khi trả bằng thẻ, tiền mặt"
    )
    assert say("missed-hours", hours=("08:00-10:00",)).text("en") == "Only at 08:00-10:00"
    assert say("missed-group", missing=2, size=3).text("en") == "2 more needed to make 3"
