/**
 * The services' management endpoints, as the launcher calls them.
 */
@NullMarked
package dev.rollcall.local.management;

import org.jspecify.annotations.NullMarked;
