/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.config.BookConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The book's entries while the owner gives one to another peer, or moves addresses in it. */
public class EntryStress {
    private static final BookConfig ONE = BookConfig.DEFAULT.sized(1);

    private EntryStress() {}

    private static long word(int peer) {
        return EntryWord.of(peer, peer, false);
    }

    /** The book's only entry goes from one peer to another: each reader finds its own peer's, or none. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0", "0, 2", "1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "Each peer's own, or none.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another peer's.")
    @State
    public static class EntryOfTwo {
        private final EntryColumns entries = new EntryColumns(3, ONE);

        public EntryOfTwo() {
            entries.add(1, 0, word(1), 1);
        }

        @Actor
        public void owner() {
            entries.remove(0);
            entries.add(2, 0, word(2), 2);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = read(1);
            r.r2 = read(2);
        }

        private int read(int peer) {
            int entry = entries.of(peer, 0);
            long word = entry == EntryColumns.NONE ? 0 : entries.word(entry);
            return EntryWord.isOf(word, peer) ? EntryWord.origin(word) : 0;
        }
    }

    /** An address comes and goes beside one that stays, in the same word: the one that stays is met each time. */
    @JCStressTest
    @Outcome(
            id = {"7, -1, 7", "7, 8, 7"},
            expect = Expect.ACCEPTABLE,
            desc = "The one that stays, always.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It was missed.")
    @State
    public static class Neighbour {
        private final EntryColumns entries = new EntryColumns(2, ONE);

        public Neighbour() {
            entries.add(1, 0, word(1), 1);
            entries.address(0, 0, 7);
        }

        @Actor
        public void owner() {
            entries.address(0, 1, 8);
            entries.address(0, 1, EntryColumns.NONE);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = entries.address(0, 0);
            r.r2 = entries.address(0, 1);
            r.r3 = entries.address(0, 0);
        }
    }

    /** An entry that is found by its peer's index and believed without a look at whose it is. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "The peer's own, or none.")
    @Outcome(
            id = "2",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "What the look at the entry's peer is for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such origins.")
    @State
    public static class WeakenedBelieved {
        private final EntryColumns entries = new EntryColumns(3, ONE);

        public WeakenedBelieved() {
            entries.add(1, 0, word(1), 1);
        }

        @Actor
        public void owner() {
            entries.remove(0);
            entries.add(2, 0, word(2), 2);
        }

        @Actor
        public void reader(I_Result r) {
            int entry = entries.of(1);
            long word = entry == EntryColumns.NONE ? 0 : entries.word(entry);
            r.r1 = EntryWord.isLive(word) ? EntryWord.origin(word) : 0;
        }
    }
}
