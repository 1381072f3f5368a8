/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of all transitions of a peer's word, exactly one caller sees each, and the owner hears of all. */
public class PeerStatesStress {
    private static final KeyedHash HASH = KeyedHash.known(1, 2);
    private static final byte[] ID = {1};
    private static final int MOST = 2;
    private static final int INDEX = 0;

    private PeerStatesStress() {}

    /** One peer, and the owner's part. */
    static class OnePeer {
        final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        final PeerTable table =
                new PeerTable(1, 48, counters, 1, new HandleSpace("peer", 0, 1, 1), HASH);
        final PeerStates states = new PeerStates(table, counters, 1);
        final long peer = table.register(ID, 0, ID.length);
        int drains;

        void drainQueued() {
            int next;
            for (int at = states.dirty().takeAll(0); at >= 0; at = next) {
                next = states.dirty().next(at);
                states.drain(at, 1);
                drains++;
            }
        }

        /** Whether everything is told, and says what the word says. */
        boolean isTold(boolean connected) {
            drainQueued();
            long word = table.columns().word(INDEX);
            return !PeerWord.isDirty(word)
                    && PeerWord.isConnected(word) == connected
                    && PeerWord.isReported(word) == connected
                    && (!connected || states.isWalked(INDEX));
        }
    }

    /** Two connections open. */
    @JCStressTest
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One was the first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two firsts, none, or the owner didn't hear.")
    @State
    public static class OpenAgainstOpen extends OnePeer {
        @Actor
        public void first(ZZZ_Result r) {
            r.r1 = PeerWord.isEdge(states.openInbound(peer, MOST, 1));
        }

        @Actor
        public void second(ZZZ_Result r) {
            r.r2 = PeerWord.isEdge(states.openInbound(peer, MOST, 1));
        }

        @Arbiter
        public void rest(ZZZ_Result r) {
            r.r3 = isTold(true) && drains == 1;
        }
    }

    /** One opens while the only other closes and the owner drains. */
    @JCStressTest
    @Outcome(
            id = "false, false, true",
            expect = Expect.ACCEPTABLE,
            desc = "Opened first: the peer stayed connected.")
    @Outcome(
            id = "true, true, true",
            expect = Expect.ACCEPTABLE,
            desc = "Closed first: a last and a first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A first without a last, or a mark was lost.")
    @State
    public static class OpenAgainstClose extends OnePeer {
        public OpenAgainstClose() {
            states.openInbound(peer, MOST, 1);
        }

        @Actor
        public void open(ZZZ_Result r) {
            r.r1 = PeerWord.isEdge(states.openInbound(peer, MOST, 1));
        }

        @Actor
        public void closeAndDrain(ZZZ_Result r) {
            r.r2 = PeerWord.isEdge(states.close(INDEX, true));
            drainQueued();
        }

        @Arbiter
        public void rest(ZZZ_Result r) {
            r.r3 = isTold(true);
        }
    }

    /** The owner takes a disconnected peer out of the walk while it connects again. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "Connected, walked, told.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A connected peer that walks leave out.")
    @State
    public static class OpenAgainstDrain extends OnePeer {
        public OpenAgainstDrain() {
            states.openInbound(peer, MOST, 1);
            states.close(INDEX, true);
        }

        @Actor
        public void open(ZZZ_Result r) {
            r.r1 = PeerWord.isEdge(states.openInbound(peer, MOST, 1));
        }

        @Actor
        public void drain() {
            drainQueued();
        }

        @Arbiter
        public void rest(ZZZ_Result r) {
            r.r2 = states.isWalked(INDEX);
            r.r3 = isTold(true);
        }
    }

    /** Two close two connections. */
    @JCStressTest
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One was the last.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two lasts, none, or the owner didn't hear.")
    @State
    public static class CloseAgainstClose extends OnePeer {
        public CloseAgainstClose() {
            states.openInbound(peer, MOST, 1);
            states.openInbound(peer, MOST, 1);
            drainQueued();
        }

        @Actor
        public void first(ZZZ_Result r) {
            r.r1 = PeerWord.isEdge(states.close(INDEX, true));
        }

        @Actor
        public void second(ZZZ_Result r) {
            r.r2 = PeerWord.isEdge(states.close(INDEX, true));
        }

        @Arbiter
        public void rest(ZZZ_Result r) {
            r.r3 = isTold(false);
        }
    }

    /** Two begin to dial. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One dials.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two dials at once to one peer, or none.")
    @State
    public static class DialAgainstDial extends OnePeer {
        @Actor
        public void first(ZZ_Result r) {
            r.r1 = states.beginDial(peer, MOST) >= 0;
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = states.beginDial(peer, MOST) >= 0;
        }
    }

    /** A peer is given up while it connects. */
    @JCStressTest
    @Outcome(
            id = "true, false, true",
            expect = Expect.ACCEPTABLE,
            desc = "Given up: unknown to the connection.")
    @Outcome(id = "false, true, true", expect = Expect.ACCEPTABLE, desc = "Connected: in use.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "A connection to a peer that is being recycled, or neither.")
    @State
    public static class RetireAgainstOpen extends OnePeer {
        @Actor
        public void retire(ZZZ_Result r) {
            r.r1 = states.retire(peer) >= 0;
        }

        @Actor
        public void open(ZZZ_Result r) {
            r.r2 = states.openInbound(peer, MOST, 1) >= 0;
        }

        @Arbiter
        public void rest(ZZZ_Result r) {
            drainQueued();
            long word = table.columns().word(INDEX);
            r.r3 = drains == 1 && PeerWord.isRetired(word) != PeerWord.isConnected(word);
        }
    }

    /** A peer that was given up is wanted again while the owner recycles it. */
    @JCStressTest
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE,
            desc = "Known again, in its old slot or anew.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Registered and not to be found, or the slot was lost.")
    @State
    public static class ReviveAgainstRecycle extends OnePeer {
        private long registered;

        public ReviveAgainstRecycle() {
            states.retire(peer);
            drainQueued();
        }

        @Actor
        public void register() {
            registered = table.register(ID, 0, ID.length);
        }

        @Actor
        public void recycle() {
            table.recycle(INDEX);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            // Between the recycling's two steps there is no slot to register in: full, rightly.
            long found = table.lookup(ID, 0, ID.length);
            boolean full = registered == Result.PEER_TABLE_FULL.code();
            r.r1 = full ? found < 0 : found == registered;
            r.r2 = table.countIndexed() + table.countFree() == 1;
        }
    }

    /** The first test with transitions that are read, then written. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One was the first.")
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "Two firsts, one connection.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No first.")
    @State
    public static class WeakenedOpenAgainstOpen {
        private final LongColumn words = LongColumn.of(1);

        public WeakenedOpenAgainstOpen() {
            words.setPlain(0, PeerWord.live(0));
        }

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = open();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = open();
        }

        private boolean open() {
            long before = words.getAcquire(0);
            long after = PeerWord.openInbound(before, MOST);
            words.setRelease(0, after);
            return PeerWord.isEdge(PeerWord.marked(before, after));
        }
    }
}
