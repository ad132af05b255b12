/**
 * Compares the manifests in {@code k8s/} with the catalogue and with a real broker.
 */
@NullMarked
package dev.rollcall.acceptance.manifest;

import org.jspecify.annotations.NullMarked;
