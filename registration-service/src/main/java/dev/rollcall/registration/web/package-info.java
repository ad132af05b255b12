/**
 * What every request passes: identity, limits, problem details.
 */
@NullMarked
package dev.rollcall.registration.web;

import org.jspecify.annotations.NullMarked;
