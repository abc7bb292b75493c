"""Which column of a file is which: by its heading.

In Vietnamese and English, and as KiotViet, Sapo, Loyverse and Square write theirs. What nobody knows is left
out until somebody says what it is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from loyalty.identity.names import fold

Kind = Literal["members", "products"]
"""What a file is of: people with their cards and balances, or goods."""
Mapped = tuple[str, ...]
"""For each column the field it is, empty where it is left out."""

MEMBER_FIELDS: Final = (
    "name", "family", "given", "phone", "birthday", "email", "card", "card_state", "points", "wallet",
    "tier", "measure", "purchases",
)  # fmt: skip
PRODUCT_FIELDS: Final = (
    "sku", "product_name", "variant", "price", "category", "brand", "unit", "vat", "barcode", "tags", "sold",
    "planned",
)  # fmt: skip
FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {"members": MEMBER_FIELDS, "products": PRODUCT_FIELDS}

_MEMBERS: Final[Mapping[str, str]] = {
    "name": "name|full name|customer name|customer|ten khach hang|ten khach|ho ten|ho va ten|khach hang|ten",
    "family": "last name|family name|surname|ho|ho va ten dem|ho dem",
    "given": "first name|given name|ten goi|ten dem va ten",
    "phone": "phone|phone number|mobile|mobile phone|telephone|tel|dien thoai|so dien thoai|sdt|sđt|di dong"
    "|dien thoai di dong|so dt|dt",
    "birthday": "birthday|birth date|date of birth|dob|ngay sinh|sinh nhat|ngay thang nam sinh",
    "email": "email|e-mail|email address|thu dien tu|dia chi email|mail",
    "card": "card|cards|card number|card no|member card|loyalty card|the|so the|ma the"
    "|the thanh vien|so the thanh vien|ma the thanh vien|the hoi vien",
    "card_state": "card state|state of card|card blocked or not|trang thai the|the co bi khoa khong",
    "points": "points|points balance|point balance|loyalty points|diem|diem hien tai|so diem"
    "|diem tich luy|diem thuong|diem con lai|diem dau ky",
    "wallet": "wallet|wallet balance|store credit|prepaid|vi|so du vi|tien trong vi|tien tra truoc",
    "tier": "tier|level|membership level|hang|hang the|hang thanh vien|cap do|hang khach hang",
    "measure": "measure|spent in window|collected for the tier|tong tich hang|tich luy xet hang"
    "|tich luy de xet hang",
    "purchases": "purchases|number of purchases|total visits|visits|transaction count|orders|so lan mua"
    "|so don hang|tong so don hang|so don|so lan mua hang",
}
_PRODUCTS: Final[Mapping[str, str]] = {
    "sku": "sku|code|product code|item code|ma hang|ma hang hoa|ma san pham|ma sku|ma sku*|reference handle",
    "product_name": "name|item name|product name|item|ten hang|ten hang hoa|ten san pham|ten san pham*|ten",
    "variant": "variation name|option 1 value|gia tri thuoc tinh 1|thuoc tinh",
    "price": "price|unit price|unit_price|default price|selling price|retail price|gia|gia ban|don gia"
    "|pl gia ban le|pl_gia ban le|gia ban le",
    "category": "category|categories|group|nhom hang|nhom hang 3 cap|loai san pham|danh muc|nhom"
    "|reporting category",
    "brand": "brand|thuong hieu|nhan hieu",
    "unit": "unit|sold by weight|don vi|don vi tinh|dvt|đvt|unit and precision",
    "vat": "vat|vat percent|vat_percent|tax rate|vat in %|thue|thue suat|thue gtgt|thue vat",
    "barcode": "barcode|barcodes|bar code|bar codes|gtin|ean|upc|ma vach",
    "tags": "tags|nhan|the nhan",
    "sold": "state|status|sellable|available for sale|dang kinh doanh|trang thai|con ban|on sale or not"
    "|con ban khong",
    "planned": "planned|planned prices|gia da hen|gia da hen truoc",
}
_FORGETS: Final = re.compile(r"[\s_]+")
_IN_BRACKETS: Final = re.compile(r"\s*[(\[].*?[)\]]\s*")


def _known(names: Mapping[str, str]) -> dict[str, str]:
    return {_folded(each): field for field, listed in names.items() for each in listed.split("|")}


def _folded(heading: str) -> str:
    bare = _IN_BRACKETS.sub(" ", heading)
    return _FORGETS.sub(" ", fold(bare.replace("_", " "))).strip(" *:.")


_KNOWN: Final[Mapping[Kind, Mapping[str, str]]] = {
    "members": _known(_MEMBERS), "products": _known(_PRODUCTS),
}  # fmt: skip


def kind_of(header: Sequence[str]) -> Kind:
    """What a file is of, by its headings: what more of them are known for."""
    counts = {kind: sum(bool(field) for field in map_columns(header, kind)) for kind in FIELDS}
    goods = {"sku", "price"} <= set(map_columns(header, "products"))
    return "products" if goods and counts["products"] >= counts["members"] else "members"


def map_columns(header: Sequence[str], kind: Kind) -> Mapped:
    """For each column its field; of two columns that could be one field, the first is it."""
    taken = set[str]()
    mapped = list[str]()
    for heading in header:
        field = _field_of(heading, kind)
        mapped.append("" if field in taken else field)
        taken.add(field)
    return _by_their_parts(header, tuple(mapped))


def missing(mapped: Mapped, kind: Kind) -> str:
    """What a file needs and has not, as `phone-or-card`, `sku`, `product_name`; empty where it has all."""
    fields = set(mapped)
    if kind == "members":
        return "" if fields & {"phone", "card"} else "phone-or-card"
    return "" if "sku" in fields else "sku"


def _field_of(heading: str, kind: Kind) -> str:
    if heading in FIELDS[kind]:
        return heading
    return _KNOWN[kind].get(_folded(heading), "")


def _by_their_parts(header: Sequence[str], mapped: Mapped) -> Mapped:
    """A column *Tên* beside a column *Họ* is the given name, and no whole one."""
    if "family" in mapped and "given" not in mapped and "name" in mapped:
        at = mapped.index("name")
        if _folded(header[at]) == "ten":
            return (*mapped[:at], "given", *mapped[at + 1 :])
    return mapped
