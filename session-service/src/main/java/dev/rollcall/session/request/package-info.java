/**
 * The address of the client, and the thread of management requests.
 */
@NullMarked
package dev.rollcall.session.request;

import org.jspecify.annotations.NullMarked;
