/**
 * The thread of management requests.
 */
@NullMarked
package dev.rollcall.session.request;

import org.jspecify.annotations.NullMarked;
