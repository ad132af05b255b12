package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How accounts are kept.
 *
 * @param idempotency how long a registration's idempotency key is remembered
 * @param consistency how long a consistency token is good for: longer than any delay
 * until session-service knows the account
 * @param storeSelection how long to look for the store before a request is answered 503;
 * less than a request may take
 * @param storeConnections the most connections to the store
 * @param administrators addresses whose owners get the role {@code admin} once they have
 * shown that mail to them arrives
 */
@ConfigurationProperties("rollcall.account")
record AccountProperties(@DefaultValue("24h") Duration idempotency, @DefaultValue("10m") Duration consistency,
		@DefaultValue("2s") Duration storeSelection, @DefaultValue("16") int storeConnections,
		@DefaultValue List<String> administrators) {
}
