package dev.rollcall.verification;

/**
 * Finds the root cause of an exception.
 */
public final class RootCause {

	private RootCause() {
	}

	/**
	 * Returns the last cause in the chain, or the exception itself if it has none.
	 */
	public static Throwable of(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return root;
	}

}
