/**
 * What all pages share: texts, forms, headers.
 */
@NullMarked
package dev.rollcall.pages.view;

import org.jspecify.annotations.NullMarked;
