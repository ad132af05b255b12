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
 * Asks the instances that the launcher runs whether they are ready, as Kubernetes does
 * for the instances of a host name: an instance that is starting may lack accounts that
 * the others have.
 */
final class Readiness {

	/** What is added to a service's port for its management port. */
	private static final int MANAGEMENT_OFFSET = 1000;

	/** After it, the previous answer of the instance counts. */
	private static final Duration READINESS_TIMEOUT = Duration.ofMillis(500);

	private final WebClient client = WebClient.create();

	private final Set<Integer> ready = ConcurrentHashMap.newKeySet();

	/** The ready instances, in order; all if none is ready or there is only one. */
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
			.create("http://%s:%d/actuator/health/readiness".formatted(instance.getHost(), port + MANAGEMENT_OFFSET));
		return this.client.get()
			.uri(readiness)
			.exchangeToMono((answer) -> answer.releaseBody().thenReturn(answer.statusCode().is2xxSuccessful()))
			.onErrorReturn(false)
			.doOnNext((is) -> note(port, is))
			.timeout(READINESS_TIMEOUT, Mono.fromCallable(() -> this.ready.contains(port)));
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
