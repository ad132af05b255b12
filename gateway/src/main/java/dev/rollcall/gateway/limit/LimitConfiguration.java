package dev.rollcall.gateway.limit;

import dev.rollcall.web.ServerRules;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Limits the time for the head of a request, before any filter sees it. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

	@Bean
	ServerRules serverRules(JsonMapper json, LimitProperties limits) {
		return new ServerRules(json, limits.requestTime());
	}

}
