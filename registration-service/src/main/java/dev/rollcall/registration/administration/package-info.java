/**
 * What administrators do with other people's accounts. Every cause is an event that names
 * them.
 */
@NullMarked
package dev.rollcall.registration.administration;

import org.jspecify.annotations.NullMarked;
