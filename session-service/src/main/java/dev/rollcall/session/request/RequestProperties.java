package dev.rollcall.session.request;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The source of client addresses.
 *
 * @param trustedPeers addresses or CIDR blocks of peers whose Rollcall-Client-Address is
 * believed; for any other peer its own address counts
 */
@ConfigurationProperties("rollcall")
record RequestProperties(@DefaultValue( {
		"127.0.0.1", "::1" }) Set<String> trustedPeers){

}
