/**
 * The service's secrets.
 */
@NullMarked
package dev.rollcall.session.key;

import org.jspecify.annotations.NullMarked;
