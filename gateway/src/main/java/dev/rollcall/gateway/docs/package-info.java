/** The API description and a page that shows it. */
@NullMarked
package dev.rollcall.gateway.docs;

import org.jspecify.annotations.NullMarked;
