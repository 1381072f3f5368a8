/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;

/**
 * Which groups (capabilities, shards) each peer belongs to.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: changing is lock-free, asking wait-free. <b>Complexity</b>: O(1), 24
 * bytes a peer. <b>Ranges</b>: groups 0 to {@value #GROUPS} − 1. Each word carries the low 21 bits of its tenant's
 * generation, so that a change through a stale handle is refused in the CAS that would make it. <b>Origin</b>: features A4,
 * D3.
 */
@AnyThread
public final class GroupColumn implements TenantColumn {
    /** The number of groups. */
    public static final int GROUPS = 128;

    private static final int WORDS = 3;
    private static final int BITS = 43;
    private static final int TENANT_SHIFT = BITS;
    private static final long TENANT_MASK = (1L << 64 - BITS) - 1;

    private final LongColumn words;

    /** No peer in any group. */
    public GroupColumn(int capacity) {
        this.words = LongColumn.of(Math.multiplyExact(capacity, WORDS));
    }

    @Override
    public long bytes() {
        return words.bytes();
    }

    @Override
    public void tenant(int slot, int generation, long idHash) {
        for (int i = 0; i < WORDS; i++) {
            words.setRelease(slot * WORDS + i, tenant(generation));
        }
    }

    /** Puts the peer into a group or takes it out; false if the slot has another tenant. */
    public boolean put(int peer, int generation, int group, boolean member) {
        int at = peer * WORDS + group / BITS;
        long bit = 1L << group % BITS;
        for (; ; ) {
            long word = words.getAcquire(at);
            if ((word ^ tenant(generation)) >>> TENANT_SHIFT != 0) {
                return false;
            }
            if (words.cas(at, word, member ? word | bit : word & ~bit)) {
                return true;
            }
        }
    }

    /** Whether the peer is in a group. */
    public boolean contains(int peer, int generation, int group) {
        long word = words.getAcquire(peer * WORDS + group / BITS);
        return (word ^ tenant(generation)) >>> TENANT_SHIFT == 0
                && (word >>> group % BITS & 1) != 0;
    }

    /** The peer's groups 0 to 63 (half 0) or 64 to 127 (half 1) as bits; each of two words is read at a moment of its own. */
    public long groups(int peer, int generation, int half) {
        return half == 0
                ? members(peer, generation, 0) | members(peer, generation, 1) << BITS
                : members(peer, generation, 1) >>> 64 - BITS
                        | members(peer, generation, 2) << 2 * BITS - 64;
    }

    private long members(int peer, int generation, int at) {
        long word = words.getAcquire(peer * WORDS + at);
        return (word ^ tenant(generation)) >>> TENANT_SHIFT == 0 ? word & (1L << BITS) - 1 : 0;
    }

    private static long tenant(int generation) {
        return (generation & TENANT_MASK) << TENANT_SHIFT;
    }
}
