@NullMarked
package dev.rollcall.gateway.consistency;

import org.jspecify.annotations.NullMarked;
