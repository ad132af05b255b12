package dev.rollcall.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;

/**
 * Writes problems where there is no exchange.
 */
final class BareProblem {

	private final JsonMapper json;

	BareProblem(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Returns a response without a body as a problem with its status and headers.
	 */
	FullHttpResponse of(FullHttpResponse bare, Channel channel) {
		return response(bare.protocolVersion(), bare.status(), bare.headers(), channel);
	}

	/** Returns the response to a request of which the server has read nothing. */
	FullHttpResponse of(HttpResponseStatus status, HttpHeaders headers, Channel channel) {
		return response(HttpVersion.HTTP_1_1, status, headers, channel);
	}

	private FullHttpResponse response(HttpVersion version, HttpResponseStatus status, HttpHeaders headers,
			Channel channel) {
		String given = headers.get(CorrelationId.HEADER);
		String correlationId = CorrelationId.accept((given != null) ? given : requested(channel));
		Problem problem = Problem.of(status.code());
		ByteBuf body = Unpooled.wrappedBuffer(this.json.writeValueAsBytes(problem.body(null, correlationId)));
		FullHttpResponse response = new DefaultFullHttpResponse(version,
				HttpResponseStatus.valueOf(problem.status().value()), body);
		response.headers()
			.set(headers)
			.remove("Transfer-Encoding")
			.set("Content-Type", MediaType.APPLICATION_PROBLEM_JSON_VALUE)
			.set("Content-Length", body.readableBytes())
			.set("Cache-Control", "no-store")
			.set("X-Content-Type-Options", "nosniff")
			.set("X-Frame-Options", "DENY")
			.set(CorrelationId.HEADER, correlationId);
		return response;
	}

	/** The id in the headers of the request, as far as they were read. */
	private static @Nullable String requested(Channel channel) {
		return (ChannelOperations.get(channel) instanceof HttpServerRequest request)
				? request.requestHeaders().get(CorrelationId.HEADER) : null;
	}

}
