/**
 * What the manifests in {@code k8s/} say, held against the catalogue and against a real
 * broker.
 */
@NullMarked
package dev.rollcall.acceptance.manifest;

import org.jspecify.annotations.NullMarked;
