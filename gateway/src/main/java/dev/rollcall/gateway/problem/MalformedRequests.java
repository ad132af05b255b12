package dev.rollcall.gateway.problem;

import reactor.netty.NettyPipeline;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Inserts the handler of malformed requests after the server's decoder. */
@Configuration(proxyBeanMethods = false)
class MalformedRequests {

	@Bean
	NettyServerCustomizer malformedRequestHandler(JsonMapper json) {
		return (server) -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
			.addBefore(NettyPipeline.HttpTrafficHandler, null, new MalformedRequestHandler(json)));
	}

}
