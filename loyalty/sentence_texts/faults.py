"""What is wrong with a basket, a sale or a movement that was read, and with what a command was given.

What is wrong with a program is told in English, where it stands (`loyalty.program.faults`).
"""

from loyalty.figures import Language

FAULTS: dict[str, dict[Language, str]] = {
    # Values of JSON.
    "fault-text-no-object": {
        "vi": "văn bản: {value:value} không phải là đối tượng",
        "en": "the text: {value:value} is not an object",
    },
    "fault-no-object": {
        "vi": "{value:value} không phải là đối tượng",
        "en": "{value:value} is not an object",
    },
    "fault-missing": {"vi": "còn thiếu", "en": "it is missing"},
    "fault-no-list": {"vi": "{value:value} không phải là danh sách", "en": "{value:value} is not a list"},
    "fault-no-whole": {
        "vi": "{value:value} không phải là số nguyên",
        "en": "{value:value} is not a whole number",
    },
    "fault-no-whole-or-max": {
        "vi": '{value:value} không phải là số nguyên, cũng không phải "max"',
        "en": '{value:value} is not a whole number, nor "max"',
    },
    "fault-range": {
        "vi": "{value:value} nằm ngoài khoảng cho phép, từ {least} đến {most}",
        "en": "{value:value} is out of range, it runs from {least} to {most}",
    },
    "fault-no-flag": {
        "vi": "{value:value} không phải là true hay false",
        "en": "{value:value} is not true or false",
    },
    "fault-no-text": {"vi": "{value:value} không phải là văn bản", "en": "{value:value} is not a text"},
    "fault-not-json": {"vi": "văn bản không phải là JSON: {why}", "en": "the text is not JSON: {why}"},
    "fault-json-deep": {
        "vi": "văn bản không phải là JSON đọc được: lồng nhau quá sâu",
        "en": "the text is not JSON that can be read: it is nested too deeply",
    },
    "fault-json-number": {
        "vi": "văn bản không phải là JSON đọc được: có một số không thể là số",
        "en": "the text is not JSON that can be read: a number in it cannot be one",
    },
    # Baskets.
    "fault-no-quantity": {
        "vi": "{value:value} không phải là số thập phân viết dạng chữ, trên 0 và đến {most}.999, "
        'nhiều nhất 3 chữ số lẻ, như "1.5"',
        "en": "{value:value} is not a decimal text above 0, up to {most}.999, with at most 3 places, "
        'as "1.5"',
    },
    "fault-too-many": {
        "vi": "có {count}, nhiều nhất được {most}",
        "en": "there are {count} of them, at most {most} are allowed",
    },
    "fault-no-moment": {
        "vi": '{value:value} không phải là ngày giờ kèm múi giờ, như "2026-11-25T18:30:00+07:00"',
        "en": '{value:value} is not a date-time with its offset, as "2026-11-25T18:30:00+07:00"',
    },
    "fault-no-percent": {
        "vi": "{value:value} không phải là phần trăm từ 0 đến 100",
        "en": "{value:value} is not a percentage from 0 to 100",
    },
    "fault-no-birthday": {
        "vi": "{value:value} không phải là ngày, viết YYYY-MM-DD hoặc MM-DD",
        "en": "{value:value} is not a day, written YYYY-MM-DD or MM-DD",
    },
    "fault-no-tender": {
        "vi": '{value:value} không phải là cách trả tiền; gần nhất là "{near}"',
        "en": '{value:value} is not a tender; the nearest is "{near}"',
    },
    "fault-no-tier": {
        "vi": 'chương trình không có hạng {value:value}; gần nhất là "{near}"',
        "en": 'the program has no tier {value:value}; the nearest is "{near}"',
    },
    "fault-unknown-word": {
        "vi": '{value:value} không dùng được ở đây; gần nhất là "{near}"',
        "en": '{value:value} is not known here; the nearest is "{near}"',
    },
    "fault-no-list-price": {
        "vi": "còn thiếu; hãy viết đơn giá trước khi đổi tay",
        "en": "it is missing; write the unit price before it was changed by hand",
    },
    "fault-come-to": {
        "vi": "cộng lại là {sum}, nhiều nhất được {most}",
        "en": "they come to {sum}, at most {most} is allowed",
    },
    "fault-earn-over": {
        "vi": "được cộng {points} điểm, nhiều nhất được {most}",
        "en": "they earn {points} points, at most {most} are allowed",
    },
    "fault-no-offset": {"vi": "{value} không kèm múi giờ", "en": "{value} has no offset"},
    "fault-out-of-range": {"vi": "{value} nằm ngoài khoảng cho phép", "en": "{value} is out of range"},
    "fault-thousandths": {
        "vi": "{value} phần nghìn nằm ngoài khoảng cho phép, từ 1 đến {most}",
        "en": "{value} thousandths are out of range, 1 to {most}",
    },
    "fault-price-range": {
        "vi": "{value} nằm ngoài khoảng cho phép, từ 0 đến {most}",
        "en": "{value} is out of range, 0 to {most}",
    },
    # Rewards.
    "fault-no-rewards": {"vi": "chương trình không có đổi điểm", "en": "the program has no rewards"},
    "fault-no-reward": {
        "vi": 'chương trình không có phần đổi điểm {value:value}; gần nhất là "{near}"',
        "en": 'the program has no reward {value:value}; the nearest is "{near}"',
    },
    "fault-asked-twice": {
        "vi": "{value:value} được hỏi hai lần, chỉ hỏi một lần thôi",
        "en": "{value:value} is asked for twice, ask for it once",
    },
    "fault-points-chosen": {
        "vi": "còn thiếu: {value:value} đổi bao nhiêu điểm là do khách chọn",
        "en": "it is missing: how many points {value:value} takes is chosen by the customer",
    },
    "fault-points-price": {
        "vi": "{value:value} tốn {price} điểm, không phải {asked}",
        "en": "{value:value} costs {price} points, not {asked}",
    },
    "fault-points-worth": {
        "vi": "trị giá {sum}, nhiều nhất được {most}",
        "en": "they are worth {sum}, at most {most} is allowed",
    },
    # Past sales and movements.
    "fault-member-missing": {
        "vi": "còn thiếu, mà giỏ hàng có thành viên; hãy viết mã của thành viên",
        "en": "it is missing, and the basket has a member; write the member's id",
    },
    "fault-member-named": {
        "vi": "giỏ hàng không có thành viên, mà ở đây là {value:value}",
        "en": "the basket has no member, and {value:value} is named",
    },
    "fault-currency": {
        "vi": "là {value:value}, còn chương trình dùng {currency}",
        "en": "it is {value:value}, and the program is in {currency}",
    },
    "fault-rule-twice": {"vi": "{value:value} được nêu hai lần", "en": "{value:value} is named twice"},
    "fault-total": {
        "vi": "cộng cả phần ví trả là {total}, còn giỏ hàng trừ các khoản giảm là {basket}",
        "en": "with what a wallet paid it is {total}, and the basket less what was taken off is {basket}",
    },
    "fault-earned": {
        "vi": "là {value:value}, còn các quy tắc cho {points}",
        "en": "it is {value:value}, and the rules gave {points}",
    },
    "fault-over": {"vi": "cộng lại hơn {most}", "en": "they come to more than {most}"},
    "fault-draft-prices-not": {
        "vi": "bản nháp không tính giá được",
        "en": "the draft cannot price it",
    },
    "fault-other-prices-not": {
        "vi": "chương trình kia không tính giá được",
        "en": "the other program cannot price it",
    },
    "fault-earned-or-burned": {
        "vi": "hãy viết earned hoặc burned, kèm số điểm",
        "en": "write either earned or burned, with the points",
    },
    # What a command was given.
    "fault-line": {"vi": "dòng {line}", "en": "line {line}"},
    "fault-not-utf8": {
        "vi": "byte {byte} không phải là UTF-8; hãy lưu tệp dạng UTF-8",
        "en": "byte {byte} is not UTF-8; save the file as UTF-8",
    },
    "fault-unreadable": {"vi": "không đọc được: {why}", "en": "cannot be read: {why}"},
    "fault-receipt-twice": {
        "vi": "{receipt} đã có ở dòng {line}",
        "en": "{receipt} was on line {line} already",
    },
    "fault-other-currency": {
        "vi": "dùng {other}, còn bản nháp dùng {draft}; hãy so các chương trình cùng một loại tiền",
        "en": "it is in {other} and the draft in {draft}; compare programs of one currency",
    },
    "fault-no-draw": {
        "vi": 'không có lượt bốc thăm "{draw}"; gần nhất là "{near}"',
        "en": 'there is no draw "{draw}"; the nearest is "{near}"',
    },
    "fault-no-draws": {
        "vi": 'không có lượt bốc thăm "{draw}"; chương trình không có bốc thăm',
        "en": 'there is no draw "{draw}"; the program has none',
    },
    "fault-no-commitment": {
        "vi": '"{draw}" chưa cam kết chuỗi bí mật nào nên không có gì để kiểm tra',
        "en": '"{draw}" is committed to no seed; there is nothing to check',
    },
    "fault-seed-hex": {
        "vi": "không phải là các cặp chữ số thập lục phân, như 00ff",
        "en": "it is not made of pairs of hexadecimal digits, as 00ff",
    },
    "draw-seed-short": {
        "vi": "có {bytes} byte; chuỗi bí mật có ít nhất {least}",
        "en": "it has {bytes} bytes; a seed has at least {least}",
    },
    "draw-seed-other": {
        "vi": "SHA-256 của nó là {seed}, còn chương trình đã cam kết {commitment}; "
        "đây không phải là chuỗi bí mật của lượt bốc thăm này",
        "en": "its SHA-256 is {seed}, and the program is committed to {commitment}; "
        "this is not the seed of this draw",
    },
    "draw-receipt": {
        "vi": "{receipt} không phải là số hóa đơn; hãy viết 16 chữ số dưới mã vạch, bắt đầu bằng 97",
        "en": "{receipt} is not the number of a receipt; write the 16 digits under its bar code, from 97 on",
    },
}
