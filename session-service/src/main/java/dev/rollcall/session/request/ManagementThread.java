package dev.rollcall.session.request;

import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Answers management requests on a thread of its own: a burst of sign-ins must not make
 * the service look ill. Read in the management context only; so it must not be found by a
 * scan.
 */
class ManagementThread {

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementThread() {
		LoopResources thread = LoopResources.create("management", 1, true);
		return (factory) -> factory.addServerCustomizers((server) -> server.runOn(thread));
	}

}
