package dev.rollcall.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Verifies a token at most once in {@link #PERIOD}, because a client sends the same token
 * with each request. The period also limits how long a token of a removed key stays
 * valid. Refused tokens are not remembered, and no token after its expiry.
 */
final class VerifiedTokens implements ReactiveJwtDecoder {

	static final Duration PERIOD = Duration.ofSeconds(30);

	private static final int MAX_TOKENS = 5_000;

	private final ReactiveJwtDecoder decoder;

	/** By hash, so that the time of a lookup says nothing about the tokens. */
	private final Cache<String, Jwt> verified;

	VerifiedTokens(ReactiveJwtDecoder decoder, Ticker ticker) {
		this.decoder = decoder;
		this.verified = Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(PERIOD).ticker(ticker).build();
	}

	@Override
	public Mono<Jwt> decode(String token) {
		String hash = hash(token);
		Jwt known = this.verified.getIfPresent(hash);
		return (known != null && !isExpired(known)) ? Mono.just(known)
				: this.decoder.decode(token).doOnNext((jwt) -> this.verified.put(hash, jwt));
	}

	private static boolean isExpired(Jwt token) {
		Instant expiry = token.getExpiresAt();
		return expiry == null || !Instant.now().isBefore(expiry);
	}

	private static String hash(String token) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1));
			return new String(hash, StandardCharsets.ISO_8859_1);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
