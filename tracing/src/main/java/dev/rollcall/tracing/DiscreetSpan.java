package dev.rollcall.tracing;

import java.util.List;
import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span without attributes that may contain a secret or an address: raw paths and
 * queries, and exception messages, which quote documents and responses.
 */
final class DiscreetSpan extends DelegatingSpanData {

	/** Names of Spring's conventions. The path's template stays. */
	private static final Set<String> WITHHELD = Set.of("http.url", "http.uri", "exception.message",
			"exception.stacktrace");

	DiscreetSpan(SpanData span) {
		super(span);
	}

	@Override
	public Attributes getAttributes() {
		return discreet(super.getAttributes());
	}

	@Override
	public List<EventData> getEvents() {
		return super.getEvents().stream().map(DiscreetSpan::discreet).toList();
	}

	@Override
	public StatusData getStatus() {
		return StatusData.create(super.getStatus().getStatusCode(), "");
	}

	private static EventData discreet(EventData event) {
		return EventData.create(event.getEpochNanos(), event.getName(), discreet(event.getAttributes()));
	}

	private static Attributes discreet(Attributes attributes) {
		return attributes.toBuilder().removeIf((key) -> WITHHELD.contains(key.getKey())).build();
	}

}
