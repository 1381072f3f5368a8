/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.event.LifecycleListener;
import io.peerage.model.Counter;
import io.peerage.model.Direction;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.LifecycleLog;
import io.peerage.testing.Node;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** While a listener hangs, everybody but the owner goes on within the limits, and the owner catches up afterwards. */
class HangingOwnerTest {
    private static final int PEERS = 40;
    private static final int LIMIT = 12;
    private static final int STEPS = 4_000;

    /** Hears all, and hangs in the first call. */
    private static final class Hanging implements LifecycleListener {
        final LifecycleLog log = new LifecycleLog();
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);

        @Override
        public void onConnected(long peer, int flaps) {
            log.onConnected(peer, flaps);
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onDisconnected(long peer, int flaps) {
            log.onDisconnected(peer, flaps);
        }

        @Override
        public void onTicketExpired(long ticket, Direction direction) {
            log.onTicketExpired(ticket, direction);
        }
    }

    private final Hanging listener = new Hanging();
    private final Node node =
            new Node(
                    b ->
                            b.maxConnections(LIMIT)
                                    .maxInbound(LIMIT)
                                    .maxPendingInbound(LIMIT)
                                    .maxPerPeer(2)
                                    .listener(listener));
    private final PeerManager manager = node.manager();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger mostHeld = new AtomicInteger();
    private final AtomicLongArray firsts = new AtomicLongArray(PEERS);
    private final AtomicInteger forgotten = new AtomicInteger();

    private void produce(SplittableRandom random) {
        List<Long> open = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            if (open.size() > random.nextInt(LIMIT)) {
                held.decrementAndGet();
                manager.close(open.remove(random.nextInt(open.size())));
            } else {
                open(random, open);
            }
        }
    }

    private void open(SplittableRandom random, List<Long> open) {
        int number = random.nextInt(PEERS);
        long ticket = node.inbound();
        if (ticket < 0) {
            assertThat(Node.refusal(ticket))
                    .isIn(Result.TOTAL_LIMIT, Result.INBOUND_LIMIT, Result.PENDING_INBOUND_LIMIT);
            return;
        }
        mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
        if (forgotten.get() < 3 && random.nextInt(100) == 0) {
            // It stays held: nobody is there to reclaim it.
            forgotten.incrementAndGet();
            return;
        }
        // Out of the books meanwhile: a refusal gives the place back before it is told.
        held.decrementAndGet();
        int outcome = manager.establishInbound(ticket, node.peer(number));
        if (Outcome.isRefused(outcome)) {
            return;
        }
        mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
        if (Outcome.isFirst(outcome)) {
            firsts.incrementAndGet(number);
        }
        open.add(ticket);
    }

    @Test
    void limitsHoldAndNothingIsLost() {
        Race.rounds(1, (race, random) -> race.run(runners(random)));
        Thread.interrupted();

        assertThat(mostHeld.get()).isLessThanOrEqualTo(LIMIT).isGreaterThan(LIMIT / 3);
        assertThat(manager.nanosSinceTick()).isEqualTo(Duration.ofMinutes(3).toNanos());
        while (manager.tick() > 0) {
            assertThat(manager.inbound()).isLessThanOrEqualTo(LIMIT);
        }
        assertThat(listener.log.expired()).hasSize(forgotten.get());
        assertThat(manager.pendingInbound()).isZero();
        long told = 0;
        long really = 0;
        for (int i = 0; i < PEERS; i++) {
            long peer = node.peer(i);
            assertThat(listener.log.isConnected(peer)).isEqualTo(manager.isConnected(peer));
            told += listener.log.rises(peer);
            really += firsts.get(i);
        }
        // The two before the race are not of a producer's making.
        assertThat(told + manager.counter(Counter.FLAPS_SATURATED)).isEqualTo(really + 2);
        assertThat(manager.verify()).isEmpty();
    }

    private List<Race.Runner> runners(SplittableRandom random) {
        SplittableRandom one = random.split();
        SplittableRandom other = random.split();
        CountDownLatch done = new CountDownLatch(2);
        List<Race.Runner> runners = new ArrayList<>();
        runners.add(manager::tick);
        for (SplittableRandom own : List.of(one, other)) {
            runners.add(
                    () -> {
                        listener.inside.await();
                        produce(own);
                        done.countDown();
                    });
        }
        runners.add(
                () -> {
                    done.await();
                    node.clock().advance(Duration.ofMinutes(3));
                    listener.leave.countDown();
                });
        node.close(node.connectInbound(node.peer(PEERS - 1)));
        node.connectInbound(node.peer(PEERS - 2));
        return runners;
    }
}
