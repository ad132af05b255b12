package dev.rollcall.registration.web;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who operates the service.
 *
 * @param operatorToken the secrets that open the management endpoints, with commas
 * between them: two while one replaces the other; none opens nothing
 */
@ConfigurationProperties("rollcall")
record OperatorProperties(@DefaultValue List<String> operatorToken) {

	@Override
	public String toString() {
		return "OperatorProperties[not shown]";
	}

}
