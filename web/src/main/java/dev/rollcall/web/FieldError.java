package dev.rollcall.web;

/**
 * An error in one field of a request.
 *
 * @param field the name of the field, query parameter or header; {@code body} if the body
 * as a whole is wrong
 * @param code a stable code: required, unknown, invalid, malformed, too-long, or a code
 * of the field's own
 * @param message for a person; never contains what the client sent
 */
public record FieldError(String field, String code, String message) {

}
