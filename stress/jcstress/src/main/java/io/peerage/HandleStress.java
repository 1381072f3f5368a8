/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.Result;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.LLZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Handles of what has ended, while its slot or index is somebody else's: nobody is taken for another. */
public class HandleStress {
    private HandleStress() {}

    /** A manager with room for one inbound connection, two peers, and one of them connected. */
    static class OnePlace {
        final PeerManager manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(2)
                        .maxConnections(1)
                        .maxInbound(1)
                        .maxPendingInbound(1)
                        .maxTrusted(0)
                        .prefixLimits(PrefixLimits.NONE)
                        .clock(() -> 100)
                        .hashKey(1, 2)
                        .build();
        final long peer = manager.register(new byte[] {1});
        final long other = manager.register(new byte[] {2});
        final long ticket = manager.admitInbound(0, 0);
        long next;

        static String told(int outcome) {
            return PeerManagerStress.told(outcome);
        }

        // Whatever had the place before, the next one's ticket is whole, or was refused for want of
        // it.
        boolean isNextWhole() {
            manager.tick();
            if (next < 0) {
                return manager.verify().isEmpty();
            }
            return next != ticket
                    && "FIRST_CONNECTION".equals(told(manager.establishInbound(next, other)))
                    && manager.peerOf(next) == other
                    && manager.peerOf(ticket) == Result.UNKNOWN_CONNECTION.code()
                    && manager.inbound() == 1
                    && manager.verify().isEmpty();
        }
    }

    /** A connection is closed by two, one of whom goes on to admit the next into its slot. */
    @JCStressTest
    @Outcome(
            id = {"LAST_CONNECTION, ALREADY_CLOSED, true", "ALREADY_CLOSED, LAST_CONNECTION, true"},
            expect = Expect.ACCEPTABLE,
            desc =
                    "One closed it, and the next has its ticket or found the place not given back yet.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The late close hit the next tenant of the slot.")
    @State
    public static class CloseAgainstNextTenant extends OnePlace {
        public CloseAgainstNextTenant() {
            manager.establishInbound(ticket, peer);
        }

        @Actor
        public void late(LLZ_Result r) {
            r.r1 = told(manager.close(ticket));
        }

        @Actor
        public void next(LLZ_Result r) {
            r.r2 = told(manager.close(ticket));
            next = manager.admitInbound(0, 0);
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 = isNextWhole();
        }
    }

    /** A handshake is done, late, while its ticket is given up and the next one gets the slot. */
    @JCStressTest
    @Outcome(
            id = "TICKET_EXPIRED, ABANDONED, true",
            expect = Expect.ACCEPTABLE,
            desc = "Given up before.")
    @Outcome(
            id = "FIRST_CONNECTION, ALREADY_ESTABLISHED, true",
            expect = Expect.ACCEPTABLE,
            desc = "In time; there is no place for a next one.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "The next one's ticket became this peer's connection.")
    @State
    public static class EstablishAgainstNextTenant extends OnePlace {
        @Actor
        public void late(LLZ_Result r) {
            r.r1 = told(manager.establishInbound(ticket, peer));
        }

        @Actor
        public void next(LLZ_Result r) {
            r.r2 = told(manager.abandon(ticket));
            next = manager.admitInbound(0, 0);
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            boolean inTime = "FIRST_CONNECTION".equals(r.r1);
            r.r3 =
                    inTime
                            ? next < 0 && manager.inbound() == 1 && manager.verify().isEmpty()
                            : next > 0 && isNextWhole();
        }
    }

    /** The peer of a connection is asked for while it closes and its slot goes to another's. */
    @JCStressTest
    @Outcome(
            id = {"1, 1, true", "1, 0, true", "0, 0, true"},
            expect = Expect.ACCEPTABLE,
            desc = "Its own peer, or none.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The next one's peer, or back from the dead.")
    @State
    public static class PeerOfAgainstNextTenant extends OnePlace {
        public PeerOfAgainstNextTenant() {
            manager.establishInbound(ticket, peer);
        }

        @Actor
        public void ask(IIZ_Result r) {
            r.r1 = number(manager.peerOf(ticket));
            r.r2 = number(manager.peerOf(ticket));
        }

        private int number(long answer) {
            if (answer == peer) {
                return 1;
            }
            return answer == Result.UNKNOWN_CONNECTION.code() ? 0 : 2;
        }

        @Actor
        public void next() {
            manager.close(ticket);
            next = manager.admitInbound(0, 0);
            manager.establishInbound(next, other);
        }

        @Arbiter
        public void rest(IIZ_Result r) {
            r.r3 = manager.peerOf(next) == other && manager.verify().isEmpty();
        }
    }

    /** A peer is flagged, grouped, pinned and asked for by its handle while its index goes to another. */
    @JCStressTest
    @Outcome(
            id = {"true, true, true", "false, false, true", "true, false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "In time, in part, or too late; nothing is the next one's.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The next peer has what was said of the last.")
    @State
    public static class SayAgainstNextTenant {
        private final PeerManager manager =
                PeerManager.builder()
                        .maxPeers(1)
                        .maxConnections(1)
                        .maxTrusted(0)
                        .clock(() -> 100)
                        .hashKey(1, 2)
                        .build();
        private final long peer = manager.register(new byte[] {1});
        private long next;

        @Actor
        public void say(ZZZ_Result r) {
            r.r1 = manager.groups().set(peer, 5, true) > 0;
            r.r2 = manager.services().pin(5, peer) > 0;
        }

        @Actor
        public void recycle() {
            manager.release(peer);
            manager.tick();
            next = manager.register(new byte[] {2});
        }

        @Arbiter
        public void rest(ZZZ_Result r) {
            r.r3 =
                    next > 0
                            && !manager.groups().contains(next, 5)
                            && manager.services().pinned(5) == 0
                            && manager.verify().isEmpty();
        }
    }
}
