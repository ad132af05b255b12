/**
 * Access rules, and the switch that turns writes off.
 */
@NullMarked
package dev.rollcall.registration.web;

import org.jspecify.annotations.NullMarked;
