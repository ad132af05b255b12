package dev.rollcall.acceptance.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * Which deliveries an event leads to, from the contract: the id is a hash of event,
 * template, channel and role.
 */
final class Deliveries {

	private static final Set<String> TOLD = Set.of("SELF", "ADMINISTRATOR");

	private Deliveries() {
	}

	/** Whether the event leads to a welcome. */
	static boolean isTold(LogRecord event) {
		return event.fault() == null && event.is("UserRegistered") && TOLD.contains(event.text("origin"))
				&& event.part("state") != null;
	}

	static String id(LogRecord event, String channel) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest((event.text("eventId") + "/welcome/" + channel + "/self").getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String messageId(LogRecord event) {
		return "<" + id(event, "mail") + "@rollcall.localhost>";
	}

}
