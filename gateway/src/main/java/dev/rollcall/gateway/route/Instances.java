package dev.rollcall.gateway.route;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.stereotype.Component;

/**
 * The instances of each service: with a run directory the live ones noted there that are
 * ready and no others, else all addresses of the service's host name. One that refused a
 * connection is passed over for a second, unless there is no other.
 */
@Component
public final class Instances {

	/** How long a list is used before it is found again. */
	private static final Duration FRESH = Duration.ofMillis(500);

	/** How long finding it may take; then the former list is used. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final long PASSED_OVER = Duration.ofSeconds(1).toNanos();

	private final @Nullable RunDirectory running;

	private final Readiness readiness = new Readiness();

	private final Map<String, Mono<List<ServiceInstance>>> found;

	private final Map<String, List<ServiceInstance>> last = new ConcurrentHashMap<>();

	private final Map<String, Long> refusedAt = new ConcurrentHashMap<>();

	Instances(RouteProperties properties) {
		Path directory = properties.runDirectory();
		this.running = (directory != null && !directory.toString().isEmpty()) ? new RunDirectory(directory) : null;
		this.found = properties.services()
			.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (e) -> kept(e.getKey(), e.getValue())));
	}

	/** The instances of a service to choose from; empty where none is known. */
	public Mono<List<ServiceInstance>> of(String service) {
		return this.found.getOrDefault(service, Mono.just(List.of())).map(this::withoutRefusing);
	}

	/** Tells that an instance took no connection. */
	void refused(ServiceInstance instance) {
		this.refusedAt.put(address(instance), System.nanoTime());
	}

	private Mono<List<ServiceInstance>> kept(String service, String address) {
		return Mono.fromCallable(() -> find(service, address))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((instances) -> (this.running != null) ? this.readiness.among(instances) : Mono.just(instances))
			.timeout(PATIENCE)
			.doOnNext((instances) -> this.last.put(service, instances))
			.onErrorResume((error) -> Mono.just(this.last.getOrDefault(service, List.of())))
			.cache(FRESH);
	}

	/**
	 * What listens at a default address beside a run directory is no part of this system.
	 */
	private List<ServiceInstance> find(String service, String address) throws UnknownHostException {
		return (this.running != null) ? this.running.instances(service) : resolve(service, address);
	}

	private static List<ServiceInstance> resolve(String service, String address) throws UnknownHostException {
		int colon = address.lastIndexOf(':');
		int port = Integer.parseInt(address.substring(colon + 1));
		return Arrays.stream(InetAddress.getAllByName(address.substring(0, colon)))
			.map((ip) -> instance(service, ip.getHostAddress(), port))
			.toList();
	}

	private static ServiceInstance instance(String service, String host, int port) {
		return new DefaultServiceInstance(host + ":" + port, service, host, port, false);
	}

	private List<ServiceInstance> withoutRefusing(List<ServiceInstance> instances) {
		if (this.refusedAt.isEmpty()) {
			return instances;
		}
		long since = System.nanoTime() - PASSED_OVER;
		this.refusedAt.values().removeIf((at) -> at - since < 0);
		List<ServiceInstance> willing = instances.stream().filter(Predicate.not(this::isRefusing)).toList();
		return willing.isEmpty() ? instances : willing;
	}

	private boolean isRefusing(ServiceInstance instance) {
		return this.refusedAt.containsKey(address(instance));
	}

	private static String address(ServiceInstance instance) {
		return instance.getHost() + ":" + instance.getPort();
	}

}
