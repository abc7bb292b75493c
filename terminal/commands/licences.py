"""`licences`: what the till and its server are made of, and the texts of those licences, without a window."""

from argparse import ArgumentParser, Namespace

from loyalty.errors import Refused
from resources.catalogue import Catalogue
from resources.licences import LICENCES, OWN, OWN_LICENCE, SERVER_LICENCES, licence_texts
from terminal.commands.given import language_of_console


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "part", nargs="?", default="", metavar="PART", help="one of the list: its whole texts"
    )


def run(args: Namespace) -> int:
    """Print the list, or one part's texts. Raises Refused: `licence-unknown` (part)."""
    if not args.part:
        _print_list()
        return 0
    listed = {name.casefold(): name for name, _ in ((OWN, OWN_LICENCE), *LICENCES, *SERVER_LICENCES)}
    name = listed.get(args.part.casefold())
    if name is None:
        raise Refused("licence-unknown", part=args.part)
    for each in licence_texts(name):
        print(f"{each.name} ({each.licence})\n\n{each.text}\n\n")
    return 0


def _print_list() -> None:
    catalogue = Catalogue.load(language_of_console())
    for section, parts in (("till", ((OWN, OWN_LICENCE), *LICENCES)), ("server", SERVER_LICENCES)):
        print(f"{catalogue.text(f'settings.section.{section}')}:")
        for name, licence in parts:
            print(f"  {name}: {licence}")
