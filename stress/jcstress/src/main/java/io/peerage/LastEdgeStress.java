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
import org.openjdk.jcstress.infra.results.LJZ_Result;
import org.openjdk.jcstress.infra.results.LLZ_Result;

/** A peer's last connection closes while the peer comes again: since when it is connected, or isn't, is told of itself. */
public class LastEdgeStress {
    private static final byte[] ID = {1};
    private static final byte[] OTHER = {2};
    private static final int FIRST_ADMITTED = 100;
    private static final int SECOND_ADMITTED = 200;
    private static final int RACE = 300;
    private static final int REST = 400;

    private LastEdgeStress() {}

    /** A node that is connected to one peer, and has a ticket for another connection. */
    static class OneConnection {
        long now = FIRST_ADMITTED;
        final PeerManager manager;
        final long peer;
        final long connection;
        final long ticket;

        OneConnection(int peers) {
            manager =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .maxPeers(peers)
                            .maxConnections(4)
                            .maxPerPeer(2)
                            .maxTrusted(0)
                            .prefixLimits(PrefixLimits.NONE)
                            .clock(() -> now)
                            .hashKey(1, 2)
                            .build();
            peer = manager.register(ID);
            connection = manager.admitInbound(0, 0);
            manager.establishInbound(connection, peer);
            manager.tick();
            now = SECOND_ADMITTED;
            ticket = manager.admitInbound(0, 0);
            now = RACE;
        }

        static String told(int outcome) {
            return io.peerage.model.Outcome.result(outcome).name();
        }

        boolean isSound() {
            now = REST;
            manager.tick();
            return manager.verify().isEmpty();
        }
    }

    /** Closing the only connection, with the owner's round after it, against opening another. */
    @JCStressTest
    @Outcome(
            id = "ANOTHER_CONNECTION, 300, true",
            expect = Expect.ACCEPTABLE,
            desc = "Never alone: connected since the first.")
    @Outcome(
            id = "FIRST_CONNECTION, 200, true",
            expect = Expect.ACCEPTABLE,
            desc = "Connected since the second.")
    @Outcome(
            id = "FIRST_CONNECTION, 100, true",
            expect = Expect.ACCEPTABLE,
            desc = "The owner found it alone later than the second came.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Connected since a connection that is closed, or since never.")
    @State
    public static class CloseAgainstOpen extends OneConnection {
        public CloseAgainstOpen() {
            super(2);
        }

        @Actor
        public void close() {
            manager.close(connection);
            manager.tick();
        }

        @Actor
        public void open(LJZ_Result r) {
            r.r1 = told(manager.establishInbound(ticket, peer));
        }

        @Arbiter
        public void rest(LJZ_Result r) {
            r.r3 = isSound();
            r.r2 = manager.connectedForNanos(peer);
        }
    }

    /** The peer is closed and given up, and its place, the only one, is another's: what is told of the other is its own. */
    @JCStressTest
    @Outcome(
            id = {"FIRST_CONNECTION, 200, true"},
            expect = Expect.ACCEPTABLE,
            desc = "The other came in, since its own connection.")
    @Outcome(
            id = {"PEER_TABLE_FULL, -1, true"},
            expect = Expect.ACCEPTABLE,
            desc = "It was too early.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A time of the tenant before.")
    @State
    public static class CloseAgainstNextTenant extends OneConnection {
        public CloseAgainstNextTenant() {
            super(1);
        }

        @Actor
        public void leave() {
            manager.close(connection);
            manager.release(peer);
            manager.tick();
        }

        @Actor
        public void next(LLZ_Result r) {
            long other = manager.register(OTHER);
            r.r1 =
                    other < 0
                            ? Result.ofRefusal(other).name()
                            : told(manager.establishInbound(ticket, other));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            long other = manager.lookup(OTHER);
            r.r3 = isSound() && manager.disconnectedForNanos(other) == -1;
            r.r2 = String.valueOf(manager.connectedForNanos(other));
        }
    }

    /** The last connection closes while the peer is given up and, by who still knows its id, registered anew. */
    @JCStressTest
    @Outcome(
            id = {"RELEASED, FIRST_CONNECTION, true", "PEER_IN_USE, FIRST_CONNECTION, true"},
            expect = Expect.ACCEPTABLE,
            desc = "Closed before it came again.")
    @Outcome(
            id = "PEER_IN_USE, ANOTHER_CONNECTION, true",
            expect = Expect.ACCEPTABLE,
            desc = "It came again before.")
    @Outcome(
            id = "RELEASED, UNKNOWN_PEER, true",
            expect = Expect.ACCEPTABLE,
            desc = "Given up between its registration and its connection.")
    @Outcome(
            id = "RELEASED, PEER_TABLE_FULL, true",
            expect = Expect.ACCEPTABLE,
            desc = "Its place, the only one, was being cleared.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Connected to nobody, or given up while connected.")
    @State
    public static class CloseAgainstRegister extends OneConnection {
        public CloseAgainstRegister() {
            super(1);
        }

        @Actor
        public void leave(LLZ_Result r) {
            manager.close(connection);
            int released = manager.release(peer);
            r.r1 = released > 0 ? "RELEASED" : Result.ofRefusal(released).name();
            manager.tick();
        }

        @Actor
        public void comeBack(LLZ_Result r) {
            int outcome = manager.establishInbound(ticket, manager.register(ID));
            r.r2 = told(outcome);
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            boolean connected = manager.isConnected(manager.lookup(ID));
            boolean opened = r.r2.toString().endsWith("CONNECTION");
            r.r3 = isSound() && connected == opened && manager.inbound() == (opened ? 1 : 0);
        }
    }
}
