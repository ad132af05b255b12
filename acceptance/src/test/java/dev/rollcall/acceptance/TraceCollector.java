package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;

/**
 * A collector (OTLP over HTTP) that keeps the latest traces of the system.
 */
final class TraceCollector {

	private static final int KEPT = 20_000;

	private final Queue<CollectedSpan> spans = new ConcurrentLinkedQueue<>();

	private final HttpServer server;

	private TraceCollector(HttpServer server) {
		this.server = server;
	}

	static TraceCollector start() {
		try {
			TraceCollector collector = new TraceCollector(
					HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
			collector.server.createContext("/v1/traces", collector::take);
			collector.server.start();
			return collector;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1/traces";
	}

	/** The spans of a trace, in the order of their starts. */
	List<CollectedSpan> trace(String traceId) {
		return this.spans.stream().filter((span) -> span.traceId().equals(traceId)).sorted().toList();
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().forEach(this::keep);
			exchange.sendResponseHeaders(200, -1);
		}
	}

	private void keep(ResourceSpans resource) {
		resource.getScopeSpansList()
			.forEach((scope) -> scope.getSpansList()
				.forEach((span) -> this.spans.add(CollectedSpan.of(resource.getResource(), span))));
		while (this.spans.size() > KEPT) {
			this.spans.remove();
		}
	}

}
