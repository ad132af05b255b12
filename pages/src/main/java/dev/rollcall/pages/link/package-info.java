/**
 * Pages that the links in mails open. A page changes nothing before its button is
 * pressed: mail scanners open links, too.
 */
@NullMarked
package dev.rollcall.pages.link;

import org.jspecify.annotations.NullMarked;
