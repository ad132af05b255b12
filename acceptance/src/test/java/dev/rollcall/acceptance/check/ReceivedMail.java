package dev.rollcall.acceptance.check;

/**
 * A mail that the mail server has taken.
 *
 * @param recipient the envelope's recipient
 * @param messageId the header of that name, with its brackets
 */
public record ReceivedMail(String recipient, String messageId) {

}
