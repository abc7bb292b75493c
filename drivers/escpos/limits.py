"""How long the till waits for a printer, and for what. Seconds; tests inject shorter ones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every wait in the protocol of a job has its limit here.

    A job to a printer that is not there ends after `connect_s`, one to a printer that fell silent after
    `silent_s`, one that never ends after `finish_s`.
    """

    connect_s: float = 3.0
    """Until the line is open."""

    answer_s: float = 1.0
    """For one answer of a printer that answers, or may."""

    mute_answer_s: float = 0.15
    """For one answer of a printer that never answered: it may have learnt to."""

    progress_s: float = 5.0
    """For each 4 kB that are handed over."""

    poll_s: float = 0.25
    """Between two looks at a printer while it works, or waits for somebody."""

    silent_s: float = 3.0
    """Without any answer after the last byte until a printer counts as fallen silent."""

    finish_s: float = 30.0
    """From the last byte to the confirmation, of a printer that says it is well."""

    grace_s: float = 2.0
    """From the in-line answer to the better confirmation, on the job that finds out which one there is."""

    learn_s: float = 8.0
    """From the last byte of the first job until the printer counts as one that never confirms."""

    close_s: float = 1.0
    """For what was written to arrive after the last byte."""


DEFAULT_LIMITS = Limits()
