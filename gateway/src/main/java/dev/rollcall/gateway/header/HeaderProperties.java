package dev.rollcall.gateway.header;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which proxies and origins the gateway trusts.
 *
 * @param trustedPeers addresses or CIDR blocks of the proxies in front of the gateway.
 * X-Forwarded-For and X-Forwarded-Proto count only from them. Without any, the client is
 * the peer of the connection.
 * @param origins exact origins, such as https://app.example.com, whose pages may send
 * requests with cookies; none by default
 */
@ConfigurationProperties("rollcall.gateway")
record HeaderProperties(@DefaultValue List<String> trustedPeers, @DefaultValue List<String> origins) {
}
