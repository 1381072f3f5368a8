/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

/**
 * What a change of the names that protect a peer did to its protection.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features E2.
 */
public enum ProtectionChange {
    /** Nothing: the generation is not that of the slot's tenant. */
    STALE,
    /** The peer is protected as before, or not, as before. */
    SAME,
    /** The peer is protected from now on. */
    PROTECTED,
    /** The peer is no longer protected. */
    UNPROTECTED
}
