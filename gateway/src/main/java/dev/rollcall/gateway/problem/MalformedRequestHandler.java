package dev.rollcall.gateway.problem;

import dev.rollcall.web.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import dev.rollcall.web.CorrelationId;

/**
 * Adds a problem body to the server's empty response to a request that it cannot parse.
 * One per connection.
 */
final class MalformedRequestHandler extends ChannelDuplexHandler {

	private final JsonMapper json;

	private boolean malformed;

	MalformedRequestHandler(JsonMapper json) {
		this.json = json;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
			this.malformed = true;
		}
		context.fireChannelRead(message);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (this.malformed && message instanceof FullHttpResponse bare && !bare.content().isReadable()) {
			ReferenceCountUtil.release(bare);
			context.write(response(bare), promise);
			return;
		}
		context.write(message, promise);
	}

	private FullHttpResponse response(FullHttpResponse bare) {
		String correlationId = CorrelationId.accept(null);
		Problem problem = Problem.of(bare.status().code());
		ByteBuf body = Unpooled.wrappedBuffer(this.json.writeValueAsBytes(problem.body(null, correlationId)));
		FullHttpResponse response = new DefaultFullHttpResponse(bare.protocolVersion(), bare.status(), body);
		response.headers()
			.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
			.set(HttpHeaders.CONTENT_LENGTH, body.readableBytes())
			.set(HttpHeaders.CONNECTION, "close")
			.set(HttpHeaders.CACHE_CONTROL, "no-store")
			.set("X-Content-Type-Options", "nosniff")
			.set("X-Frame-Options", "DENY")
			.set(CorrelationId.HEADER, correlationId);
		return response;
	}

}
