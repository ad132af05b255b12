package dev.rollcall.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.util.ReferenceCountUtil;

/**
 * Makes problems of the error responses without a body: the server's own, such as to a
 * malformed URI, and the framework's, such as to an unsatisfiable range. One per
 * connection.
 */
final class BareResponses extends ChannelOutboundHandlerAdapter {

	private static final int FIRST_ERROR = 400;

	private final BareProblem problem;

	BareResponses(BareProblem problem) {
		this.problem = problem;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof FullHttpResponse response && isBareError(response)) {
			context.write(this.problem.of(response, context.channel()), promise);
			ReferenceCountUtil.release(response);
		}
		else {
			context.write(message, promise);
		}
	}

	private static boolean isBareError(FullHttpResponse response) {
		return response.status().code() >= FIRST_ERROR && !response.content().isReadable();
	}

}
