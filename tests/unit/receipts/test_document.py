"""Documents are kept as JSON: the same document gives the same text, and only documents are read back."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.receipts.document import (
    MAX_QR_BYTES,
    Block,
    Code128,
    Columns,
    Document,
    DocumentUnreadable,
    QrCode,
    Rule,
    Space,
    Text,
    document_from_json,
    document_to_json,
)

COMPOSED = st.text(max_size=20).map(lambda text: unicodedata.normalize("NFC", text))
SIZES = st.sampled_from((1, 2))
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(
        Text,
        COMPOSED,
        align=st.sampled_from(("left", "center", "right")),
        bold=st.booleans(),
        size=SIZES,
        indent=st.integers(0, 8),
    ),
    st.builds(Columns, COMPOSED, COMPOSED, bold=st.booleans(), size=SIZES, indent=st.integers(0, 8)),
    st.just(Rule()),
    st.just(Space()),
    st.builds(QrCode, COMPOSED.filter(len)),
    st.builds(Code128, st.from_regex(r"([0-9]{2}){1,12}", fullmatch=True)),
)
DOCUMENTS = st.lists(BLOCKS, max_size=8).map(lambda blocks: Document(tuple(blocks)))


@given(DOCUMENTS)
def test_a_document_comes_back_from_its_text(document: Document) -> None:
    text = document_to_json(document)
    assert document_from_json(text) == document
    assert document_to_json(document_from_json(text)) == text


def test_the_text_is_small_sorted_and_composed() -> None:
    document = Document((Text(unicodedata.normalize("NFD", "Điểm"), bold=True), Rule()))
    assert document_to_json(document) == (
        '{"blocks":[{"bold":true,"kind":"text","text":"Điểm"},{"kind":"rule"}],"v":1}'
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "not JSON"),
        ("[]", "not an object"),
        ('{"v":2,"blocks":[]}', "version 2"),
        ('{"v":1}', "blocks: not a list"),
        ('{"v":1,"blocks":[7]}', "blocks[0]: not an object"),
        ('{"v":1,"blocks":[{"kind":"stamp"}]}', "unknown kind 'stamp'"),
        ('{"v":1,"blocks":[{"kind":"rule"},{"kind":"text"}]}', "blocks[1].text: missing"),
        ('{"v":1,"blocks":[{"kind":"text","text":5}]}', "blocks[0].text: not understood"),
        ('{"v":1,"blocks":[{"kind":"text","text":"a","size":3}]}', "blocks[0].size"),
        ('{"v":1,"blocks":[{"kind":"text","text":"a","size":true}]}', "blocks[0].size"),
        ('{"v":1,"blocks":[{"kind":"text","text":"a","indent":9}]}', "blocks[0].indent"),
        ('{"v":1,"blocks":[{"kind":"text","text":"a","align":["left"]}]}', "blocks[0].align"),
        ('{"v":1,"blocks":[{"kind":"rule","text":"a"}]}', "blocks[0].text: not understood"),
        ('{"v":1,"blocks":[{"kind":"code128","digits":"12a4"}]}', "blocks[0]: '12a4'"),
        ('{"v":1,"blocks":[{"kind":"qr","data":""}]}', "blocks[0]: 0 bytes"),
    ],
)
def test_anything_else_is_refused_and_the_place_named(text: str, complaint: str) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        document_from_json(text)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("digits", ["", "1", "123", "12a4", "１２", "0" * 26])
def test_only_a_few_pairs_of_digits_make_a_bar_code(digits: str) -> None:
    with pytest.raises(ValueError, match="bar code"):
        Code128(digits)


def test_a_qr_code_has_a_limit() -> None:
    assert QrCode("đ" * (MAX_QR_BYTES // 2))
    with pytest.raises(ValueError, match="202 bytes"):
        QrCode("đ" * (MAX_QR_BYTES // 2 + 1))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=6))
def test_no_json_value_gets_past_the_reader_as_something_else(value: object) -> None:
    with pytest.raises(DocumentUnreadable):
        document_from_json(json.dumps({"v": 1, "blocks": [{"kind": "text", "text": "a", "_": value}]}))
