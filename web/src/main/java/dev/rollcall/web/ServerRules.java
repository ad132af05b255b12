package dev.rollcall.web;

import java.time.Duration;

import io.netty.channel.ChannelPipeline;
import reactor.netty.NettyPipeline;
import reactor.netty.http.logging.HttpMessageArgProvider;
import reactor.netty.http.logging.HttpMessageLogFactory;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

/**
 * The rules for requests that reach no filter: the server cannot parse them, or their
 * head does not arrive.
 */
public final class ServerRules implements NettyServerCustomizer {

	private final JsonMapper json;

	private final Duration headTimeLimit;

	/**
	 * Creates the rules.
	 * @param headTimeLimit the time from the first byte of a request to the end of its
	 * headers, after which it is answered 408
	 */
	public ServerRules(JsonMapper json, Duration headTimeLimit) {
		this.json = json;
		this.headTimeLimit = headTimeLimit;
	}

	@Override
	public HttpServer apply(HttpServer server) {
		return server.httpMessageLogFactory(new OneLine())
			.doOnChannelInit((observer, channel, address) -> add(channel.pipeline()));
	}

	private void add(ChannelPipeline pipeline) {
		BareProblem problem = new BareProblem(this.json);
		RequestHead head = new RequestHead(this.headTimeLimit, problem);
		pipeline.addBefore(NettyPipeline.HttpCodec, null, head.bytes())
			.addBefore(NettyPipeline.HttpTrafficHandler, null, head)
			.addBefore(NettyPipeline.HttpTrafficHandler, null, new BareResponses(problem));
	}

	/** Describes a message that cannot be parsed, without what the client sent. */
	private static final class OneLine implements HttpMessageLogFactory {

		@Override
		public String trace(HttpMessageArgProvider message) {
			return describe(message);
		}

		@Override
		public String debug(HttpMessageArgProvider message) {
			return describe(message);
		}

		@Override
		public String info(HttpMessageArgProvider message) {
			return describe(message);
		}

		@Override
		public String warn(HttpMessageArgProvider message) {
			return describe(message);
		}

		@Override
		public String error(HttpMessageArgProvider message) {
			return describe(message);
		}

		private static String describe(HttpMessageArgProvider message) {
			Throwable cause = message.decoderResult().cause();
			return message.httpMessageType() + ((cause != null) ? " " + cause.getClass().getSimpleName() : "");
		}

	}

}
