"""The words about recommendations."""

from loyalty.figures import Language

REFERRAL: dict[str, dict[Language, str]] = {
    "referral-none": {
        "vi": "Chương trình không có thưởng giới thiệu",
        "en": "The program gives nothing for recommendations",
    },
    "referral-self": {
        "vi": "Không thể tự giới thiệu chính mình",
        "en": "Nobody can recommend themselves",
    },
    "referral-loop": {
        "vi": "Người giới thiệu đã được chính thành viên này giới thiệu",
        "en": "This member is among those who led to the one who recommends",
    },
    "referral-already": {
        "vi": "Thành viên này đã có người giới thiệu",
        "en": "Somebody has recommended the program to this member already",
    },
    "referral-not-new": {
        "vi": "Thành viên này đã mua hàng, không còn là khách mới",
        "en": "This member has bought before and is not new",
    },
    "referral-points": {
        "vi": "Thưởng giới thiệu {points:points}",
        "en": "{points:points} for the recommendation",
    },
    "referral-taken-back": {
        "vi": "Thu lại {points:points} thưởng giới thiệu",
        "en": "{points:points} for the recommendation {points:is} taken back",
    },
    "referral-won": {
        "vi": "Bạn được giới thiệu đã mua hàng: thưởng {points:points}",
        "en": "A friend has bought: {points:points} for the recommendation",
    },
    "referral-lost": {
        "vi": "Bạn được giới thiệu đã trả hàng: thu lại {points:points}",
        "en": "A friend has brought it back: {points:points} {points:is} taken back",
    },
    "referral-cap": {
        "vi": "Đã đủ {times:whole} lượt thưởng giới thiệu trong kỳ",
        "en": "Nothing more for recommendations in this period: there {times:was} {times:whole}",
    },
    "referral-open": {
        "vi": "Mua lần đầu từ {least:money} được thưởng {points:points}",
        "en": "{points:points} at the first purchase of {least:money} or more",
    },
    "has-friends": {
        "vi": "Đã giới thiệu {friends:whole} người",
        "en": "Friends won so far: {friends:whole}",
    },
    "friends-passed-over": {
        "vi": "{friends:whole} người bạn đã được người khác giới thiệu trước, không tính thưởng",
        "en": "Friends whom somebody else had recommended before, for whom nothing is given: {friends:whole}",
    },
}
