package dev.rollcall.session.session;

import org.jspecify.annotations.Nullable;

/**
 * The decision of a command.
 *
 * @param change null if there is nothing to write
 */
record Decision<T>(T result, @Nullable Change change) {

	static <T> Decision<T> unchanged(T result) {
		return new Decision<>(result, null);
	}

}
