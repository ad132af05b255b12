package dev.rollcall.notification.template;

/**
 * A message in plain text, ready to be shown: nothing in it is an expression any more.
 *
 * @param title one line
 * @param body lines that end in {@code \n}
 */
public record Content(String title, String body) {

}
