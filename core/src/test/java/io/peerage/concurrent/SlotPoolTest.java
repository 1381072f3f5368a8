/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One thread. */
class SlotPoolTest {
    private static final int STRIDE = 3;
    private static final int OFFSET = 1;
    private static final long NEIGHBOUR = 0x5a5a_5a5a_5a5a_5a5aL;

    private static LongColumn links(int capacity) {
        LongColumn links = LongColumn.of(capacity * STRIDE);
        for (int slot = 0; slot < capacity; slot++) {
            links.setPlain(slot * STRIDE, NEIGHBOUR);
            links.setPlain(slot * STRIDE + 2, NEIGHBOUR);
        }
        return links;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "1,32", "2,2", "5,4", "7,8", "33,32", "1000,4"})
    void allSlotsAreThereOnceFromEveryStripe(int capacity, int stripes) {
        LongColumn links = links(capacity);
        SlotPool pool = new SlotPool(capacity, stripes, links, STRIDE, OFFSET);
        assertThat(pool.countFree()).isEqualTo(capacity);
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < capacity; i++) {
            int slot = pool.take();
            assertThat(slot).isBetween(0, capacity - 1);
            assertThat(taken.add(slot)).as("slot %d given out once", slot).isTrue();
            assertThat(pool.countFree()).isEqualTo(capacity - i - 1);
        }
        assertThat(pool.take()).isEqualTo(-1);
        taken.forEach(pool::give);
        assertThat(pool.countFree()).isEqualTo(capacity);
        for (int slot = 0; slot < capacity; slot++) {
            assertThat(links.getPlain(slot * STRIDE)).isEqualTo(NEIGHBOUR);
            assertThat(links.getPlain(slot * STRIDE + 2)).isEqualTo(NEIGHBOUR);
        }
    }

    @Property
    void takenSlotsAreDistinctWhateverTheOrder(
            @ForAll @IntRange(min = 1, max = 50) int capacity,
            @ForAll @IntRange(max = 5) int stripesLog,
            @ForAll @Size(max = 300) List<@IntRange(min = -1, max = 100) Integer> steps) {
        SlotPool pool = new SlotPool(capacity, 1 << stripesLog, links(capacity), STRIDE, OFFSET);
        List<Integer> taken = new ArrayList<>();
        for (int step : steps) {
            if (step < 50) {
                int slot = pool.take();
                assertThat(slot >= 0).isEqualTo(taken.size() < capacity);
                if (slot >= 0) {
                    assertThat(taken).doesNotContain(slot);
                    taken.add(slot);
                }
            } else if (!taken.isEmpty()) {
                pool.give(taken.remove(step % taken.size()));
            }
            assertThat(pool.countFree()).isEqualTo(capacity - taken.size());
        }
        while (taken.size() < capacity) {
            taken.add(pool.takeKnownFree());
        }
        assertThat(taken).doesNotHaveDuplicates();
    }
}
