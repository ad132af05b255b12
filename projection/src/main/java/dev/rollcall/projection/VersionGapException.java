package dev.rollcall.projection;

/**
 * A version before this one is missing, and the part needs each step.
 */
final class VersionGapException extends InvalidEventException {

	private static final long serialVersionUID = 1L;

	VersionGapException(long stored, long version) {
		super("Version %d came after %d, and the part needs each step".formatted(version, stored));
	}

}
