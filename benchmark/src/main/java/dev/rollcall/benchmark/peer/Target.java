package dev.rollcall.benchmark.peer;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.rollcall.benchmark.load.Operation;

/**
 * One series of a benchmark.
 *
 * @param uri where the requests go: scheme, host, port
 * @param operation prepares the operation, such as its tokens
 * @param proxy starts what stands between sender and system, if anything does
 */
public record Target(String series, URI uri, int connections, Preparation operation, Optional<Callable<Daemon>> proxy) {

	/** Creates a target without a proxy. */
	public Target(String series, URI uri, int connections, Preparation operation) {
		this(series, uri, connections, operation, Optional.empty());
	}

	Target as(String name) {
		return new Target(name, this.uri, this.connections, this.operation, this.proxy);
	}

	Target behind(Callable<Daemon> started) {
		return new Target(this.series, this.uri, this.connections, this.operation, Optional.of(started));
	}

	/**
	 * Prepares an operation.
	 */
	@FunctionalInterface
	public interface Preparation {

		/** Returns an operation for a number of connections. */
		Operation prepare(int connections) throws Exception;

	}

}
