package dev.rollcall.session.request;

import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Serves management requests on a thread of its own: during a burst of sign-ins, health
 * checks must not time out. It belongs to the management context only, so it has no
 * annotation that the component scan finds.
 */
class ManagementThread {

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementThread() {
		LoopResources thread = LoopResources.create("management", 1, true);
		return (factory) -> factory.addServerCustomizers((server) -> server.runOn(thread));
	}

}
