/**
 * Consuming events safely: projections, reactions, effects and dead letters.
 */
@NullMarked
package dev.rollcall.projection;

import org.jspecify.annotations.NullMarked;
