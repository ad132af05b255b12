/**
 * Reading topics for a person.
 */
@NullMarked
package dev.rollcall.local.topic;

import org.jspecify.annotations.NullMarked;
