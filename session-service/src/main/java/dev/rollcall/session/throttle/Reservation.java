package dev.rollcall.session.throttle;

import java.util.Date;
import java.util.List;

/**
 * An attempt that was counted before it was made.
 *
 * @param keys what it was counted on
 * @param window in which window
 */
public record Reservation(List<String> keys, Date window) {
}
