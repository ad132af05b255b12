package dev.rollcall.notification.template;

/**
 * A rendered message in plain text.
 *
 * @param title one line
 * @param body lines that end in {@code \n}
 */
public record Content(String title, String body) {

}
