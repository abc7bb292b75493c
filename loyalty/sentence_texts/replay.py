"""What the replay of past sales under a draft comes to."""

from loyalty.figures import Language

REPLAY: dict[str, dict[Language, str]] = {
    "replay-none": {
        "vi": "Không có đơn nào để tính lại theo bản nháp “{draft}”",
        "en": "There is no sale to price again under the draft “{draft}”",
    },
    "replay-head": {
        "vi": "Tính lại {sales:whole} đơn từ {first:date} đến {last:date} theo bản nháp “{draft}”",
        "en": "Sales from {first:date} to {last:date}, priced again under the draft “{draft}”: {sales:whole}",
    },
    "replay-against-kept": {
        "vi": "So với giá đã ghi khi bán",
        "en": "Compared with what was kept when they were sold",
    },
    "replay-against-program": {
        "vi": "So với chương trình “{against}”",
        "en": "Compared with the program “{against}”",
    },
    "replay-versions": {
        "vi": "Phiên bản khi bán: {versions:list}",
        "en": "Versions when sold: {versions:list}",
    },
    "replay-version": {
        "vi": "số {version:whole} ({sales:whole} đơn)",
        "en": "{version:whole} ({sales:whole} sold)",
    },
    "replay-version-unknown": {
        "vi": "không rõ ({sales:whole} đơn)",
        "en": "unknown ({sales:whole} sold)",
    },
    "replay-only-a-trial": {
        "vi": "Chỉ là tính thử: mỗi đơn vẫn giữ phiên bản của mình; hạng và điểm của khách lấy như khi bán",
        "en": "Only a trial: each sale keeps its version; tiers and points are those of the time it was made",
    },
    "replay-changed": {
        "vi": "{changed:whole} trong {sales:whole} đơn sẽ khác đi:",
        "en": "{changed:whole} of {sales:whole} sale{sales:s} would be different:",
    },
    "replay-unchanged": {
        "vi": "Không đơn nào khác đi",
        "en": "No sale would be different",
    },
    "replay-before": {"vi": "trước", "en": "before"},
    "replay-after": {"vi": "bản nháp", "en": "draft"},
    "replay-difference": {"vi": "chênh lệch", "en": "change"},
    "replay-total": {"vi": "Khách phải trả", "en": "Left to pay"},
    "replay-discount": {"vi": "Được giảm", "en": "Taken off"},
    "replay-burned": {"vi": "Trả bằng điểm", "en": "Paid with points"},
    "replay-burned-points": {"vi": "Điểm đã dùng", "en": "Points used"},
    "replay-earned-points": {"vi": "Điểm được cộng", "en": "Points earned"},
    "replay-gain": {
        "vi": "Tính mỗi điểm là {worth:money}, khách được lợi thêm {amount:money}",
        "en": "With a point counted as {worth:money}, customers would be {amount:money} better off",
    },
    "replay-loss": {
        "vi": "Tính mỗi điểm là {worth:money}, khách bị thiệt {amount:money}",
        "en": "With a point counted as {worth:money}, customers would be {amount:money} worse off",
    },
    "replay-even": {
        "vi": "Tính mỗi điểm là {worth:money}, khách không lợi hơn cũng không thiệt hơn",
        "en": "With a point counted as {worth:money}, customers would be neither better nor worse off",
    },
    "replay-burn-short": {
        "vi": "{sales:whole} đơn sẽ không dùng được hết số điểm muốn dùng, thiếu tổng cộng {points:points}",
        "en": "In {sales:whole} of the sales fewer points can be used than were asked: {points:points} fewer",
    },
    "replay-by-rule": {"vi": "Theo từng quy tắc:", "en": "By rule:"},
    "replay-rule": {"vi": "quy tắc", "en": "rule"},
    "replay-sales": {"vi": "đơn", "en": "sales"},
    "replay-money": {"vi": "tiền giảm", "en": "taken off"},
    "replay-points": {"vi": "điểm", "en": "points"},
    "replay-rules-none": {"vi": "Không quy tắc nào khác đi", "en": "No rule does anything else"},
    "replay-rules-same": {
        "vi": "Không đổi: {rules:list}",
        "en": "As before: {rules:list}",
    },
    "replay-by-member": {"vi": "Ai lợi, ai thiệt:", "en": "Who would be better or worse off:"},
    "replay-members": {
        "vi": "{members:whole} thành viên: {better:whole} người lợi hơn, {worse:whole} người thiệt hơn, "
        "{level:whole} người khác đi nhưng không lợi không thiệt, {same:whole} người không đổi",
        "en": "{members:whole} member{members:s}: {better:whole} better off, {worse:whole} worse off, "
        "{level:whole} different but level, {same:whole} as before",
    },
    "replay-nobody": {
        "vi": "Khách không thẻ: {sales:whole} đơn, {pays}",
        "en": "Without a card: {sales:whole} sold, {pays}",
    },
    "replay-best": {"vi": "Lợi nhiều nhất:", "en": "Best off:"},
    "replay-worst": {"vi": "Thiệt nhiều nhất:", "en": "Worst off:"},
    "replay-member": {
        "vi": "{member}: {pays}, {keeps} ({changed:whole}/{sales:whole} đơn khác đi)",
        "en": "{member}: {pays}, {keeps} ({changed:whole} of {sales:whole} sale{sales:s} changed)",
    },
    "replay-pays-more": {"vi": "phải trả thêm {amount:money}", "en": "{amount:money} more to pay"},
    "replay-pays-less": {"vi": "trả ít hơn {amount:money}", "en": "{amount:money} less to pay"},
    "replay-pays-same": {"vi": "trả như cũ", "en": "the same to pay"},
    "replay-keeps-more": {"vi": "được thêm {points:points}", "en": "{points:points} more"},
    "replay-keeps-fewer": {"vi": "bớt đi {points:points}", "en": "{points:points} fewer"},
    "replay-keeps-same": {"vi": "điểm như cũ", "en": "the same points"},
    "replay-astray": {
        "vi": "Cần xem lại: {sales:whole} đơn đã bán theo đúng chương trình này mà nay tính ra số khác, "
        "hóa đơn {receipts:list}",
        "en": "To be looked at: {sales:whole} of the sales {sales:was} made by this very program and come "
        "to other "
        "figures now, receipts {receipts:list}",
    },
    "replay-left-out": {
        "vi": "{lines:whole} dòng không tính được, không có trong các số trên",
        "en": "Lines that could not be priced, and are in none of these figures: {lines:whole}",
    },
}
