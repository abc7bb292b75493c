"""Each scene of `features` is a test."""

import pytest
from pytest_bdd import scenarios

pytestmark = pytest.mark.usefixtures("original")
"""Asked for by a step, the shop would be set up within the first scene, whose guards would see it stay."""
scenarios("features")
