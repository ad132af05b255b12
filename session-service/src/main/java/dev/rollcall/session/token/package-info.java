/**
 * Access tokens and the keys that sign them.
 */
@NullMarked
package dev.rollcall.session.token;

import org.jspecify.annotations.NullMarked;
