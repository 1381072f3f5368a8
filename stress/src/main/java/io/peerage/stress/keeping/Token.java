/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import java.util.concurrent.atomic.AtomicInteger;

/** A value that is kept for a peer and is to end once. <b>Threading</b>: any thread. */
final class Token {
    private final int peer;
    private final long number;
    private final AtomicInteger ends = new AtomicInteger();

    Token(int peer, long number) {
        this.peer = peer;
        this.number = number;
    }

    int peer() {
        return peer;
    }

    long number() {
        return number;
    }

    /** Whether this is its first end. */
    boolean end() {
        return ends.getAndIncrement() == 0;
    }

    boolean hasEnded() {
        return ends.get() > 0;
    }
}
