package dev.rollcall.projection;

/**
 * The current state does not allow to start, end or undo a rebuild.
 */
final class RebuildRefused extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RebuildRefused(String reason) {
		super(reason);
	}

}
