package dev.rollcall.gateway.token;

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

import dev.rollcall.gateway.route.Instances;

/**
 * The public keys of session-service, asked of any of its instances. A known key is used
 * at once; an unknown key id makes the gateway ask again, but not more often than the
 * pause allows. When nobody answers the former keys go on.
 */
@Component
final class VerificationKeys {

	private static final String ISSUER = "session-service";

	/** How long one instance may take before the next one is asked. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	/** How long the whole question may take: a request waits for it. */
	private static final Duration LIMIT = Duration.ofSeconds(2);

	/** How long it is not asked again after a question that failed. */
	private static final Duration FAILED = Duration.ofSeconds(1);

	private final Instances instances;

	private final WebClient client;

	private final Duration fresh;

	private final Mono<Known> asked;

	private volatile Known known = new Known(new JWKSet(), System.nanoTime());

	VerificationKeys(TokenProperties properties, Instances instances) {
		this.instances = instances;
		this.fresh = properties.keysFresh();
		// No pool: a connection every few minutes is best a new one.
		this.client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.newConnection()))
			.build();
		this.asked = Mono.defer(this::ask)
			.cache((keys) -> (keys.age() < PATIENCE.toNanos()) ? properties.keysPause() : FAILED, (error) -> FAILED,
					() -> FAILED);
	}

	/**
	 * The key of that id, or none if session-service has no such key; an error if its
	 * keys cannot be had.
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
		return this.asked.mapNotNull((keys) -> keys.key(id)).flux();
	}

	private Mono<Known> ask() {
		return this.instances.of(ISSUER)
			.flatMapMany(Flux::fromIterable)
			.concatMap((instance) -> fetch(instance).onErrorComplete())
			.next()
			.timeout(LIMIT, Mono.empty())
			.map((keys) -> new Known(keys, System.nanoTime()))
			.doOnNext((keys) -> this.known = keys)
			.switchIfEmpty(Mono.defer(this::former));
	}

	private Mono<JWKSet> fetch(ServiceInstance instance) {
		return this.client.get()
			.uri(instance.getUri() + "/.well-known/jwks.json")
			.retrieve()
			.bodyToMono(String.class)
			.timeout(PATIENCE)
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

	private Mono<Known> former() {
		return this.known.isEmpty()
				? Mono.error(new IllegalStateException("No instance of session-service has given its keys"))
				: Mono.just(this.known);
	}

	private record Known(JWKSet keys, long since) {

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
