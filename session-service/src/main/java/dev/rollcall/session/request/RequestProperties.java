package dev.rollcall.session.request;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What every request is held to.
 *
 * @param bodyLimit the largest body in bytes; a larger one is answered 413
 * @param timeLimit how long a request may take; then it is answered 503. Below the
 * gateway's own limit, so that the service's answer wins
 * @param trustedPeers addresses or CIDR blocks of peers whose Rollcall-Client-Address is
 * believed; from any other the peer's own address counts
 */
@ConfigurationProperties("rollcall")
record RequestProperties(@DefaultValue("64KB") DataSize bodyLimit, @DefaultValue("4s") Duration timeLimit,
		@DefaultValue( {
				"127.0.0.1", "::1" }) Set<String> trustedPeers){

}
