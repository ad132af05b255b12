package dev.rollcall.projection;

/**
 * A rebuild cannot be started, ended or undone as things are.
 */
final class RebuildRefused extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RebuildRefused(String reason) {
		super(reason);
	}

}
