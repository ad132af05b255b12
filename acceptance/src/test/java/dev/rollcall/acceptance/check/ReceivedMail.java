package dev.rollcall.acceptance.check;

/**
 * A mail that the mail server received.
 *
 * @param recipient the envelope's recipient
 * @param messageId the header {@code Message-ID} with its brackets
 */
public record ReceivedMail(String recipient, String messageId) {

}
