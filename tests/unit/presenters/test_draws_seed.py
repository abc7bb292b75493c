"""A new seed for a draw: shown to be written down, asked for again, kept nowhere. Opened in test_draws."""

from loyalty.drawing import commitment_of
from tests.unit.presenters.test_draws import Visit
from tools.sample_draws import FRESH, SEED


def test_a_fresh_seed_is_written_down_before_its_commitment_is_given() -> None:
    visit = Visit()
    visit.it.action_pressed(1)
    label, *lines = visit.state.about_title.split("\n")
    assert (label, {len(each) for each in lines}) == ("New seed", {17})
    assert "".join(lines).replace(" ", "") == FRESH
    assert visit.state.listing.marked is None
    visit.it.finish_pressed()
    assert visit.faults == {"again": "Type the seed as it stands on your paper."}
    visit.fill(again=SEED)
    assert visit.notice.startswith("What was typed is not the seed above.")
    assert visit.step == "seed"
    visit.fill(again=FRESH.upper())
    commitment = commitment_of(bytes.fromhex(FRESH))
    assert f"Commitment{commitment}" == "".join(visit.state.about_title.split())
    visit.it.finish_pressed()
    ((name, text),) = visit.till.saved.items()
    assert f'commitment = "{commitment}"' in text
    assert FRESH not in f"{name}{text}{visit.it.model}"
    visit.it.back_pressed()
    assert visit.it.model.seed == ""
