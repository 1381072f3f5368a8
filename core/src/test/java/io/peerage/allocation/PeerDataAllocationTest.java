/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.DataConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.model.PeerDataKey;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.store.PeerDataSweep;
import io.peerage.store.PeerDataTable;
import io.peerage.testing.Ids;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** Per-peer data: an entry a put and nothing else; the memory that the structures say they take. */
class PeerDataAllocationTest {
    private static final int RUNS = 10_000;
    private static final int ENTRY = 24;
    private static final int PEERS = 200_000;
    private static final PeerDataKey<String> KEY =
            PeerDataKey.of("key", String.class, Duration.ofSeconds(1));
    private static final PeerDataKey<String> BRIEF =
            PeerDataKey.of("brief", String.class, Duration.ZERO);

    private final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
    private final PeerTable peers =
            new PeerTable(
                    PEERS,
                    48,
                    counters,
                    1,
                    new HandleSpace("peer", 0, 1, PEERS),
                    KeyedHash.known(1, 2));
    private final PeerStates states = new PeerStates(peers, counters, 1);
    private final PeerDataTable data =
            new PeerDataTable(peers, states, new DataConfig(List.of(KEY, BRIEF)));
    private final PeerDataSweep sweep =
            new PeerDataSweep(data, peers, counters, 0, (peer, key, value) -> {});
    private final long peer = peers.register(Ids.id(1), 0, 34);

    private void round(long now) {
        int index = states.dirty().takeAll(0);
        while (index >= 0) {
            int next = states.dirty().next(index);
            sweep.drained(index, states.drain(index, now), now);
            index = next;
        }
        sweep.run(now);
    }

    @Test
    void gettingAndRemovingAllocateNothingAndPuttingOneEntry() {
        data.put(peer, KEY, "kept");
        assertThat(
                        AllocationMeter.bytes(
                                () -> {
                                    expect(data.get(peer, KEY) != null);
                                    expect(data.getOrPut(peer, KEY, "other").equals("kept"));
                                    expect(data.remove(peer, BRIEF) == null);
                                }))
                .isZero();
        assertThat(
                        AllocationMeter.bytes(
                                () -> {
                                    expect(data.put(peer, BRIEF, "put"));
                                    expect(data.remove(peer, BRIEF) != null);
                                }))
                .isEqualTo(RUNS * ENTRY);
    }

    @Test
    void theOwnerAllocatesNothing() {
        long[] now = new long[1];
        assertThat(
                        AllocationMeter.bytes(
                                () -> {
                                    expect(states.openInbound(peer, 60, now[0]) > 0);
                                    expect(data.put(peer, KEY, "kept"));
                                    round(now[0]);
                                    states.close(peers.handles().index(peer), true);
                                    round(now[0]);
                                    expect(sweep.waiting() == 1);
                                    now[0] += 1_000_000_000;
                                    round(now[0]);
                                    expect(sweep.waiting() == 0);
                                }))
                .isEqualTo(RUNS * ENTRY);
    }

    private static long size(Object... roots) {
        return GraphLayout.parseInstance(roots).totalSize();
    }

    @Test
    void memoryIsAsTold() {
        // Sizes, not addresses, are compared: objects may be moved between two looks.
        // A key knows its class, and a class half of the JDK, which changes a little: little beside
        // this many peers.
        long others = size(peers, states, counters, KEY, BRIEF);
        long all = size(peers, states, counters, KEY, BRIEF, data, sweep);
        long taken = all - others;
        long told = data.bytes() + sweep.bytes();
        assertThat(taken).isCloseTo(told, withinPercentage(2));
        // As DataConfig says.
        assertThat(told).isLessThan(PEERS * (2 * 4 + 17) + 1_000);
    }
}
