@NullMarked
package dev.rollcall.gateway.header;

import org.jspecify.annotations.NullMarked;
