package dev.rollcall.benchmark.load;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a load repeats. Both methods are called by one thread, which must not block.
 */
public interface Operation {

	/**
	 * Returns the next request of a connection.
	 * @param connection 0 to n - 1; a connection has one request at a time
	 */
	Request next(int connection);

	/**
	 * Takes the response to the latest request of a connection.
	 * @return whether the operation succeeded
	 */
	boolean complete(int connection, Response response);

	/** Creates an operation whose requests do not depend on earlier responses. */
	static Operation of(Supplier<Request> requests, int status) {
		return of(requests, status, (response) -> {
		});
	}

	/**
	 * The same.
	 * @param answered gets each response with the expected status, in the thread of the
	 * load
	 */
	static Operation of(Supplier<Request> requests, int status, Consumer<Response> answered) {
		return new Operation() {

			@Override
			public Request next(int connection) {
				return requests.get();
			}

			@Override
			public boolean complete(int connection, Response response) {
				if (response.status() != status) {
					return false;
				}
				answered.accept(response);
				return true;
			}

		};
	}

}
