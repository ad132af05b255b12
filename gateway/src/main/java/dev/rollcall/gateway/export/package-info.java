/** The export of all data about a user, from all services. */
@NullMarked
package dev.rollcall.gateway.export;

import org.jspecify.annotations.NullMarked;
