package dev.rollcall.gateway.header;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom the gateway believes.
 *
 * @param trustedPeers addresses or CIDR blocks of the proxies in front of the gateway.
 * Only from them are X-Forwarded-For and X-Forwarded-Proto believed. With none, the peer
 * of the connection is the client.
 * @param origins exact origins, such as https://app.example.com, whose pages may call
 * with cookies; none by default
 */
@ConfigurationProperties("rollcall.gateway")
record HeaderProperties(@DefaultValue List<String> trustedPeers, @DefaultValue List<String> origins) {
}
