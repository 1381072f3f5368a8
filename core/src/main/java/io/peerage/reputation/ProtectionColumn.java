/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.TagConfig;
import io.peerage.peer.TenantColumn;

/**
 * By whom each peer is protected: a set of names a peer, which is protected as long as there is one; by peer index.
 *
 * <pre>
 *   bit  0  names 50    50  low bits of the tenant's generation 14
 * </pre>
 *
 * <p>All names of a peer are in one word, so it becomes protected, and ceases to be, in one CAS, and exactly one caller is told of
 * each change.
 *
 * <p><b>Callers</b> look at the peer's state word first, which has the whole generation ({@link DecayWord} says why the bits here
 * suffice).
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: asking is wait-free, changing lock-free. <b>Complexity</b>: O(1), 8 bytes
 * a peer, none if no names are configured; no allocation. <b>Ranges</b>: names as numbered by {@link TagConfig#protection}, and {@link
 * #byHand()}; another throws {@link IllegalArgumentException}. <b>Origin</b>: features E2 (go-libp2p's Protect).
 */
@AnyThread
public final class ProtectionColumn implements TenantColumn {
    private static final int TENANT_SHIFT = TagConfig.MOST_PROTECTIONS + 1;
    private static final long NAMES = (1L << TENANT_SHIFT) - 1;

    private final LongColumn words;
    private final int names;

    /** Nobody is protected. */
    public ProtectionColumn(int capacity, TagConfig config) {
        int configured = config.protections().size();
        this.names = configured == 0 ? 0 : configured + 1;
        this.words = LongColumn.of(configured == 0 ? 0 : capacity);
    }

    /** The name that stands for a flag set by hand, beside those that are configured; −1 if none are. */
    public int byHand() {
        return names - 1;
    }

    @Override
    public long bytes() {
        return words.bytes();
    }

    @Override
    public void tenant(int slot, int generation, long idHash) {
        if (names != 0) {
            words.setRelease(slot, fresh(generation));
        }
    }

    /** Whether the slot's tenant is protected; not if the generation is another's. */
    public boolean isProtected(int peer, int generation) {
        return names(peer, generation) != 0;
    }

    /** The names that the slot's tenant is protected by, as bits; none if the generation is another's. */
    public long names(int peer, int generation) {
        if (names == 0) {
            return 0;
        }
        long word = words.getVolatile(peer);
        return isOf(word, generation) ? word & NAMES : 0;
    }

    /** Adds a name to those that protect the peer, or removes it. */
    public ProtectionChange put(int peer, int generation, int name, boolean on) {
        if (name < 0 || name >= names) {
            throw new IllegalArgumentException(
                    "protection "
                            + name
                            + " is not one of the "
                            + names
                            + " there are; pass what TagConfig.protection(name) gives");
        }
        long bit = 1L << name;
        for (; ; ) {
            long word = words.getVolatile(peer);
            if (!isOf(word, generation)) {
                return ProtectionChange.STALE;
            }
            long next = on ? word | bit : word & ~bit;
            if (next == word || words.cas(peer, word, next)) {
                return change((word & NAMES) != 0, (next & NAMES) != 0);
            }
        }
    }

    private static ProtectionChange change(boolean was, boolean is) {
        if (was == is) {
            return ProtectionChange.SAME;
        }
        return is ? ProtectionChange.PROTECTED : ProtectionChange.UNPROTECTED;
    }

    private static boolean isOf(long word, int generation) {
        return (word ^ fresh(generation)) >>> TENANT_SHIFT == 0;
    }

    private static long fresh(int generation) {
        return (long) generation << TENANT_SHIFT;
    }
}
