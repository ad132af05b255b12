package dev.rollcall.web;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Applies the rules of the server to the management port too: it has a context of its
 * own.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementServerRules {

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementServerRules(ServerRules rules) {
		return (factory) -> factory.addServerCustomizers(rules);
	}

}
