"""What managers do with members and their cards on a day with real databases; memory knows nobody's name."""

from typing import Final

from tests.simulation.sides import Managed
from tests.simulation.steps import Step
from tests.simulation.world import Does, World

DEEDS: Final[tuple[Managed, ...]] = (
    "members merged",
    "merge undone",
    "household joined",
    "household left",
    "card blocked or let be",
    "card replaced",
    "member forgotten",
)
"""Each under the name of its step."""


def manage(deed: Managed) -> Does:
    """The step of a deed: whom it is about, the step's numbers say."""

    def does(world: World, step: Step) -> bool:
        done = world.server.manage(deed, step)
        if done:
            world.tell(f"a manager: {deed}, {done}")
            world.look_at_server()
        return bool(done)

    return does
