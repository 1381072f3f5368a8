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

class RecordRingTest {
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 4", "4, 4", "1000, 1024"})
    void capacityIsTheNextPowerOfTwo(int cells, int capacity) {
        assertThat(new RecordRing(cells).capacity()).isEqualTo(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 24) + 1})
    void sizesOutOfRangeAreNamed(int cells) {
        assertThatThrownBy(() -> new RecordRing(cells))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cells is " + cells)
                .hasMessageContaining("1 to 16777216");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "6, 1", "7, 2", "13, 2", "14, 3"})
    void aRecordTakesAsManyCellsAsItsWordsNeed(int words, int cells) {
        assertThat(RecordRing.cellsFor(words)).isEqualTo(cells);
    }

    @Test
    void whatIsLargerThanTheRingIsRefused() {
        RecordRing ring = new RecordRing(4);
        assertThat(ring.claim(28)).isEqualTo(RecordRing.FULL);
        assertThat(offer(ring, 1, 27)).isTrue();
        assertThat(offer(ring, 2, 0)).isFalse();
    }

    @Test
    void theOwnerWaitsForTheOldestClaim() {
        RecordRing ring = new RecordRing(8);
        long first = ring.claim(9);
        assertThat(offer(ring, 2, 9)).isTrue();
        assertThat(ring.isReady()).isFalse();
        for (int i = 0; i < 9; i++) {
            ring.set(first, i, 1);
        }
        ring.commit(first);
        assertThat(ring.isReady()).isTrue();
        assertThat(ring.word(8)).isEqualTo(1);
        assertThatThrownBy(() -> ring.word(9)).isInstanceOf(IndexOutOfBoundsException.class);
        ring.advance();
        assertThat(ring.word(0)).isEqualTo(2 * 31);
    }

    private static boolean offer(RecordRing ring, long number, int words) {
        long record = ring.claim(words);
        if (record == RecordRing.FULL) {
            return false;
        }
        for (int i = 0; i < words; i++) {
            ring.set(record, i, number * 31 + i);
        }
        ring.commit(record);
        return true;
    }

    private static void check(RecordRing ring, long number, int words) {
        assertThat(ring.length()).isEqualTo(words);
        for (int i = 0; i < words; i++) {
            assertThat(ring.word(i)).isEqualTo(number * 31 + i);
        }
    }

    /** Offers a record of as many words as a positive number says, takes as many records as a negative one says. */
    @Property
    void aRingIsABoundedQueueOfRecords(
            @ForAll @Size(max = 200) List<@IntRange(min = -3, max = 40) Integer> steps,
            @ForAll @IntRange(min = 1, max = 20) int cells) {
        RecordRing ring = new RecordRing(cells);
        Queue<long[]> model = new ArrayDeque<>();
        int used = 0;
        long next = 0;
        for (int step : steps) {
            if (step >= 0) {
                int needed = RecordRing.cellsFor(step);
                boolean room = used + needed <= ring.capacity();
                assertThat(offer(ring, ++next, step)).isEqualTo(room);
                if (room) {
                    model.add(new long[] {next, step});
                    used += needed;
                }
            }
            for (int i = step; i < 0; i++) {
                assertThat(ring.isReady()).isEqualTo(!model.isEmpty());
                if (ring.isReady()) {
                    long[] expected = model.remove();
                    check(ring, expected[0], (int) expected[1]);
                    ring.advance();
                    used -= RecordRing.cellsFor((int) expected[1]);
                }
            }
        }
    }

    /** Each producer's records arrive whole, once, and in its order; what was refused does not. */
    @Test
    void producersLoseNothingAndTearNothing() throws InterruptedException {
        RecordRing ring = new RecordRing(64);
        int producers = 3;
        int each = 40_000;
        AtomicInteger running = new AtomicInteger(producers);
        List<Thread> threads = new ArrayList<>();
        long[] accepted = new long[producers];
        for (int p = 0; p < producers; p++) {
            int producer = p;
            Thread thread =
                    new Thread(
                            () -> {
                                for (long i = 1; i <= each; i++) {
                                    if (offer(ring, i * producers + producer, 1 + (int) (i % 40))) {
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
                long both = ring.word(0) / 31;
                int producer = (int) (both % producers);
                long number = both / producers;
                check(ring, both, 1 + (int) (number % 40));
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
}
