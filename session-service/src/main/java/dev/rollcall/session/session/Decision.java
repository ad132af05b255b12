package dev.rollcall.session.session;

import org.jspecify.annotations.Nullable;

/**
 * What a command comes to on the sessions as they were read.
 *
 * @param <T> the result's type
 * @param result what the command answers once the change is written
 * @param change what is to be written; null for nothing
 */
record Decision<T>(T result, @Nullable Change change) {

	static <T> Decision<T> unchanged(T result) {
		return new Decision<>(result, null);
	}

}
