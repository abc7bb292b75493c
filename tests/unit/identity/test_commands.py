"""The codes on the sheet beside the till, that stand for something to do."""

from loyalty.identity.commands import Command, command_code, command_of, is_payment


def test_every_command_is_found_by_its_code_and_has_words_of_its_own() -> None:
    assert [command_of(command_code(command)) for command in Command] == list(Command)
    assert len({command.key for command in Command}) == len(Command)
    assert command_of("8934563138165") is None


def test_two_of_them_pay() -> None:
    assert [command.key for command in Command if is_payment(command_code(command))] == [
        "pay-cash",
        "pay-card",
    ]
    assert not is_payment("8934563138165")
