/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.model.PeerFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Enumerates the words that peers can have: all combinations of marks and flags, counts near the ends of their ranges. */
final class PeerWords {
    private static final int[] COUNTS = {0, 1, 2, 31, 61, 62, 63};
    private static final int[] RISES = {0, 1, 254, 255};
    private static final int[] EPOCHS = IntStream.range(0, 16).toArray();
    private static final int[] GENERATIONS = {0, 1, (1 << 27) - 1};
    private static final List<Set<PeerFlag>> FLAG_SETS = flagSets();

    private PeerWords() {}

    static void forEach(Consumer<ReferenceWord> visitor) {
        for (int rises : RISES) {
            for (int epoch : EPOCHS) {
                for (int generation : GENERATIONS) {
                    forEach(COUNTS, rises, epoch, generation, visitor);
                }
            }
        }
    }

    /** Words that differ in marks, flags and these counts only. */
    static void forEach(
            int[] counts, int rises, int epoch, int generation, Consumer<ReferenceWord> visitor) {
        for (int inbound : counts) {
            for (int outbound : counts) {
                for (int marks = 0; marks < 1 << ReferenceWord.MARKS; marks++) {
                    for (Set<PeerFlag> flags : FLAG_SETS) {
                        ReferenceWord word =
                                ReferenceWord.of(
                                        inbound, outbound, epoch, rises, generation, marks, flags);
                        if (word.isReachable()) {
                            visitor.accept(word);
                        }
                    }
                }
            }
        }
    }

    private static List<Set<PeerFlag>> flagSets() {
        List<Set<PeerFlag>> sets = new ArrayList<>();
        PeerFlag[] all = PeerFlag.values();
        for (int bits = 0; bits < 1 << all.length; bits++) {
            EnumSet<PeerFlag> set = EnumSet.noneOf(PeerFlag.class);
            for (PeerFlag flag : all) {
                if ((bits >>> flag.ordinal() & 1) != 0) {
                    set.add(flag);
                }
            }
            sets.add(set);
        }
        return sets;
    }
}
