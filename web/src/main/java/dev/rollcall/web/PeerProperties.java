package dev.rollcall.web;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The peers that may report a client's address.
 *
 * @param trustedPeers addresses or CIDR blocks; the service ignores the header
 * Rollcall-Client-Address of any other peer
 */
@ConfigurationProperties("rollcall")
record PeerProperties(@DefaultValue( {
		"127.0.0.1", "::1" }) Set<String> trustedPeers){

}
