/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.ConfigException;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.LifecycleListener;
import io.peerage.model.Counter;
import io.peerage.model.Outcome;
import io.peerage.model.PeerDataKey;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Features J1 through the manager: kept while a peer may be back, cleared by the tick, told once. */
class DataContractTest {
    private static final PeerDataKey<String> BRIEF =
            PeerDataKey.of("brief", String.class, Duration.ZERO);
    private static final PeerDataKey<String> KEPT =
            PeerDataKey.of("kept", String.class, Duration.ofSeconds(60));

    /** Keeps what was told, in order. */
    private static final class Told implements LifecycleListener {
        final List<String> events = new ArrayList<>();
        private PeerManager manager;

        @Override
        public void onConnected(long peer, int flaps) {}

        @Override
        public void onDisconnected(long peer, int flaps) {
            events.add("disconnected, has " + manager.data().get(peer, BRIEF));
        }

        @Override
        public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
            events.add(key + " " + value);
            if (value.equals("bad")) {
                throw new IllegalStateException("a listener's mistake");
            }
        }
    }

    private final Told told = new Told();
    private final Node node = new Node(builder -> builder.data(BRIEF, KEPT).listener(told));
    private final PeerManager manager = node.manager();
    private final PeerData data = manager.data();

    DataContractTest() {
        told.manager = manager;
    }

    private void tickAfter(long seconds) {
        node.clock().advance(seconds * 1_000_000_000L);
        manager.tick();
    }

    private static int code(Result result) {
        return result.code();
    }

    @Test
    void clearedByTheTickAfterItsTimeAndToldOnce() {
        long peer = node.peer(1);
        long connection = node.connectInbound(peer);
        assertThat(data.put(peer, BRIEF, "b")).isEqualTo(code(Result.DONE));
        assertThat(data.getOrPut(peer, KEPT, "k")).isEqualTo("k");
        tickAfter(1_000);
        node.close(connection);
        tickAfter(1);
        assertThat(told.events).containsExactly("disconnected, has b", "brief b");
        tickAfter(59);
        assertThat(data.get(peer, KEPT)).isEqualTo("k");
        tickAfter(1);
        assertThat(data.get(peer, KEPT)).isNull();
        tickAfter(1_000);
        assertThat(told.events).containsExactly("disconnected, has b", "brief b", "kept k");
        assertThat(manager.counter(Counter.PEER_DATA_CLEARED)).isEqualTo(2);
        assertThat(data.countValues()).isZero();
    }

    @Test
    void whoReturnsInTimeKeepsIt() {
        long peer = node.peer(1);
        long connection = node.connectInbound(peer);
        data.put(peer, KEPT, "k");
        node.close(connection);
        tickAfter(1);
        tickAfter(59);
        node.connectInbound(peer);
        tickAfter(1_000);
        assertThat(data.remove(peer, KEPT)).isEqualTo("k");
        assertThat(data.countValues()).isZero();
    }

    @Test
    void aReleaseClearsIt() {
        long peer = node.peer(1);
        data.put(peer, KEPT, "k");
        manager.tick();
        assertThat(manager.release(peer)).isEqualTo(code(Result.RELEASED));
        assertThat(data.put(peer, KEPT, "late")).isEqualTo(code(Result.UNKNOWN_PEER));
        manager.tick();
        assertThat(told.events).containsExactly("kept k");
        assertThat(data.countValues()).isZero();
    }

    @Test
    void aListenerThatThrowsStopsNothing() {
        long one = node.peer(1);
        long two = node.peer(2);
        data.put(one, BRIEF, "bad");
        data.put(two, BRIEF, "good");
        manager.tick();
        assertThat(told.events).containsExactlyInAnyOrder("brief bad", "brief good");
        assertThat(manager.counter(Counter.LISTENER_FAILURES)).isEqualTo(1);
        assertThat(data.countValues()).isZero();
    }

    @Test
    void withoutKeysThereIsNothing() {
        PeerManager plain = new Node(builder -> builder).manager();
        long peer = plain.register(Ids.id(1));
        assertThat(plain.data().put(peer, KEPT, "k")).isEqualTo(code(Result.NOT_CONFIGURED));
        assertThat(plain.data().getOrPut(peer, KEPT, "k")).isNull();
        assertThat(plain.data().get(peer, KEPT)).isNull();
        assertThat(plain.data().remove(peer, KEPT)).isNull();
    }

    @Test
    void mistakesInKeysAreToldByTheBuilder() {
        PeerDataKey<String> endless =
                PeerDataKey.of("endless", String.class, Duration.ofDays(36_500));
        assertThatThrownBy(() -> PeerManager.builder().data(KEPT, KEPT, endless).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data key kept is given twice")
                .hasMessageContaining("key endless");
    }

    /** nimbus-eth2#1364 leaked 6.9 MB a phantom peer. */
    @Test
    void aMillionShortSessionsLeaveNothing() {
        FakeClock clock = new FakeClock(Long.MAX_VALUE - 1_000_000_000L);
        PeerManager busy =
                PeerManager.builder()
                        .maxPeers(4_096)
                        .maxConnections(512)
                        .maxPendingInbound(512)
                        .prefixLimits(PrefixLimits.NONE)
                        .rateLimit(RateLimit.NONE)
                        .clock(clock)
                        .data(BRIEF, KEPT)
                        .build();
        SplittableRandom random = new SplittableRandom(7);
        long[] open = new long[200];
        int sessions = 0;
        while (sessions < 1_000_000) {
            int at = random.nextInt(open.length);
            if (open[at] != 0) {
                long peer = busy.peerOf(open[at]);
                busy.close(open[at]);
                open[at] = 0;
                if (random.nextInt(20) == 0) {
                    busy.data().put(peer, BRIEF, "late");
                }
                if (random.nextInt(2) == 0) {
                    busy.release(peer);
                }
            }
            long ticket = busy.admitInbound(0, 0);
            if (Outcome.isRefused(busy.establishInbound(ticket, Ids.id(random.nextInt(100_000))))) {
                clock.advance(10_000_000);
                busy.tick();
                continue;
            }
            open[at] = ticket;
            sessions++;
            long peer = busy.peerOf(ticket);
            busy.data().put(peer, BRIEF, "b");
            busy.data().getOrPut(peer, KEPT, "k");
            if (random.nextInt(64) == 0) {
                clock.advance(10_000_000);
                busy.tick();
            }
        }
        assertThat(busy.data().countValues()).isPositive();
        for (long connection : open) {
            busy.close(connection);
        }
        busy.tick();
        clock.advance(60_000_000_000L);
        busy.tick();
        assertThat(busy.data().countValues()).isZero();
        assertThat(busy.counter(Counter.PEER_DATA_CLEARED)).isGreaterThan(500_000);
        assertThat(busy.verify()).isEmpty();
    }
}
