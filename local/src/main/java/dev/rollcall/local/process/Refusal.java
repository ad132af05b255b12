package dev.rollcall.local.process;

/**
 * The reason why the launcher cannot do something, as one line for its user.
 */
public final class Refusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private Refusal(int status, String line) {
		super(line);
		this.status = status;
	}

	/**
	 * Creates a refusal with status 2: the command was used in a wrong way.
	 */
	public static Refusal badUsage(String line) {
		return new Refusal(2, line);
	}

	/**
	 * Creates a refusal with status 1: the command failed.
	 */
	public static Refusal failure(String line) {
		return new Refusal(1, line);
	}

	/** Returns the exit status of the launcher. */
	public int status() {
		return this.status;
	}

}
