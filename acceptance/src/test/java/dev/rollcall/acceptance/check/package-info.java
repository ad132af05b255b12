/**
 * The checker: computes the invariants from artefacts alone, the client's ledger, a dump
 * of the topics, the stores and the mails that arrived.
 */
@NullMarked
package dev.rollcall.acceptance.check;

import org.jspecify.annotations.NullMarked;
