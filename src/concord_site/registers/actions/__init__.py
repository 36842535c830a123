"""What can be done to the register: enter, correct, verify, refuse, take back, end; contacts; lists; by date."""

from concord_site.registers.actions.deciding import confirm, end, refuse, reviewed
from concord_site.registers.actions.entering import cancel, propose, revise

__all__ = ["cancel", "confirm", "end", "propose", "refuse", "reviewed", "revise"]
