package dev.rollcall.notification.request;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RequestLimits.class)
class RequestConfiguration {

	@Bean
	RequestLimitFilter requestLimitFilter(RequestLimits limits) {
		return new RequestLimitFilter(limits);
	}

}
