package dev.rollcall.outbox;

/**
 * Thrown during the first start of a service, before the registry has responded once.
 */
public final class EncoderNotReady extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EncoderNotReady(String schema) {
		super("The content id of " + schema + " is not known yet: the schema registry has not responded");
	}

}
