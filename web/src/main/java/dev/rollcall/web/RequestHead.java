package dev.rollcall.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * Closes a connection, with a 408, if the head of a request does not arrive in time after
 * its first byte; idle connections do not count. Refuses a request without exactly one
 * well-formed host (RFC 9112, section 3.2). One per connection.
 */
final class RequestHead extends ChannelInboundHandlerAdapter {

	private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?");

	private final Duration limit;

	private final BareProblem problem;

	private boolean expected = true;

	private @Nullable Future<?> timer;

	RequestHead(Duration limit, BareProblem problem) {
		this.limit = limit;
		this.problem = problem;
	}

	/** Returns the handler before the decoder: it sees the first byte. */
	ChannelInboundHandler bytes() {
		return new ChannelInboundHandlerAdapter() {
			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				if (RequestHead.this.expected && RequestHead.this.timer == null) {
					start(context.pipeline().context(RequestHead.this));
				}
				context.fireChannelRead(message);
			}
		};
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request) {
			this.expected = false;
			stop();
			checkHost(request);
		}
		if (message instanceof LastHttpContent) {
			this.expected = true;
		}
		context.fireChannelRead(message);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		stop();
	}

	private static void checkHost(HttpRequest request) {
		List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
		boolean none = hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
		boolean one = hosts.size() == 1 && HOST.matcher(hosts.get(0)).matches();
		if (!none && !one && request.decoderResult().isSuccess()) {
			request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("Not exactly one host")));
		}
	}

	private void start(ChannelHandlerContext context) {
		this.timer = context.executor().schedule(() -> expire(context), this.limit.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void stop() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	/** The response to an earlier request goes first. */
	private void expire(ChannelHandlerContext context) {
		if (ChannelOperations.get(context.channel()) != null) {
			start(context);
			return;
		}
		DefaultHttpHeaders headers = new DefaultHttpHeaders();
		headers.set(HttpHeaderNames.CONNECTION, "close");
		context.writeAndFlush(this.problem.of(HttpResponseStatus.REQUEST_TIMEOUT, headers, context.channel()))
			.addListener(ChannelFutureListener.CLOSE);
	}

}
