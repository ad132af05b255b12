/**
 * What every request passes: correlation, limits, and problem details for errors.
 */
@NullMarked
package dev.rollcall.session.request;

import org.jspecify.annotations.NullMarked;
