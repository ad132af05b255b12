package dev.rollcall.web;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator's access to the management endpoints.
 *
 * @param operatorToken the accepted tokens, separated by commas: two while one replaces
 * the other; without any, the endpoints are closed
 */
@ConfigurationProperties("rollcall")
record OperatorProperties(@DefaultValue List<String> operatorToken) {

	@Override
	public String toString() {
		return "OperatorProperties[hidden]";
	}

}
