/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Outcome;
import io.peerage.testing.LifecycleLog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all callers together were told of each peer: how often it became connected, and how often it ceased to be. */
final class Tally {
    private final Map<Long, AtomicLong> firsts = new ConcurrentHashMap<>();
    private final Map<Long, AtomicLong> lasts = new ConcurrentHashMap<>();

    /** Notes what a call said of a peer. */
    int add(long peer, int outcome) {
        if (Outcome.isFirst(outcome)) {
            of(firsts, peer).incrementAndGet();
        }
        if (Outcome.isLast(outcome)) {
            of(lasts, peer).incrementAndGet();
        }
        return outcome;
    }

    private static AtomicLong of(Map<Long, AtomicLong> counts, long peer) {
        return counts.computeIfAbsent(peer, key -> new AtomicLong());
    }

    /** At rest: the balance of each peer is its state, and the owner heard of each rise. */
    void check(PeerManager manager, LifecycleLog log, long... peers) {
        for (long peer : peers) {
            long balance = of(firsts, peer).get() - of(lasts, peer).get();
            assertThat(balance)
                    .as("firsts %s, lasts %s", firsts, lasts)
                    .isEqualTo(manager.isConnected(peer) ? 1 : 0);
            assertThat(log.isConnected(peer)).isEqualTo(manager.isConnected(peer));
            assertThat(log.rises(peer)).as("rises told").isEqualTo(of(firsts, peer).get());
        }
    }
}
