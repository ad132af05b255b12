/**
 * Cookies of browsers: the tokens of a session, which scripts cannot read, the known
 * device and the consistency token. The gateway turns them into headers for the services.
 */
@NullMarked
package dev.rollcall.gateway.browser;

import org.jspecify.annotations.NullMarked;
