/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Race;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyedSlotsTest {
    /** Keys of few homes, so that they stand in each other's way. */
    @Property
    void likeAMap(@ForAll @Size(max = 300) List<@IntRange(max = 59) Integer> steps) {
        KeyedSlots slots = new KeyedSlots(8);
        Map<Long, Long> model = new HashMap<>();
        int n = 0;
        for (int step : steps) {
            long key = key(step % 20);
            int slot = slots.find(key);
            assertThat(slot != KeyedSlots.ABSENT).isEqualTo(model.containsKey(key));
            if (slot != KeyedSlots.ABSENT && step < 30) {
                slots.remove(slot);
                model.remove(key);
            } else if (slot != KeyedSlots.ABSENT) {
                slots.set(slot, ++n);
                model.put(key, (long) n);
            } else if (!slots.isFull()) {
                slots.add(key, ++n);
                model.put(key, (long) n);
            }
            assertThat(slots.size()).isEqualTo(model.size());
            for (int each = 0; each < 20; each++) {
                assertThat(slots.word(key(each))).isEqualTo(model.getOrDefault(key(each), 0L));
            }
        }
        model.keySet().forEach(key -> slots.remove(slots.find(key)));
        for (int slot = 0; slot < slots.slots(); slot++) {
            assertThat(slots.keyAt(slot)).as("no stone is left of an empty table").isZero();
        }
    }

    private static long key(int number) {
        return (long) (number % 5) << 32 | number + 1;
    }

    /** A key that stays is found at all times, with a word of its own, whatever comes and goes around it. */
    @Test
    void readersNeverMissWhatStays() {
        Race.rounds(
                60,
                (race, random) -> {
                    KeyedSlots slots = new KeyedSlots(8);
                    for (int n = 0; n < 3; n++) {
                        slots.add(key(n * 5 + 1), 1);
                    }
                    long stays = key(16);
                    slots.add(stays, 2);
                    race.run(
                            List.of(
                                    () -> {
                                        for (int i = 0; i < 2_000; i++) {
                                            long key = key(random.nextInt(16));
                                            int slot = slots.find(key);
                                            if (slot != KeyedSlots.ABSENT) {
                                                slots.remove(slot);
                                            } else if (!slots.isFull()) {
                                                slots.add(key, 1);
                                            }
                                            slots.set(slots.find(stays), 2 + 2 * (i & 1));
                                        }
                                    },
                                    () -> {
                                        for (int i = 0; i < 4_000; i++) {
                                            assertThat(slots.word(stays)).isIn(2L, 4L);
                                            assertThat(slots.word(key(i % 16))).isIn(0L, 1L);
                                        }
                                    }));
                });
    }
}
