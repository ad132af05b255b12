package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of accounts.
 *
 * @param idempotency lifetime of a registration's idempotency key
 * @param consistency lifetime of a consistency token: longer than any delay until
 * session-service has the account
 * @param storeSelection time to find the store before a request gets 503; less than the
 * time limit of a request
 * @param storeConnections maximum connections to the store
 * @param administrators addresses whose owners get the role {@code admin} when the
 * address is verified, and again at each start
 */
@ConfigurationProperties("rollcall.account")
record AccountProperties(@DefaultValue("24h") Duration idempotency, @DefaultValue("10m") Duration consistency,
		@DefaultValue("2s") Duration storeSelection, @DefaultValue("16") int storeConnections,
		@DefaultValue List<String> administrators) {
}
