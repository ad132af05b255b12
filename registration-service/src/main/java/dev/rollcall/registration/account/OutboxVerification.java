package dev.rollcall.registration.account;

import java.util.List;

import dev.rollcall.outbox.OutboxAudit;
import dev.rollcall.projection.Findings;
import dev.rollcall.projection.Verification;

/**
 * Compares what was published with what the topics hold, and has what they lack published
 * again with the same ids.
 */
final class OutboxVerification implements Verification {

	private final OutboxAudit audit;

	OutboxVerification(OutboxAudit audit) {
		this.audit = audit;
	}

	@Override
	public String name() {
		return "outbox";
	}

	@Override
	public Findings verify(Order order) {
		Findings findings = new Findings();
		if (order.repair()) {
			long released = this.audit.release();
			if (released > 0) {
				findings.note("%d parked documents are tried again".formatted(released));
			}
		}
		List<OutboxAudit.Missing> missing = this.audit.missing();
		findings.compared(missing.size());
		missing.forEach((lost) -> {
			findings.missingMessages(lost.messageIds().size());
			findings.add(Findings.Kind.LOST, lost.aggregateId(),
					"%d published messages".formatted(lost.messageIds().size()));
			if (order.repair() && this.audit.publishAgain(lost)) {
				findings.repaired();
			}
		});
		return findings;
	}

}
