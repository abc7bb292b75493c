"""Every way a printer can be."""

from hypothesis import strategies as st

from drivers.escpos.condition import Condition
from drivers.ports import Paper

CONDITIONS = st.builds(
    Condition,
    paper=st.sampled_from([Paper.OK, Paper.NEAR_END, Paper.OUT]),
    cover_open=st.booleans(),
    cutter_jammed=st.booleans(),
)
