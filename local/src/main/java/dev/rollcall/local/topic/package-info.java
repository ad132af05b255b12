/**
 * Reading, decoding and copying topics for operators.
 */
@NullMarked
package dev.rollcall.local.topic;

import org.jspecify.annotations.NullMarked;
