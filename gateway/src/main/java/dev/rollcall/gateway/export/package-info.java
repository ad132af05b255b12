/** All that is held about a user, from all services. */
@NullMarked
package dev.rollcall.gateway.export;

import org.jspecify.annotations.NullMarked;
