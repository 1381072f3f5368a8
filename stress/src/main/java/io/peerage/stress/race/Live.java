/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far each producer has got, for others to watch. <b>Threading</b>: {@link #publish} its producer, the rest any thread.
 * <b>Progress</b>: wait-free, no allocation.
 */
public final class Live {
    private static final int LINE = 16;

    private final AtomicLongArray words;
    private final int producers;

    /** Nobody has got anywhere. */
    public Live(int producers) {
        this.producers = producers;
        this.words = new AtomicLongArray((producers + 1) * LINE);
    }

    int producers() {
        return producers;
    }

    /** A producer is between two steps. */
    public void publish(int producer, long events, long refusals) {
        int at = (producer + 1) * LINE;
        words.setOpaque(at + 1, events);
        words.setOpaque(at + 2, refusals);
        words.setRelease(at, words.getPlain(at) + 1);
    }

    long steps(int producer) {
        return words.getAcquire((producer + 1) * LINE);
    }

    /** Events of all producers. */
    public long events() {
        return sum(1);
    }

    /** Refused events of all producers. */
    public long refusals() {
        return sum(2);
    }

    private long sum(int word) {
        long sum = 0;
        for (int producer = 1; producer <= producers; producer++) {
            sum += words.getOpaque(producer * LINE + word);
        }
        return sum;
    }
}
