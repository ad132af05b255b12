package dev.rollcall.gateway.route;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Asks instances that the launcher runs whether they take requests, as Kubernetes does
 * for those that a host name stands for: one that starts beside another may lack accounts
 * that the other has.
 */
final class Readiness {

	/** The management port is the service's and this. */
	private static final int MANAGEMENT = 1000;

	/** Of one that answers later, what it said before holds. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	private final WebClient client = WebClient.create();

	private final Set<Integer> ready = ConcurrentHashMap.newKeySet();

	/** The ready ones, in their order; all where none is or there is no choice. */
	Mono<List<ServiceInstance>> among(List<ServiceInstance> instances) {
		if (instances.size() < 2) {
			return Mono.just(instances);
		}
		return Flux.fromIterable(instances)
			.flatMapSequential((instance) -> isReady(instance).filter(Boolean::booleanValue).map((yes) -> instance))
			.collectList()
			.map((ready) -> ready.isEmpty() ? instances : ready);
	}

	private Mono<Boolean> isReady(ServiceInstance instance) {
		int port = instance.getPort();
		URI readiness = URI
			.create("http://%s:%d/actuator/health/readiness".formatted(instance.getHost(), port + MANAGEMENT));
		return this.client.get()
			.uri(readiness)
			.exchangeToMono((answer) -> answer.releaseBody().thenReturn(answer.statusCode().is2xxSuccessful()))
			.onErrorReturn(false)
			.doOnNext((is) -> note(port, is))
			.timeout(PATIENCE, Mono.fromCallable(() -> this.ready.contains(port)));
	}

	private void note(int port, boolean isReady) {
		if (isReady) {
			this.ready.add(port);
		}
		else {
			this.ready.remove(port);
		}
	}

}
