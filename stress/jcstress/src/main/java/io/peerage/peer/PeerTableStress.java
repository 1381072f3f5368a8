/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** One id, one handle; one handle, one id. */
public class PeerTableStress {
    private static final KeyedHash HASH = KeyedHash.known(1, 2);
    private static final int CAPACITY = 4;
    private static final byte[] A = id(1);
    private static final byte[] B = id(-1);

    private PeerTableStress() {}

    private static byte[] id(int fill) {
        byte[] id = new byte[40];
        Arrays.fill(id, (byte) fill);
        return id;
    }

    /** Few slots in one bucket. */
    static class SmallTable {
        final PeerTable table =
                new PeerTable(
                        CAPACITY,
                        48,
                        new StripedCounters(Counter.values().length, 1),
                        1,
                        new HandleSpace("peer", 0, 1, CAPACITY),
                        HASH);
        private final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        final PeerStates states = new PeerStates(table, counters, 1);

        long register(byte[] id) {
            return table.register(id, 0, id.length);
        }

        long lookup(byte[] id) {
            return table.lookup(id, 0, id.length);
        }

        boolean holds(int peers) {
            return table.countIndexed() == peers && table.countFree() == CAPACITY - peers;
        }

        boolean isNoneOr(long handle, byte[] id) {
            byte[] copied = new byte[48];
            int length = handle < 0 ? -1 : table.copyId(handle, copied, 0);
            return length < 0 || Arrays.equals(Arrays.copyOf(copied, length), id);
        }
    }

    /** Two register one id. */
    @JCStressTest
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE,
            desc = "One handle, one cell, no slot lost.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One id under two handles, or a leak.")
    @State
    public static class SameId extends SmallTable {
        private long one;
        private long other;

        @Actor
        public void first() {
            one = register(A);
        }

        @Actor
        public void second() {
            other = register(A);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r1 = one > 0 && one == other && lookup(A) == one;
            r.r2 = holds(1);
        }
    }

    /** Two register different ids in one bucket. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both are found.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One took the other's cell.")
    @State
    public static class SameBucket extends SmallTable {
        private long one;
        private long other;

        @Actor
        public void first() {
            one = register(A);
        }

        @Actor
        public void second() {
            other = register(B);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r1 = one != other && lookup(A) == one && lookup(B) == other;
            r.r2 = holds(2);
        }
    }

    /** One looks up what another registers, twice: once found, it stays found. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "Nothing, or the peer.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another peer, a torn id, or found and lost again.")
    @State
    public static class LookupAgainstRegister extends SmallTable {
        private long registered;
        private long found;
        private long foundThen;

        @Actor
        public void register() {
            registered = register(A);
        }

        @Actor
        public void lookup(ZZZ_Result r) {
            found = lookup(A);
            r.r1 = isNoneOr(found, A);
            foundThen = lookup(A);
        }

        @Arbiter
        public void rest(ZZZ_Result r) {
            r.r2 = found < 0 || found == registered;
            r.r3 = found < 0 ? foundThen < 0 || foundThen == registered : foundThen == found;
        }
    }

    /** A slot goes from one id to another while its old and its new handle are read. */
    @JCStressTest
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE,
            desc = "Nothing, or the id that the handle stands for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A torn id, or another peer's.")
    @State
    public static class RecycleAgainstReaders extends SmallTable {
        private final long old;

        public RecycleAgainstReaders() {
            old = register(A);
            states.retire(old);
            states.drain(table.handles().index(old), 1);
            // The one handle that may read it is stale by contract; this one was copied before.
        }

        @Actor
        public void recycleAndRegister() {
            table.recycle(table.handles().index(old));
            register(B);
        }

        @Actor
        public void read(ZZ_Result r) {
            r.r1 = isNoneOr(lookup(A), A) && isNoneOr(old, A);
            r.r2 = isNoneOr(lookup(B), B);
        }
    }

    /** An id that is copied while its slot is written, without asking afterwards whose it was. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "One id or the other.")
    @Outcome(id = "false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A mixture of the two.")
    @State
    public static class WeakenedCopy {
        private final PeerColumns columns = new PeerColumns(1, 48);

        public WeakenedCopy() {
            columns.tenant(0, A, 0, A.length);
        }

        @Actor
        public void write() {
            columns.tenant(0, B, 0, B.length);
        }

        @Actor
        public void copy(Z_Result r) {
            byte[] copied = new byte[A.length];
            columns.copyIdOwned(0, copied);
            r.r1 = Arrays.equals(copied, A) || Arrays.equals(copied, B);
        }
    }

    /** A group is set through a stale handle while the slot gets its next tenant. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The new tenant is in no group.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The new tenant inherited a group.")
    @State
    public static class StaleGroup {
        private final GroupColumn groups = new GroupColumn(1);

        public StaleGroup() {
            groups.tenant(0, 1, 0);
        }

        @Actor
        public void stale() {
            groups.put(0, 1, 5, true);
        }

        @Actor
        public void next() {
            groups.tenant(0, 2, 0);
        }

        @Arbiter
        public void rest(Z_Result r) {
            r.r1 = groups.contains(0, 2, 5);
        }
    }
}
