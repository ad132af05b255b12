package dev.rollcall.acceptance.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The deliveries that the log requires, by the contract: the id is a hash of event,
 * template, channel and role.
 */
final class Deliveries {

	private static final String MAIL = "mail";

	private static final String IN_APP = "in-app";

	private Deliveries() {
	}

	/** The deliveries that the log requires. */
	static Stream<Due> of(History history) {
		return Stream.of(History.USER_EVENTS, History.NOTIFICATION_REQUESTS, History.SESSION_EVENTS)
			.flatMap(history::records)
			.flatMap((event) -> of(event).stream());
	}

	/** The deliveries that one event requires. */
	static List<Due> of(LogRecord event) {
		if (event.fault() != null) {
			return List.of();
		}
		if (event.is("VerificationRequested")) {
			return switch (event.text("purpose")) {
				case "SIGN_UP" -> List.of(due(event, "verification", MAIL));
				case "UNKNOWN" -> List.of();
				default -> List.of(due(event, "email-change", MAIL));
			};
		}
		if (event.is("PasswordResetRequested")) {
			return List.of(due(event, event.text("purpose").equals("REGISTRATION_ATTEMPTED") ? "registration-attempted"
					: "password-reset", MAIL));
		}
		if (event.is("DeletionNoticeRequested")) {
			return List.of(due(event, "account-deleted", MAIL));
		}
		if (event.is("EmailChangeRequested")) {
			return List.of(due(event, "email-change-requested", MAIL));
		}
		if (event.is("EmailChangeUndoOffered")) {
			return List.of(due(event, "email-changed", MAIL, "former-address"));
		}
		if (event.is("UserEmailVerified") && event.part("state") != null) {
			return both(event, "welcome");
		}
		if (event.is("UserPasswordChanged") && event.part("state") != null) {
			return both(event, "password-changed");
		}
		if (event.is("UserRolesChanged") && event.part("state") != null) {
			return both(event, "roles-changed");
		}
		if (event.is("UserLocked") && event.part("state") != null) {
			return List.of(due(event, "account-locked", MAIL));
		}
		if (event.is("SessionStarted") && Boolean.TRUE.equals(event.value("newDevice"))) {
			return both(event, "new-device");
		}
		return List.of();
	}

	private static List<Due> both(LogRecord event, String template) {
		return List.of(due(event, template, MAIL), due(event, template, IN_APP));
	}

	private static Due due(LogRecord event, String template, String channel) {
		return due(event, template, channel, "self");
	}

	private static Due due(LogRecord event, String template, String channel, String role) {
		try {
			String key = String.join("/", event.text("eventId"), template, channel, role);
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
			return new Due(HexFormat.of().formatHex(Arrays.copyOf(hash, 16)), channel, event);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A delivery that has to reach a user once.
	 *
	 * @param id the delivery's id
	 * @param channel mail or in-app
	 * @param event the event that requires it
	 */
	record Due(String id, String channel, LogRecord event) {

		boolean isMail() {
			return this.channel.equals(MAIL);
		}

		String messageId() {
			return "<" + this.id + "@rollcall.localhost>";
		}

	}

}
