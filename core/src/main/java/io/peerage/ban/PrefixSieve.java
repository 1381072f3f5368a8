/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.KeyedHash;

/**
 * Says of most prefixes at the cost of one read that nothing stands against them.
 *
 * <p>Each prefix has one of {@value #BITS} bits, which is set as long as something stands against any prefix that has it. Which
 * one depends on a secret; whoever found it out could only have others asked for at full cost.
 *
 * <p><b>Threading</b>: any thread asks, the owner changes. <b>Progress</b>: wait-free. <b>Complexity</b>: O(1), 17 KB. <b>Consistency</b>: a
 * bit is set before its prefix's word is, and cleared after it.
 */
@AnyThread
final class PrefixSieve {
    private static final int INDEX_BITS = 13;
    private static final int BITS = 1 << INDEX_BITS;
    private static final int WORD_SHIFT = 6;

    private final LongColumn words = LongColumn.lines(BITS >>> WORD_SHIFT);
    private final short[] counts = new short[BITS];
    private final long factor;

    PrefixSieve(KeyedHash hash) {
        this.factor = hash.hash(0) | 1;
    }

    long bytes() {
        return words.bytes() + 2L * BITS;
    }

    private int bit(long leading) {
        return (int) ((leading + 1) * factor >>> Long.SIZE - INDEX_BITS);
    }

    /** Whether something may stand against a prefix, given its leading bits. */
    boolean mayHold(long leading) {
        int bit = bit(leading);
        return (words.getAcquire(bit >>> WORD_SHIFT) >>> bit & 1) != 0;
    }

    /** Where a prefix is noted, for {@link #remove}. */
    @OwnerThread
    int add(long leading) {
        int bit = bit(leading);
        if (counts[bit]++ == 0) {
            int at = bit >>> WORD_SHIFT;
            words.setRelease(at, words.getPlain(at) | 1L << bit);
        }
        return bit;
    }

    @OwnerThread
    void remove(int bit) {
        if (--counts[bit] == 0) {
            int at = bit >>> WORD_SHIFT;
            words.setRelease(at, words.getPlain(at) & ~(1L << bit));
        }
    }
}
