package dev.rollcall.gateway.token;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.gateway.route.Instances;

/**
 * The public keys of session-service, fetched from any of its instances. An unknown key
 * id causes another fetch, but not more often than the pause allows. If no instance
 * answers, the previous keys stay in use.
 */
@Component
final class VerificationKeys {

	private static final String ISSUER = "session-service";

	/** After it, the next instance is asked. */
	private static final Duration INSTANCE_TIMEOUT = Duration.ofMillis(500);

	/** For all instances together: a request waits for it. */
	private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(2);

	/** The pause after a failed fetch. */
	private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

	private final Instances instances;

	private final WebClient client;

	private final Duration fresh;

	private final Mono<Known> fetched;

	private volatile Known known = Known.of(new JWKSet());

	VerificationKeys(TokenProperties properties, Instances instances) {
		this.instances = instances;
		this.fresh = properties.keysFresh();
		// No pool: a connection every few minutes should be a new one.
		this.client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.newConnection()))
			.build();
		this.fetched = Mono.defer(this::fetchAny)
			.cache((keys) -> (keys.age() < INSTANCE_TIMEOUT.toNanos()) ? properties.keysPause() : FAILURE_PAUSE,
					(error) -> FAILURE_PAUSE, () -> FAILURE_PAUSE);
	}

	/**
	 * The key with this id; empty if session-service has no such key, an error if its
	 * keys cannot be fetched.
	 */
	Flux<JWK> key(@Nullable String id) {
		if (id == null) {
			return Flux.empty();
		}
		Known now = this.known;
		JWK key = now.key(id);
		if (key != null && now.age() < this.fresh.toNanos()) {
			return Flux.just(key);
		}
		return this.fetched.mapNotNull((keys) -> keys.key(id)).flux();
	}

	/**
	 * The keys in JSON (RFC 7517), at most a pause older than those of session-service if
	 * it answers; an error if they could never be fetched.
	 */
	Mono<byte[]> published() {
		return this.fetched.map(Known::json);
	}

	private Mono<Known> fetchAny() {
		return this.instances.of(ISSUER)
			.flatMapMany(Flux::fromIterable)
			.concatMap((instance) -> fetch(instance).onErrorComplete())
			.next()
			.timeout(FETCH_TIMEOUT, Mono.empty())
			.map(Known::of)
			.doOnNext((keys) -> this.known = keys)
			.switchIfEmpty(Mono.defer(this::previous));
	}

	private Mono<JWKSet> fetch(ServiceInstance instance) {
		return this.client.get()
			.uri(instance.getUri() + GatewayRoutes.JWKS)
			.retrieve()
			.bodyToMono(String.class)
			.timeout(INSTANCE_TIMEOUT)
			.handle((body, sink) -> {
				try {
					JWKSet keys = JWKSet.parse(body);
					if (!keys.isEmpty()) {
						sink.next(keys);
					}
				}
				catch (ParseException ex) {
					sink.error(ex);
				}
			});
	}

	private Mono<Known> previous() {
		return this.known.isEmpty()
				? Mono.error(new IllegalStateException("No instance of session-service has returned its keys"))
				: Mono.just(this.known);
	}

	private record Known(JWKSet keys, byte[] json, long since) {

		static Known of(JWKSet keys) {
			return new Known(keys, keys.toString().getBytes(StandardCharsets.UTF_8), System.nanoTime());
		}

		@Nullable JWK key(String id) {
			return this.keys.getKeyByKeyId(id);
		}

		long age() {
			return System.nanoTime() - this.since;
		}

		boolean isEmpty() {
			return this.keys.isEmpty();
		}

	}

}
