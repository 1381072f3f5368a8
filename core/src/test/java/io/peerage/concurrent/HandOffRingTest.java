/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandOffRingTest {
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 4", "4, 4", "5, 8", "1000, 1024"})
    void capacityIsTheNextPowerOfTwo(int records, int capacity) {
        assertThat(new HandOffRing(records).capacity()).isEqualTo(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 24) + 1})
    void sizesOutOfRangeAreNamed(int records) {
        assertThatThrownBy(() -> new HandOffRing(records))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("records is " + records)
                .hasMessageContaining("1 to 16777216");
    }

    @Test
    void aFullRingRefusesAndHasRoomAgainForWhatWasTaken() {
        HandOffRing ring = new HandOffRing(4);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(i, 0, 0, 0)).isTrue();
        }
        assertThat(ring.offer(4, 0, 0, 0)).isFalse();
        ring.advance();
        assertThat(ring.offer(5, 0, 0, 0)).isTrue();
        assertThat(ring.offer(6, 0, 0, 0)).isFalse();
        assertThat(drain(ring)).containsExactly(1L, 2L, 3L, 5L);
        assertThat(ring.isReady()).isFalse();
    }

    /** Offers where the number is positive, takes as many as a negative one says. */
    @Property
    void aRingIsABoundedQueue(
            @ForAll @Size(max = 200) List<@IntRange(min = -5, max = 5) Integer> steps,
            @ForAll @IntRange(min = 1, max = 9) int records) {
        HandOffRing ring = new HandOffRing(records);
        Queue<List<Long>> model = new ArrayDeque<>();
        long next = 0;
        for (int step : steps) {
            for (int i = 0; i < step; i++) {
                next++;
                boolean room = model.size() < ring.capacity();
                assertThat(ring.offer(next, -next, next * 3, ~next)).isEqualTo(room);
                if (room) {
                    model.add(List.of(next, -next, next * 3, ~next));
                }
            }
            for (int i = step; i < 0; i++) {
                assertThat(ring.isReady()).isEqualTo(!model.isEmpty());
                if (ring.isReady()) {
                    assertThat(List.of(ring.word(0), ring.word(1), ring.word(2), ring.word(3)))
                            .isEqualTo(model.remove());
                    ring.advance();
                }
            }
        }
    }

    /** Each producer's records arrive whole, once, and in its order; what was refused does not. */
    @Test
    void producersLoseNothingAndTearNothing() throws InterruptedException {
        HandOffRing ring = new HandOffRing(64);
        int producers = 3;
        int each = 60_000;
        AtomicInteger running = new AtomicInteger(producers);
        List<Thread> threads = new ArrayList<>();
        long[] accepted = new long[producers];
        for (int p = 0; p < producers; p++) {
            int producer = p;
            Thread thread =
                    new Thread(
                            () -> {
                                for (long i = 1; i <= each; i++) {
                                    if (ring.offer(producer, i, ~i, -i)) {
                                        accepted[producer]++;
                                    } else {
                                        Thread.onSpinWait();
                                    }
                                }
                                running.decrementAndGet();
                            });
            threads.add(thread);
            thread.start();
        }
        long[] last = new long[producers];
        long[] taken = new long[producers];
        boolean more = true;
        while (more) {
            more = running.get() > 0;
            while (ring.isReady()) {
                int producer = (int) ring.word(0);
                long number = ring.word(1);
                assertThat(ring.word(2)).isEqualTo(~number);
                assertThat(ring.word(3)).isEqualTo(-number);
                assertThat(number).isGreaterThan(last[producer]);
                last[producer] = number;
                taken[producer]++;
                ring.advance();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).isEqualTo(accepted);
        assertThat(taken[0] + taken[1] + taken[2]).isPositive();
    }

    private static List<Long> drain(HandOffRing ring) {
        List<Long> drained = new ArrayList<>();
        while (ring.isReady()) {
            drained.add(ring.word(0));
            ring.advance();
        }
        return drained;
    }
}
