/**
 * What every request passes: correlation id, limits, the access token, problem details.
 */
@NullMarked
package dev.rollcall.notification.request;

import org.jspecify.annotations.NullMarked;
