/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One thread. */
class KeyedMemoryTest {
    private static final int KEYS = 12;

    /** Keys of few homes; against a map in the order of insertion, the newest last. */
    @Property
    void likeAMapThatForgetsItsOldest(
            @ForAll @IntRange(max = 6) int most,
            @ForAll @Size(max = 200) List<@IntRange(max = 4 * KEYS - 1) Integer> steps) {
        KeyedSlots slots = new KeyedSlots(most);
        KeyedMemory memory = new KeyedMemory(slots);
        Map<Long, Long> model = new LinkedHashMap<>();
        long word = 0;
        for (int step : steps) {
            long key = (long) (step % 3) << 32 | step % KEYS + 1;
            if (step >= KEYS) {
                model.remove(key);
                model.put(key, ++word);
                long forgotten = 0;
                if (model.size() > most) {
                    long oldest = model.keySet().iterator().next();
                    forgotten = model.remove(oldest);
                }
                assertThat(memory.put(key, word)).isEqualTo(forgotten);
            } else {
                Long was = model.remove(key);
                assertThat(memory.take(key)).isEqualTo(was == null ? 0 : was);
            }
            assertThat(memory.size()).isEqualTo(model.size());
            for (int each = 0; each < 3 * KEYS; each++) {
                long other = (long) (each % 3) << 32 | each / 3 + 1;
                assertThat(slots.word(other)).isEqualTo(model.getOrDefault(other, 0L));
            }
        }
    }

    @Test
    void withNoRoomNothingIsKept() {
        KeyedSlots slots = new KeyedSlots(0);
        KeyedMemory memory = new KeyedMemory(slots);
        assertThat(memory.put(1, 7)).isEqualTo(7);
        assertThat(memory.size()).isZero();
        assertThat(slots.word(1)).isZero();
    }
}
