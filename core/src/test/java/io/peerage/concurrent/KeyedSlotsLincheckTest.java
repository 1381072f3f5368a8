/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import io.peerage.lincheck.Lincheck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys of one home, which one thread changes, are a map to whoever reads it: nobody reads another key's word. */
@Param(name = "key", gen = IntGen.class, conf = "1:3")
@Param(name = "word", gen = IntGen.class, conf = "1:9")
@Tag("lincheck")
public class KeyedSlotsLincheckTest {
    private final KeyedSlots slots = new KeyedSlots(3);

    @Test
    void everyInterleavingIsThatOfAMap() {
        Lincheck.modelChecking(Words.class).actorsBefore(2).check(KeyedSlotsLincheckTest.class);
    }

    @Test
    void realThreadsSeeAMap() {
        Lincheck.stress(Words.class).actorsBefore(2).check(KeyedSlotsLincheckTest.class);
    }

    @Test
    void aSlotGoesToAnotherKeyWhileItIsRead() {
        Lincheck.racing(
                        Words.class,
                        Lincheck.sequences(
                                List.of(call("put", 1, 5)),
                                List.of(
                                        List.of(call("remove", 1), call("put", 2, 7)),
                                        List.of(call("word", 1), call("word", 2))),
                                List.of(call("word", 1), call("word", 2))))
                .check(KeyedSlotsLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(KeyedSlotsLincheckTest.class, operation, arguments);
    }

    /** The word of a key is this. */
    @Operation(nonParallelGroup = "owner")
    public void put(@Param(name = "key") int key, @Param(name = "word") int word) {
        int slot = slots.find(key);
        if (slot == KeyedSlots.ABSENT) {
            slots.add(key, word);
        } else {
            slots.set(slot, word);
        }
    }

    /** A key is no more. */
    @Operation(nonParallelGroup = "owner")
    public void remove(@Param(name = "key") int key) {
        int slot = slots.find(key);
        if (slot != KeyedSlots.ABSENT) {
            slots.remove(slot);
        }
    }

    /** The word of a key. */
    @Operation
    public long word(@Param(name = "key") int key) {
        return slots.word(key);
    }

    /** What it is to be. */
    public static class Words {
        private final Map<Integer, Integer> words = new TreeMap<>();

        public void put(int key, int word) {
            words.put(key, word);
        }

        public void remove(int key) {
            words.remove(key);
        }

        public long word(int key) {
            return words.getOrDefault(key, 0);
        }
    }
}
