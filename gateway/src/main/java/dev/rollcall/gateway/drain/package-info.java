@NullMarked
package dev.rollcall.gateway.drain;

import org.jspecify.annotations.NullMarked;
