/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

/**
 * The owner's rounds, numbered from 1. <b>Threading</b>: begin and end, whoever ticks; the rest any thread. <b>Progress</b>: wait-free.
 */
final class Ticks {
    private volatile long started;
    private volatile long done;
    private volatile long clearStarted;
    private volatile long clearDone;
    private volatile long rested;

    /** A round begins; {@code clear} if nobody was in the middle of an order, so that it meets all whose calls have returned. */
    void begin(boolean clear) {
        long next = started + 1;
        started = next;
        if (clear) {
            clearStarted = next;
        }
    }

    /** A round begins while all others stand still: it meets all that was ever done. */
    void beginAtRest() {
        begin(true);
        rested = started;
    }

    /** The last round at rest. */
    long rested() {
        return rested;
    }

    void end() {
        done = started;
        clearDone = clearStarted;
    }

    /** The round that began last. */
    long started() {
        return started;
    }

    /** The round that began last of those that meet every order that had returned. */
    long clearStarted() {
        return clearStarted;
    }

    /** The last of them that has ended. */
    long clearDone() {
        return clearDone;
    }

    /** The last round that has ended. */
    long done() {
        return done;
    }
}
