package dev.rollcall.gateway.limit;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The limits that the server itself keeps. */
@Configuration(proxyBeanMethods = false)
class ServerLimits {

	@Bean
	NettyServerCustomizer requestTime(LimitProperties properties) {
		return (server) -> server.requestTimeout(properties.requestTime());
	}

}
