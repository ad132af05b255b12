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
 * Sends spans without attributes that may be personal. Spans that the collector does not
 * accept are dropped: nothing waits for it. One line per outage is logged.
 */
final class DiscreetExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(DiscreetExporter.class);

	private final SpanExporter delegate;

	private final AtomicBoolean failing = new AtomicBoolean();

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
		if (this.failing.compareAndSet(success, !success)) {
			if (success) {
				logger.info("The trace collector accepts spans again");
			}
			else {
				logger.warn("The trace collector does not accept spans; they are dropped until it does");
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
