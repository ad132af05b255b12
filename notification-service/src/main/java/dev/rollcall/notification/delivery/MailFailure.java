package dev.rollcall.notification.delivery;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failures: permanent, or worth a later attempt. Reasons hold the server's
 * codes only, because its texts often repeat the address.
 */
final class MailFailure {

	/** The server wants credentials: a fault of the settings, not of the mail. */
	private static final Set<Integer> SIGN_IN_CODES = Set.of(530, 534, 535, 538);

	private static final Pattern ENHANCED_CODE = Pattern.compile("^\\d{3}[ -](\\d\\.\\d{1,3}\\.\\d{1,3})\\b");

	/** The library's text: it has no code for a server that does not offer STARTTLS. */
	private static final String WITHOUT_STARTTLS = "STARTTLS is required but";

	private MailFailure() {
	}

	static Outcome classify(MessagingException failure) {
		for (Exception ex = failure; ex instanceof MessagingException; ex = next(ex)) {
			Integer code = code(ex);
			if (ex instanceof AddressException || (code != null && isPermanent(code))) {
				return Outcome.refused((code != null) ? reason(code, ex) : "invalid-address");
			}
		}
		return new Outcome.Postponed(transientReason(failure));
	}

	private static boolean isPermanent(int code) {
		return code >= 500 && code < 600 && !SIGN_IN_CODES.contains(code);
	}

	private static String transientReason(MessagingException failure) {
		for (Exception ex = failure; ex instanceof MessagingException; ex = next(ex)) {
			Integer code = code(ex);
			if (code != null && code > 0) {
				return reason(code, ex);
			}
		}
		if (failure instanceof AuthenticationFailedException) {
			return "smtp-authentication";
		}
		if (String.valueOf(failure.getMessage()).startsWith(WITHOUT_STARTTLS)) {
			return "smtp-starttls-unsupported";
		}
		return isTlsFailure(failure) ? "smtp-tls" : "smtp-connection";
	}

	/** For example a certificate that is not trusted, or one of another server. */
	private static boolean isTlsFailure(Throwable failure) {
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			if (ex instanceof SSLException) {
				return true;
			}
		}
		return false;
	}

	private static String reason(int code, Exception ex) {
		Matcher enhanced = ENHANCED_CODE.matcher(String.valueOf(ex.getMessage()));
		return "smtp-" + code + (enhanced.find() ? " " + enhanced.group(1) : "");
	}

	private static @Nullable Exception next(@Nullable Exception ex) {
		return (ex instanceof MessagingException messaging) ? messaging.getNextException() : null;
	}

	private static @Nullable Integer code(@Nullable Exception ex) {
		if (ex instanceof SMTPAddressFailedException address) {
			return address.getReturnCode();
		}
		if (ex instanceof SMTPSenderFailedException sender) {
			return sender.getReturnCode();
		}
		return (ex instanceof SMTPSendFailedException send) ? Integer.valueOf(send.getReturnCode()) : null;
	}

}
