package dev.rollcall.acceptance;

import java.util.HexFormat;
import java.util.List;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * A span that the collector received.
 *
 * @param service the service that sent it
 * @param span the span
 */
record CollectedSpan(String service, Span span) implements Comparable<CollectedSpan> {

	static CollectedSpan of(Resource resource, Span span) {
		String service = resource.getAttributesList()
			.stream()
			.filter((attribute) -> attribute.getKey().equals("service.name"))
			.map((attribute) -> attribute.getValue().getStringValue())
			.findFirst()
			.orElse("");
		return new CollectedSpan(service, span);
	}

	String traceId() {
		return hex(this.span.getTraceId());
	}

	String id() {
		return hex(this.span.getSpanId());
	}

	/** The id of the parent span; empty for the root span. */
	String parent() {
		return hex(this.span.getParentSpanId());
	}

	String name() {
		return this.span.getName();
	}

	String attribute(String key) {
		return this.span.getAttributesList()
			.stream()
			.filter((attribute) -> attribute.getKey().equals(key))
			.map((attribute) -> attribute.getValue().getStringValue())
			.findFirst()
			.orElse("");
	}

	@Override
	public int compareTo(CollectedSpan other) {
		return Long.compare(this.span.getStartTimeUnixNano(), other.span.getStartTimeUnixNano());
	}

	/** The spans as an indented tree, one line each. */
	static String tree(List<CollectedSpan> spans) {
		StringBuilder lines = new StringBuilder();
		spans.stream()
			.filter((span) -> spans.stream().noneMatch((other) -> other.id().equals(span.parent())))
			.forEach((root) -> root.addTo(lines, spans, 0));
		return lines.toString();
	}

	private void addTo(StringBuilder lines, List<CollectedSpan> spans, int depth) {
		long begin = spans.get(0).span.getStartTimeUnixNano();
		lines.append("%-66s %-20s %+9.1f ms %9.1f ms%n".formatted("  ".repeat(depth) + name(), this.service,
				(this.span.getStartTimeUnixNano() - begin) / 1e6,
				(this.span.getEndTimeUnixNano() - this.span.getStartTimeUnixNano()) / 1e6));
		spans.stream()
			.filter((span) -> span.parent().equals(id()))
			.forEach((span) -> span.addTo(lines, spans, depth + 1));
	}

	private static String hex(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

}
