@NullMarked
package dev.rollcall.gateway.problem;

import org.jspecify.annotations.NullMarked;
