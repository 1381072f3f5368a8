/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.AnyThread;

/**
 * A column by peer index that begins anew with each tenant of a slot: what was said of the last one is not said of the next.
 *
 * <p><b>Callers</b>: {@link PeerTable} alone, on the thread that registers a peer, after it took the slot and before anybody
 * can find it. Implementations overwrite the slot's words with words of the new generation, so that a CAS of whoever still
 * holds a handle of an old tenant either came before and is overwritten, or fails. A registration that loses against another
 * of the same id leaves such words behind; the slot's next tenant overwrites them in turn.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free, no allocation.
 */
@AnyThread
public interface TenantColumn {
    /**
     * Prepares a slot for its next tenant.
     *
     * @param slot the peer index
     * @param generation the tenant's generation
     * @param idHash the table's keyed hash of the tenant's id
     */
    void tenant(int slot, int generation, long idHash);

    /** The bytes of memory that the column takes. */
    long bytes();
}
