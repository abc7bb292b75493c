"""One job on one line, from its first byte to what is finally known of it.

The outcomes and what is true after each are told in `drivers.ports.JobState`.
"""

from collections.abc import Callable

from drivers.escpos.limits import Limits
from drivers.escpos.line import Outgoing, PrinterLine
from drivers.escpos.readiness import PrinterMemory, ask_status, make_ready
from drivers.escpos.sentinel import Confirmation, SentinelWatch
from drivers.ports import DeviceUnavailable, JobOutcome, JobState, PrinterStatus, Sentinel

_CONFIRMING = (Sentinel.GS_H, Sentinel.GS_R)


class Job:
    """A job that is being printed: run once, then followed while it is held. The line is its owner's."""

    def __init__(
        self,
        payload: bytes,
        *,
        line: PrinterLine,
        memory: PrinterMemory,
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self._line = line
        self._memory = memory
        self._limits = limits
        self._clock = clock
        self._payload_bytes = len(payload)
        self._watch = SentinelWatch(memory.abilities.sentinel, next(memory.ids))
        mark = self._watch.request if line.two_way else b""
        self._outgoing = Outgoing(payload + mark)
        self._half_at: float | None = None

    def run(self) -> JobOutcome:
        """Open the line, look at the printer, send the job and wait for its end."""
        try:
            self._line.open()
            trouble = make_ready(self._line, self._memory, self._limits)
        except DeviceUnavailable as lost:
            return JobOutcome(JobState.NOT_SENT, lost.code)
        if trouble is not None:
            return JobOutcome(JobState.NOT_SENT, trouble)
        return self.go_on()

    def go_on(self) -> JobOutcome:
        """Send what is left and wait for the end."""
        try:
            return self._confirm() if self._line.send(self._outgoing) else self._stuck()
        except DeviceUnavailable as lost:
            return self._lost(lost.code)

    def status(self) -> PrinterStatus:
        """How the printer is while it holds this job; a question never falls into a picture."""
        try:
            if self._outgoing.sent == len(self._outgoing.data):
                return self._look()
            self._line.listen(timeout_s=0)
        except DeviceUnavailable:
            return PrinterStatus(answered=False)
        return self._line.said or PrinterStatus(answered=False)

    def _outcome(self, state: JobState, why: str | None = None) -> JobOutcome:
        return JobOutcome(state, why, min(self._outgoing.sent, self._payload_bytes))

    def _lost(self, why: str) -> JobOutcome:
        """No more will be heard of this job; before its first byte that is no loss."""
        return self._outcome(JobState.UNKNOWN if self._outgoing.sent else JobState.NOT_SENT, why)

    def _stuck(self) -> JobOutcome:
        """The printer takes no more: it said why, or it did not."""
        trouble = self._line.said.trouble if self._line.said is not None else None
        if trouble is None:
            return self._lost("printer-stalled")
        return self._outcome(JobState.HELD if self._outgoing.sent else JobState.NOT_SENT, trouble)

    def _confirm(self) -> JobOutcome:
        """Wait until the mark behind the job is answered, the printer is in trouble, or it takes too long."""
        if not self._line.two_way:
            return self._outcome(JobState.UNCONFIRMED)
        began = heard_at = self._clock()
        while True:
            if self._hears_confirmation():
                return self._printed()
            status = self._look()
            now = self._clock()
            if not status.answered:
                outcome = self._judge_silence(now - heard_at)
            elif status.trouble is not None:
                return self._outcome(JobState.HELD, status.trouble)
            else:
                heard_at = now
                outcome = self._judge_delay(now - began)
            if outcome is not None:
                return outcome

    def _look(self) -> PrinterStatus:
        """How the printer is: asked, or in the trouble it told of before it fell silent."""
        status = ask_status(self._line, self._memory, self._limits)
        said = self._line.said
        return said if not status.answered and said is not None and said.trouble else status

    def _hears_confirmation(self) -> bool:
        if not self._is_confirmed():
            self._line.listen(timeout_s=self._limits.poll_s)
        return self._is_confirmed()

    def _is_confirmed(self) -> bool:
        """Whether the answers so far are as good as they will get."""
        for answer in self._line.take_answers():
            self._watch.note(answer)
        match self._watch.confirmation:
            case Confirmation.NONE:
                return False
            case Confirmation.WHOLE:
                return True
            case Confirmation.HALF:
                if self._half_at is None:
                    self._half_at = self._clock()
                return self._clock() - self._half_at >= self._limits.grace_s

    def _printed(self) -> JobOutcome:
        answers_status = bool(self._memory.abilities.answers_status)
        self._memory.learn(answers_status=answers_status, sentinel=self._watch.answered)
        return self._outcome(JobState.PRINTED)

    def _judge_silence(self, silent_s: float) -> JobOutcome | None:
        """Nothing is heard after the last byte: bad news if this printer ever answered, otherwise no news."""
        abilities = self._memory.abilities
        confirms = abilities.sentinel in _CONFIRMING
        if abilities.answers_status or confirms:
            limit_s = self._limits.silent_s if abilities.answers_status else self._limits.finish_s
            return self._lost("printer-silent") if silent_s >= limit_s else None
        if silent_s < (self._limits.learn_s if abilities.sentinel is None else self._limits.mute_answer_s):
            return None
        self._memory.learn(answers_status=False, sentinel=Sentinel.NONE)
        return self._outcome(JobState.UNCONFIRMED)

    def _judge_delay(self, waited_s: float) -> JobOutcome | None:
        """The printer says it is well, and does not answer the mark."""
        match self._memory.abilities.sentinel:
            case Sentinel.NONE:
                return self._outcome(JobState.UNCONFIRMED)
            case None if waited_s >= self._limits.learn_s:
                self._memory.learn(sentinel=Sentinel.NONE)
                return self._outcome(JobState.UNCONFIRMED)
            case Sentinel.GS_H | Sentinel.GS_R if waited_s >= self._limits.finish_s:
                self._memory.forget_sentinel()
                return self._lost("printer-unconfirmed")
            case _:
                return None
