package dev.rollcall.tracing;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans without what may be personal, and says once an outage that they do not
 * arrive. Those are lost: nothing waits for a collector.
 */
final class DiscreetExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(DiscreetExporter.class);

	private final SpanExporter delegate;

	private final AtomicBoolean troubled = new AtomicBoolean();

	DiscreetExporter(SpanExporter delegate) {
		this.delegate = delegate;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<SpanData> discreet = spans.stream().<SpanData>map(DiscreetSpan::new).toList();
		CompletableResultCode result = this.delegate.export(discreet);
		return result.whenComplete(() -> note(result.isSuccess()));
	}

	private void note(boolean success) {
		if (this.troubled.compareAndSet(success, !success)) {
			if (success) {
				logger.info("The collector takes traces again");
			}
			else {
				logger.warn("The collector does not take traces; those of meanwhile are lost");
			}
		}
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

}
