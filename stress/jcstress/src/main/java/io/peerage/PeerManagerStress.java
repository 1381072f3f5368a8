/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.Result;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLZ_Result;

/** The life of one connection, where two calls meet in it: each transition is told to one, and nothing is left over. */
public class PeerManagerStress {
    private static final long LEASE = Duration.ofSeconds(1).toNanos();
    private static final byte[] SELF = {2};
    private static final byte[] ID = {1};

    private PeerManagerStress() {}

    /** A manager of one peer with one connection. */
    static class SmallManager {
        long now = 1;
        final PeerManager manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(1)
                        .maxConnections(2)
                        .maxInbound(1)
                        .maxOutbound(1)
                        .maxPerPeer(1)
                        .maxTrusted(0)
                        .prefixLimits(PrefixLimits.NONE)
                        .inboundLease(Duration.ofNanos(LEASE))
                        .outboundLease(Duration.ofNanos(LEASE))
                        .clock(() -> now)
                        .localId(SELF)
                        .hashKey(1, 2)
                        .build();
        final long peer = manager.register(ID);

        boolean isSound(int connected) {
            manager.tick();
            return manager.verify().isEmpty()
                    && manager.connectedPeers() == connected
                    && manager.pendingInbound() == 0
                    && manager.pendingOutbound() == 0;
        }
    }

    static String told(int outcome) {
        Result result = io.peerage.model.Outcome.result(outcome);
        String also = io.peerage.model.Outcome.isClosedMeanwhile(outcome) ? "+closed" : "";
        boolean last = io.peerage.model.Outcome.isLast(outcome) && !also.isEmpty();
        return result + also + (last ? "+last" : "");
    }

