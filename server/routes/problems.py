"""What goes wrong, as `application/problem+json`: a stable code, a status, a sentence, perhaps a nonce.

The sentences are for who reads a log or a terminal; a till shows its own, by the code.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from loyalty.errors import LoyaltillError, Refused, Unavailable
from loyalty.wire.canonical import Json, canonical_bytes
from server.usecases.authenticate import Unauthenticated

MEDIA_TYPE = "application/problem+json"

SENTENCES: Mapping[str, tuple[HTTPStatus, str]] = {
    "wire-refused": (HTTPStatus.BAD_REQUEST, "The body cannot be read: {path} {why}."),
    "batch-events": (
        HTTPStatus.BAD_REQUEST,
        "Event {seq} stands where event {expected} of this till should.",
    ),
    "batch-head": (
        HTTPStatus.BAD_REQUEST,
        "The signed head {seq} is not the end of the batch, which is {expected}.",
    ),
    "look-up-empty": (HTTPStatus.BAD_REQUEST, "Ask for either a card or a phone number."),
    "head-signature": (HTTPStatus.UNAUTHORIZED, "The signature of the journal's head is not this till's."),
    "signature-missing": (HTTPStatus.UNAUTHORIZED, "The request is not signed the way this server knows."),
    "digest-wrong": (HTTPStatus.UNAUTHORIZED, "The Content-Digest is not that of the body that arrived."),
    "nonce-stale": (HTTPStatus.UNAUTHORIZED, "Sign the request again with the nonce given here."),
    "signature-wrong": (HTTPStatus.UNAUTHORIZED, "The signature is not that of a till of this server."),
    "till-revoked": (
        HTTPStatus.FORBIDDEN,
        "This till has been revoked; a manager can pair it anew.",
    ),
    "not-your-journal": (HTTPStatus.FORBIDDEN, "A till may send its own journal only."),
    "member-not-found": (HTTPStatus.NOT_FOUND, "No member has this card or phone number."),
    "too-many-look-ups": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many members were looked up from here; ask again in {seconds} seconds.",
    ),
    "too-many-codes": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many pairing codes were wrong; wait {seconds} seconds.",
    ),
    "too-many-signatures": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many signatures from this address did not fit; wait {seconds} seconds.",
    ),
    "pairing-code-unknown": (
        HTTPStatus.NOT_FOUND,
        "There is no such pairing code; ask a manager for a new one.",
    ),
    "pairing-code-used": (
        HTTPStatus.CONFLICT,
        "This pairing code has been used; ask a manager for a new one.",
    ),
    "pairing-code-expired": (HTTPStatus.GONE, "This pairing code has expired; ask a manager for a new one."),
    "incarnation-retired": (
        HTTPStatus.CONFLICT,
        "Incarnation {incarnation} of this till is over, it is at {current}: the till was paired again.",
    ),
    "sale-not-found": (HTTPStatus.NOT_FOUND, "There is no receipt with these digits."),
    "sale-voided": (HTTPStatus.CONFLICT, "This sale was taken back already."),
    "refund-here": (HTTPStatus.CONFLICT, "This till sold it and may give it back by itself."),
    "sale-locked": (HTTPStatus.CONFLICT, "Till {till} has this receipt before it."),
    "sale-two-disks": (
        HTTPStatus.CONFLICT,
        "Two disks live as till {till}; one has to go first.",
    ),
    "sale-of-two-receipts": (
        HTTPStatus.CONFLICT,
        "Two sales have these digits: go to the till that is named on the receipt.",
    ),
    "operator-may-not": (HTTPStatus.FORBIDDEN, "This operator may not do that."),
    "second-person-needed": (HTTPStatus.FORBIDDEN, "This takes the word of a second person."),
    "approver-same": (HTTPStatus.FORBIDDEN, "Nobody approves what they do themselves."),
    "program-missing": (HTTPStatus.CONFLICT, "No program is published yet: balances come under one."),
    "program-refused": (HTTPStatus.BAD_REQUEST, "The program has {count} faults; the first is {first}."),
    "program-currency": (HTTPStatus.BAD_REQUEST, "The shop sells in {ours}, the program is in {theirs}."),
    "program-meanwhile": (HTTPStatus.CONFLICT, "Another program was published meanwhile: number {number}."),
    "program-same": (HTTPStatus.CONFLICT, "Number {number} says the same, and is in force then."),
    "program-begins-late": (HTTPStatus.BAD_REQUEST, "A program begins within {days} days."),
    "program-unknown": (HTTPStatus.NOT_FOUND, "There is no program number {number}."),
    "too-many-programs": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many programs were sent to be published; send it again in {seconds} seconds.",
    ),
    "no-such-draw": (HTTPStatus.NOT_FOUND, "There is no draw “{name}” in the program; there are: {known}."),
    "draw-not-over": (HTTPStatus.CONFLICT, "{name} is not over yet: nobody may know its seed."),
    "draw-seed-hex": (HTTPStatus.BAD_REQUEST, "The seed is not written as hexadecimal digits."),
    "draw-seed-short": (HTTPStatus.BAD_REQUEST, "The seed has {bytes} bytes; there are at least {least}."),
    "draw-seed-other": (HTTPStatus.CONFLICT, "This is not the seed that was committed to ({commitment})."),
    "operator-unknown": (HTTPStatus.NOT_FOUND, "There is no such operator."),
    "own-role": (HTTPStatus.FORBIDDEN, "Nobody changes their own role or blocks themselves."),
    "store-name-missing": (HTTPStatus.BAD_REQUEST, "A store has a name: it stands on its receipts."),
    "bank-unclear": (HTTPStatus.BAD_REQUEST, "A bank account is to be taken and given up at once: say one."),
    "till-name-missing": (HTTPStatus.BAD_REQUEST, "A till has a name: people tell it from the others by it."),
    "till-name-taken": (HTTPStatus.CONFLICT, "{name} is a till already, {till}: paired, or revoked."),
    "tills-full": (HTTPStatus.CONFLICT, "There are {limit} tills: no more can be told apart."),
    "too-many-pairing-codes": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many pairing codes were made; try again in {seconds} seconds.",
    ),
    "pin-missing": (HTTPStatus.BAD_REQUEST, "It is not said which PIN, as an Argon2id string."),
    "member-unknown": (HTTPStatus.NOT_FOUND, "There is no such member."),
    "member-alias": (HTTPStatus.CONFLICT, "This member was merged into another one."),
    "member-erased": (HTTPStatus.GONE, "This member asked to be forgotten, and was."),
    "note-empty": (HTTPStatus.BAD_REQUEST, "A note needs words."),
    "note-unknown": (HTTPStatus.NOT_FOUND, "The member has no such note."),
    "notes-full": (HTTPStatus.CONFLICT, "The member has {limit} notes that nobody has dealt with."),
    "name-missing": (HTTPStatus.BAD_REQUEST, "A member or an operator has a name."),
    "phone-taken": (HTTPStatus.CONFLICT, "Another member has this phone number."),
    "birthday-unreadable": (HTTPStatus.BAD_REQUEST, "{text} is no birthday like 1990-11-21 or 11-21."),
    "consent-missing": (HTTPStatus.BAD_REQUEST, "It is not said what was agreed to."),
    "same-member": (HTTPStatus.CONFLICT, "Both are the same member."),
    "no-such-voucher-rule": (HTTPStatus.NOT_FOUND, "The program has no such voucher to apologise with."),
    "voucher-limit": (HTTPStatus.CONFLICT, "The member has had as many of these as the program allows."),
    "nothing-adjusted": (HTTPStatus.BAD_REQUEST, "0 points are neither given nor taken."),
    "adjustment-reason": (HTTPStatus.BAD_REQUEST, "Points are given or taken for a reason."),
    "points-short": (HTTPStatus.CONFLICT, "Of {wanted} points only {available} can be taken now."),
    "too-much-held": (HTTPStatus.CONFLICT, "Nobody may have so many points."),
    "wallet-not-empty": (HTTPStatus.CONFLICT, "There is money in the wallet: pay it out first."),
    "not-merged": (HTTPStatus.CONFLICT, "This member is not merged into anybody."),
    "member-in-household": (HTTPStatus.CONFLICT, "This member shares a household: they leave it first."),
    "household-person": (HTTPStatus.CONFLICT, "Name one of the persons who share this household."),
    "household-full": (HTTPStatus.CONFLICT, "A household has at most {limit} persons."),
    "household-last": (HTTPStatus.CONFLICT, "Nobody else is in the household: there is nobody to leave."),
    "household-points": (HTTPStatus.CONFLICT, "At most {available} points can be taken along now."),
    "points-lent": (HTTPStatus.CONFLICT, "Points that would go back are lent to a till; try again later."),
    "incarnation-unknown": (
        HTTPStatus.BAD_REQUEST,
        "This till has never had an incarnation {incarnation}.",
    ),
    "incarnation-after-restore": (
        HTTPStatus.CONFLICT,
        "This server was put back to a time before incarnation {incarnation}: say what came before it first.",
    ),
    "pairing-other-server": (
        HTTPStatus.CONFLICT,
        "The till that shows this code believes a server of another key; put this one's own master key back.",
    ),
    "restore-unsaid": (
        HTTPStatus.CONFLICT,
        "Nobody has said that this server was put back to an earlier moment: admin after-restore --begin.",
    ),
    "till-of-another-store": (
        HTTPStatus.CONFLICT,
        "Till {till} of this code is in another store than the till that shows it.",
    ),
    "code-of-another-till": (
        HTTPStatus.CONFLICT,
        "This code is for till {till}, which is another one than shows it.",
    ),
    "till-paired-since": (
        HTTPStatus.CONFLICT,
        "Another computer was paired as till {till} since, or this one is known as it is.",
    ),
    "journal-gap": (HTTPStatus.CONFLICT, "Events are missing: the server holds the journal up to {ack_seq}."),
    "journal-forked": (
        HTTPStatus.CONFLICT,
        "The server holds another journal of this till; a manager has to look.",
    ),
    "body-too-large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is larger than {limit} bytes."),
    "body-encoded": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "The body must come as it is, without Content-Encoding.",
    ),
    "not-found": (HTTPStatus.NOT_FOUND, "There is nothing at this address; see /docs."),
    "method-not-allowed": (
        HTTPStatus.METHOD_NOT_ALLOWED,
        "This address does not know that method; see /docs.",
    ),
    "database-busy": (HTTPStatus.SERVICE_UNAVAILABLE, "The database is busy; send the same again."),
    "database-damaged": (HTTPStatus.SERVICE_UNAVAILABLE, "The database is damaged; a person has to look."),
    "database-unreachable": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database does not answer; send the same again.",
    ),
}
"""Status and sentence by code; what is not here and was refused is the caller's fault, with its code for a
sentence."""


def problem(code: str, params: Mapping[str, str | int], *, nonce: str | None = None) -> Response:
    """The answer that says what is wrong; the parameters stand beside the code."""
    status, sentence = SENTENCES.get(code, (HTTPStatus.BAD_REQUEST, f"The server refuses this: {code}."))
    body: dict[str, Json] = {
        **params,
        "code": code,
        "sentence": sentence.format_map(params),
        "status": status.value,
    }
    if nonce is not None:
        body["nonce"] = nonce
    wait = params.get("seconds") if status is HTTPStatus.TOO_MANY_REQUESTS else None
    headers = None if wait is None else {"Retry-After": str(wait)}
    return Response(canonical_bytes(body), status.value, headers=headers, media_type=MEDIA_TYPE)


def problem_of(error: LoyaltillError) -> Response:
    """The answer for an expected failure."""
    if isinstance(error, Unauthenticated):
        return problem(error.code, error.params, nonce=error.nonce)
    if isinstance(error, Refused | Unavailable):
        return problem(error.code, error.params)
    raise error
