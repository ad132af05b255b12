package dev.rollcall.gateway.problem;

import dev.rollcall.web.Problems;
import reactor.netty.NettyPipeline;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Writes problems, also for requests that the server cannot parse: their handler follows
 * the server's decoder.
 */
@Configuration(proxyBeanMethods = false)
@Import(Problems.class)
class ProblemConfiguration {

	@Bean
	NettyServerCustomizer malformedRequestHandler(JsonMapper json) {
		return (server) -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
			.addBefore(NettyPipeline.HttpTrafficHandler, null, new MalformedRequestHandler(json)));
	}

}
