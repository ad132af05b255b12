package dev.rollcall.registration.web;

/**
 * What is wrong with one field of a request.
 *
 * @param field the field's name, a header's name, or {@code body}
 * @param code a stable code: required, too-long, too-short, invalid, unknown, weak,
 * malformed
 * @param message for a person; never holds what was sent
 */
public record FieldError(String field, String code, String message) {
}
