"""Why a survey's question is not asked this time."""

from loyalty.figures import Language

SURVEY: dict[str, dict[Language, str]] = {
    "survey-after-sale": {"vi": "Chỉ hỏi sau khi bán", "en": "It is asked after a sale"},
    "survey-after-refund": {"vi": "Chỉ hỏi sau khi trả hàng", "en": "It is asked after a refund"},
    "survey-asked": {
        "vi": "Đã hỏi ngày {last:date}, còn {days:whole} ngày nữa mới hỏi lại",
        "en": "Asked on {last:date}, not again for {days:whole} more day{days:s}",
    },
    "survey-not-drawn": {
        "vi": "Chỉ hỏi {share:percent} số hóa đơn, hóa đơn này không thuộc số đó",
        "en": "It is asked for {share:percent} of the receipts, and this one is not among them",
    },
}
