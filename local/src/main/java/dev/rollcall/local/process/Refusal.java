package dev.rollcall.local.process;

/**
 * What the launcher cannot do, in one line for a person.
 */
public final class Refusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private Refusal(int status, String line) {
		super(line);
		this.status = status;
	}

	/**
	 * Something was asked for in the wrong way.
	 * @param line what to do instead
	 * @return the refusal, with status 2
	 */
	public static Refusal badUsage(String line) {
		return new Refusal(2, line);
	}

	/**
	 * Something did not work.
	 * @param line what, and where to look
	 * @return the refusal, with status 1
	 */
	public static Refusal failure(String line) {
		return new Refusal(1, line);
	}

	/**
	 * Returns the status that the launcher ends with.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

}
