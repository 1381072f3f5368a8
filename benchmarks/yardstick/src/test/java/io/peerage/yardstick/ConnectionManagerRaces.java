/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What both managers must do alike when calls race (features A3, A4, B5). */
abstract class ConnectionManagerRaces extends ManagerUnderTest {
    private static final int CLOSERS = 2;

    private final ExecutorService others = Executors.newFixedThreadPool(3);

    @AfterEach
    void stopOthers() {
        others.shutdownNow();
    }

    @Test
    void ofRacingClosesEachConnectionHasOneThatCounts() throws Exception {
        roomy();
        for (int round = 0; round < 200; round++) {
            long[] connections = IntStream.range(0, PEERS).mapToLong(this::connect).toArray();
            AtomicIntegerArray arrived = new AtomicIntegerArray(PEERS);
            Callable<int[]> closer =
                    () -> {
                        int[] outcomes = new int[PEERS];
                        for (int i = 0; i < PEERS; i++) {
                            meet(arrived, i);
                            outcomes[i] = manager.close(connections[i]);
                        }
                        return outcomes;
                    };
            int[] counted = new int[PEERS];
            for (Future<int[]> outcomes : others.invokeAll(Collections.nCopies(CLOSERS, closer))) {
                for (int i = 0; i < PEERS; i++) {
                    counted[i] += Outcome.isLast(outcomes.get()[i]) ? 1 : 0;
                }
            }
            assertThat(counted).containsOnly(1);
            assertThat(manager.inbound()).isZero();
        }
    }

    // Closer together than a barrier brings them, whose waiters must be woken first.
    private static void meet(AtomicIntegerArray arrived, int place) {
        arrived.incrementAndGet(place);
        for (int spins = 1; arrived.get(place) < CLOSERS; spins++) {
            if (spins % 1_000 == 0) {
                Thread.yield();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aCloseThatMeetsAnEstablishIsNotLost() throws Exception {
        roomy();
        for (int round = 0; round < 2_000; round++) {
            long ticket = manager.admitInbound(0, v4(5, 5, 5, 5));
            byte[] peer = id(round % PEERS);
            Future<Integer> closed = others.submit(() -> manager.close(ticket));
            int established = manager.establishInbound(ticket, peer, 0, ID_BYTES);
            int close = closed.get();

            int firsts = Outcome.isFirst(established) ? 1 : 0;
            int lasts = (Outcome.isLast(established) ? 1 : 0) + (Outcome.isLast(close) ? 1 : 0);
            assertThat(lasts).isEqualTo(firsts);
            assertThat(manager.inbound()).isZero();
            assertThat(manager.pendingInbound()).isZero();
            assertThat(manager.isConnected(peer, 0, ID_BYTES)).isFalse();
        }
    }

    @Test
    void racingEstablishesHaveOneFirstAndNeverExceedThePeersLimit() throws Exception {
        roomy();
        for (int round = 0; round < 1_000; round++) {
            // Room for two more: of three who register one peer at once each may take a place for a
            // moment.
            byte[] peer = id(round % (PEERS - 2));
            List<Long> tickets = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tickets.add(manager.admitInbound(0, 0));
            }
            List<Future<Integer>> running = new ArrayList<>();
            for (long ticket : tickets) {
                running.add(
                        others.submit(() -> manager.establishInbound(ticket, peer, 0, ID_BYTES)));
            }
            List<Integer> outcomes = new ArrayList<>();
            for (Future<Integer> future : running) {
                outcomes.add(future.get());
            }
            assertThat(outcomes.stream().map(Outcome::result))
                    .containsExactlyInAnyOrder(
                            Result.FIRST_CONNECTION, Result.ANOTHER_CONNECTION, Result.PEER_LIMIT);
            tickets.forEach(manager::close);
        }
    }
}