    /** A handshake is done while its connection is closed. */
    @JCStressTest
    @Outcome(
            id = "TICKET_EXPIRED, ABANDONED, true",
            expect = Expect.ACCEPTABLE,
            desc = "Closed before.")
    @Outcome(
            id = "FIRST_CONNECTION+closed+last, CLOSE_HANDED_OVER, true",
            expect = Expect.ACCEPTABLE,
            desc = "Closed meanwhile: the establishing call tells both.")
    @Outcome(
            id = "FIRST_CONNECTION, LAST_CONNECTION, true",
            expect = Expect.ACCEPTABLE,
            desc = "Closed after.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "A transition was told twice or not at all, or something leaked.")
    @State
    public static class EstablishAgainstClose extends SmallManager {
        private final long ticket = manager.admitInbound(0, 0);

        @Actor
        public void establish(LLZ_Result r) {
            r.r1 = told(manager.establishInbound(ticket, peer));
        }

        @Actor
        public void close(LLZ_Result r) {
            r.r2 = told(manager.close(ticket));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 = isSound(0);
        }
    }

    /** A handshake is done while its lease runs out. */
    @JCStressTest
    @Outcome(id = "TICKET_EXPIRED, 1, true", expect = Expect.ACCEPTABLE, desc = "Too late.")
    @Outcome(id = "FIRST_CONNECTION, 0, true", expect = Expect.ACCEPTABLE, desc = "Just in time.")
    @Outcome(
            id = "FIRST_CONNECTION, 1, true",
            expect = Expect.ACCEPTABLE,
            desc = "Just in time, and the tick told the listener.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Reclaimed and established.")
    @State
    public static class EstablishAgainstExpiry extends SmallManager {
        private final long ticket;

        public EstablishAgainstExpiry() {
            // The owner has seen the node's own id.
            manager.tick();
            ticket = manager.admitInbound(0, 0);
            now += LEASE;
        }

        @Actor
        public void establish(LLZ_Result r) {
            r.r1 = told(manager.establishInbound(ticket, peer));
        }

        @Actor
        public void tick(LLZ_Result r) {
            r.r2 = manager.tick();
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 = isSound("TICKET_EXPIRED".equals(r.r1) ? 0 : 1);
        }
    }

    /** One connection is closed twice. */
    @JCStressTest
    @Outcome(
            id = {"LAST_CONNECTION, ALREADY_CLOSED, true", "ALREADY_CLOSED, LAST_CONNECTION, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One closed it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Closed twice, or not.")
    @State
    public static class CloseAgainstClose extends SmallManager {
        private final long connection = manager.admitInbound(0, 0);

        public CloseAgainstClose() {
            manager.establishInbound(connection, peer);
        }

        @Actor
        public void first(LLZ_Result r) {
            r.r1 = told(manager.close(connection));
        }

        @Actor
        public void second(LLZ_Result r) {
            r.r2 = told(manager.close(connection));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 = isSound(0);
        }
    }

    /** A dial reaches its peer while that peer's own connection, which wins, takes the dial's place. */
    @JCStressTest
    @Outcome(
            id = "TICKET_EXPIRED, FIRST_CONNECTION, true",
            expect = Expect.ACCEPTABLE,
            desc = "Taken over as a ticket.")
    @Outcome(
            id = "FIRST_CONNECTION, ANOTHER_CONNECTION, true",
            expect = Expect.ACCEPTABLE,
            desc = "Taken over as a connection; the owner has it closed.")
    @Outcome(
            id = {
                "FIRST_CONNECTION+closed, ANOTHER_CONNECTION, true",
                "SUPERSEDED, FIRST_CONNECTION, true"
            },
            expect = Expect.ACCEPTABLE,
            desc = "Taken over in between.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two firsts, two connections, or something leaked.")
    @State
    public static class TakeOverAgainstEstablish extends SmallManager {
        private final long dial = manager.admitOutbound(peer, 0, 0);
        private final long ticket = manager.admitInbound(0, 0);

        @Actor
        public void establish(LLZ_Result r) {
            r.r1 = told(manager.establishOutbound(dial));
        }

        @Actor
        public void takeOver(LLZ_Result r) {
            r.r2 = told(manager.establishInbound(ticket, peer));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            boolean only = manager.inboundOf(peer) == 1 && manager.outboundOf(peer) == 0;
            r.r3 =
                    only
                            && isSound(1)
                            && manager.close(ticket) > 0
                            && manager.close(dial) < 0
                            && isSound(0);
        }
    }

    /** A dial is given up while it reaches its peer. */
    @JCStressTest
    @Outcome(id = "ABANDONED, TICKET_EXPIRED, true", expect = Expect.ACCEPTABLE, desc = "Given up.")
    @Outcome(
            id = "ALREADY_ESTABLISHED, FIRST_CONNECTION, true",
            expect = Expect.ACCEPTABLE,
            desc = "Connected.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class AbandonAgainstEstablish extends SmallManager {
        private final long dial = manager.admitOutbound(peer, 0, 0);

        @Actor
        public void abandon(LLZ_Result r) {
            r.r1 = told(manager.abandon(dial));
        }

        @Actor
        public void establish(LLZ_Result r) {
            r.r2 = told(manager.establishOutbound(dial));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 = isSound("ABANDONED".equals(r.r1) ? 0 : 1);
        }
    }

    /** Two handshakes want the last place of a peer, by its id. */
    @JCStressTest
    @Outcome(
            id = {"FIRST_CONNECTION, PEER_LIMIT, true", "PEER_LIMIT, FIRST_CONNECTION, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class EstablishAgainstEstablish {
        private final PeerManager manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(2)
                        .maxConnections(2)
                        .maxInbound(2)
                        .maxPerPeer(1)
                        .maxTrusted(0)
                        .hashKey(1, 2)
                        .build();
        private final long one = manager.admitInbound(0, 0);
        private final long other = manager.admitInbound(0, 0);

        @Actor
        public void first(LLZ_Result r) {
            r.r1 = told(manager.establishInbound(one, ID));
        }

        @Actor
        public void second(LLZ_Result r) {
            r.r2 = told(manager.establishInbound(other, ID));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 =
                    manager.connectedPeers() == 1
                            && manager.inbound() == 1
                            && manager.verify().isEmpty();
        }
    }
}
