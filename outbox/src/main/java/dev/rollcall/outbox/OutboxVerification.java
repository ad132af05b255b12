package dev.rollcall.outbox;

import java.util.List;

import dev.rollcall.verification.Checkpoint;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;

/**
 * Compares the published messages with the topics, and names parked documents. A repair
 * releases these and publishes missing messages again with the same ids.
 */
final class OutboxVerification implements Verification {

	private static final Difference PARKED = new Difference(Difference.Kind.LOST, "parked messages");

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
		List<String> parked = this.audit.parked();
		parked.forEach((id) -> findings.add(id, PARKED));
		if (order.repair()) {
			release(parked, findings);
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

	private void release(List<String> parked, Findings findings) {
		if (!parked.isEmpty()) {
			findings.note("%d parked documents were released".formatted(this.audit.release()));
			this.audit.published(parked).forEach(findings::repaired);
		}
	}

}
