/**
 * What operators ask the services for.
 */
@NullMarked
package dev.rollcall.local.management;

import org.jspecify.annotations.NullMarked;
