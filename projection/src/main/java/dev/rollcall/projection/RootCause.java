package dev.rollcall.projection;

/**
 * What is at the bottom of an exception.
 */
final class RootCause {

	private RootCause() {
	}

	static Throwable of(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return root;
	}

}
