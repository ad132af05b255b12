package dev.rollcall.web;

/**
 * Recognizes exceptions of a service's libraries that are answered 503 with Retry-After,
 * such as those of its store. A service declares one as a bean.
 */
@FunctionalInterface
public interface TemporaryFailure {

	boolean includes(Throwable failure);

}
