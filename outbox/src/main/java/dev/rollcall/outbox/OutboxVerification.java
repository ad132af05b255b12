package dev.rollcall.outbox;

import dev.rollcall.verification.Checkpoint;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;

/**
 * Compares the published messages with the topics. A repair releases parked documents and
 * publishes missing messages again with the same ids.
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
				findings.note("%d parked documents were released".formatted(released));
			}
			this.audit.settle();
		}
		Checkpoint checkpoint = order.checkpoint();
		OutboxAudit.Result result = (checkpoint != null) ? this.audit.compare(checkpoint) : this.audit.compare();
		findings.compared(result.compared());
		result.missing().forEach((lost) -> {
			int messages = lost.messageIds().size();
			findings.missingMessages(messages);
			findings.add(lost.aggregateId(),
					new Difference(Difference.Kind.LOST, "%d published messages".formatted(messages)));
			if (order.repair() && this.audit.publishAgain(lost)) {
				findings.repaired(lost.aggregateId());
			}
		});
		return findings;
	}

}
