/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Counters that many threads add to: each has a word per stripe and reads as their sum.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: adding is lock-free at worst (one atomic add), reading wait-free.
 * <b>Complexity</b>: add O(1), sum O(stripes). <b>Units</b>: whatever is added; the sum wraps at 64 bits. A sum read while
 * others add is one that some order of the additions could give; at rest it is exact. Never used where a limit depends on
 * it.
 */
@AnyThread
public final class StripedCounters {
    private static final int LINE = 8;

    private final LongColumn words;
    private final int stripes;
    private final int row;

    /** This many counters, all zero. */
    public StripedCounters(int counters, int stripes) {
        this.stripes = stripes;
        this.row = (counters + 2 * LINE - 1) / LINE * LINE;
        this.words = LongColumn.lines(row * (stripes + 1));
    }

    /** Adds to a counter. */
    public void add(int counter, long delta) {
        words.getAndAdd(Stripes.mine(stripes) * row + counter, delta);
    }

    /** Adds to a counter as its owner, who has a word to himself and needs no atomic operation. */
    @OwnerThread
    public void addOwned(int counter, long delta) {
        int word = stripes * row + counter;
        words.setRelease(word, words.getPlain(word) + delta);
    }

    /** The sum of all that was added. */
    public long sum(int counter) {
        long sum = 0;
        for (int stripe = 0; stripe <= stripes; stripe++) {
            sum += words.getVolatile(stripe * row + counter);
        }
        return sum;
    }
}
