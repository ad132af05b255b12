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
 * The instances of each service: with a run directory only the live and ready processes
 * registered there, otherwise all addresses of the service's host name. An instance that
 * refused a connection is skipped for a second, unless there is no other.
 */
@Component
public final class Instances {

	/** How long a list is used before it is loaded again. */
	private static final Duration CACHE_TIME = Duration.ofMillis(500);

	/** For loading a list; afterwards the previous list is used. */
	private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(1);

	private static final long SKIP_NANOS = Duration.ofSeconds(1).toNanos();

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
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (e) -> cached(e.getKey(), e.getValue())));
	}

	/** The instances of a service to choose from; empty if none is known. */
	public Mono<List<ServiceInstance>> of(String service) {
		return this.found.getOrDefault(service, Mono.just(List.of())).map(this::withoutRefusing);
	}

	/** Reports that an instance refused a connection. */
	void refused(ServiceInstance instance) {
		this.refusedAt.put(address(instance), System.nanoTime());
	}

	private Mono<List<ServiceInstance>> cached(String service, String address) {
		return Mono.fromCallable(() -> find(service, address))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((instances) -> (this.running != null) ? this.readiness.among(instances) : Mono.just(instances))
			.timeout(LOAD_TIMEOUT)
			.doOnNext((instances) -> this.last.put(service, instances))
			.onErrorResume((error) -> Mono.just(this.last.getOrDefault(service, List.of())))
			.cache(CACHE_TIME);
	}

	/** With a run directory, processes at the default addresses are not ours. */
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
		long since = System.nanoTime() - SKIP_NANOS;
		this.refusedAt.values().removeIf((at) -> at - since < 0);
		List<ServiceInstance> others = instances.stream().filter(Predicate.not(this::isRefusing)).toList();
		return others.isEmpty() ? instances : others;
	}

	private boolean isRefusing(ServiceInstance instance) {
		return this.refusedAt.containsKey(address(instance));
	}

	private static String address(ServiceInstance instance) {
		return instance.getHost() + ":" + instance.getPort();
	}

}
