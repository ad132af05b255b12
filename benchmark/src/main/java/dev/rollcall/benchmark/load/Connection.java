package dev.rollcall.benchmark.load;

import java.nio.charset.StandardCharsets;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A connection with one request at a time. It is opened when it is first used, and again
 * after the server has closed it.
 */
final class Connection {

	private static final int MAX_BODY = 1 << 20;

	private final int number;

	private final Bootstrap bootstrap;

	private final String host;

	private final Operation operation;

	private final Completion completion;

	private @Nullable Channel channel;

	Connection(int number, Bootstrap bootstrap, String host, Operation operation, Completion completion) {
		this.number = number;
		this.host = host;
		this.operation = operation;
		this.completion = completion;
		this.bootstrap = bootstrap.clone().handler(new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel created) {
				created.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY), new Responses());
			}

		});
	}

	void send() {
		Channel open = this.channel;
		if (open != null && open.isActive()) {
			write(open);
			return;
		}
		this.bootstrap.connect().addListener((ChannelFuture connected) -> {
			if (connected.isSuccess()) {
				this.channel = connected.channel();
				write(connected.channel());
			}
			else {
				ended(false);
			}
		});
	}

	private void write(Channel open) {
		open.writeAndFlush(encode(this.operation.next(this.number)));
	}

	private FullHttpRequest encode(Request request) {
		FullHttpRequest encoded = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()),
				request.path(), Unpooled.wrappedBuffer(request.body()));
		encoded.headers().set(HttpHeaderNames.HOST, this.host);
		if (request.body().length > 0) {
			encoded.headers().set(HttpHeaderNames.CONTENT_TYPE, request.type());
			encoded.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
		}
		if (request.token() != null) {
			encoded.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + request.token());
		}
		return encoded;
	}

	private void ended(boolean good) {
		this.completion.completed(this.number, good);
	}

	/**
	 * Called at the end of each request.
	 */
	interface Completion {

		void completed(int connection, boolean good);

	}

	private final class Responses extends SimpleChannelInboundHandler<FullHttpResponse> {

		private boolean closing;

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			Response received = new Response(response.status().code(),
					response.content().toString(StandardCharsets.UTF_8));
			this.closing = response.headers().contains(HttpHeaderNames.CONNECTION, "close", true);
			if (this.closing) {
				Connection.this.channel = null;
				context.close();
			}
			ended(Connection.this.operation.complete(Connection.this.number, received));
		}

		/** A request that is pending now gets no response. */
		@Override
		public void channelInactive(ChannelHandlerContext context) {
			if (!this.closing) {
				Connection.this.channel = null;
				ended(false);
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
