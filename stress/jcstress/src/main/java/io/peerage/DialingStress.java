/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Result;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LIZ_Result;
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LLZ_Result;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/** A dial that ends while something else happens to its peer: both orders, and nothing in between. */
public class DialingStress {
    private static final byte[] SELF = {2};
    private static final byte[] ID = {1};
    private static final int EARLIER = 3;
    private static final long WAIT = Duration.ofSeconds(5).toNanos();

    private DialingStress() {}

    /** A node that knows one peer, whose dials have failed three times, and which is being dialed again. */
    static class FailingPeer implements CommandSink {
        long now = 1;
        int dials;
        final PeerManager manager;
        final long peer;

        FailingPeer(int perPeer) {
            manager =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .maxPeers(1)
                            .maxConnections(4)
                            .maxPerPeer(perPeer)
                            .maxTrusted(0)
                            .prefixLimits(PrefixLimits.NONE)
                            .backOff(BackOffConfig.constant(Duration.ofNanos(WAIT)))
                            .clock(() -> now)
                            .localId(SELF)
                            .hashKey(1, 2)
                            .dialing(
                                    DialConfig.DEFAULT
                                            .withOutboundTarget(1)
                                            .withTimes(
                                                    DialTimes.DEFAULT
                                                            .withFirstRun(Duration.ZERO)
                                                            .withFeelers(Duration.ZERO)))
                            .commandSink(this)
                            .build();
            peer = manager.register(ID);
        }

        long dialed() {
            for (int i = 0; i < EARLIER; i++) {
                fail(manager.admitOutbound(peer, 0, 0));
                manager.tick();
                now += 2 * WAIT;
            }
            return manager.admitOutbound(peer, 0, 0);
        }

        int fail(long ticket) {
            return manager.dialing().failed(ticket, DialOutcome.REFUSED);
        }

        /** Whether what is told of the peer's back-off agrees with itself, and nothing is left over. */
        boolean isSound(int connected) {
            manager.tick();
            boolean free = manager.dialing().failuresOf(peer) == 0 || connected > 0;
            return manager.verify().isEmpty()
                    && manager.connectedPeers() == connected
                    && manager.pendingOutbound() == 0
                    && manager.dialing().canDial(peer) == free;
        }

        @Override
        public void close(long connection, CloseReason reason) {
            manager.close(connection);
        }

        @Override
        public void dial(long to, long ticket, long ipHi, long ipLo, DialReason reason) {
            dials++;
        }
    }

    private static String told(int outcome) {
        return PeerManagerStress.told(outcome);
    }

    /** The dial fails while the peer connects by itself. */
    @JCStressTest
    @Outcome(
            id = "ABANDONED, FIRST_CONNECTION, 0",
            expect = Expect.ACCEPTABLE,
            desc = "Failed first: the failures are forgotten.")
    @Outcome(
            id = "ABANDONED, FIRST_CONNECTION, 1",
            expect = Expect.ACCEPTABLE,
            desc = "Established first: the first failure of a new series.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Half forgotten, or something leaked.")
    @State
    public static class FailAgainstInbound extends FailingPeer {
        private final long ticket;
        private final long inbound;

        public FailAgainstInbound() {
            super(2);
            ticket = dialed();
            inbound = manager.admitInbound(0, 0);
        }

        @Actor
        public void fail(LLI_Result r) {
            r.r1 = told(fail(ticket));
        }

        @Actor
        public void connect(LLI_Result r) {
            r.r2 = told(manager.establishInbound(inbound, peer));
        }

        @Arbiter
        public void rest(LLI_Result r) {
            boolean sound = isSound(1);
            r.r3 = sound ? manager.dialing().failuresOf(peer) : -1;
            manager.close(inbound);
            if (!isSound(0) || manager.dialing().failuresOf(peer) != r.r3) {
                r.r3 = -2;
            }
        }
    }

    /** The dial fails while an inbound connection of the peer, who may have one, takes its place over. */
    @JCStressTest
    @Outcome(
            id = {"ABANDONED, FIRST_CONNECTION, 0", "ABANDONED, FIRST_CONNECTION, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Failed before the place was taken over.")
    @Outcome(
            id = "ALREADY_CLOSED, FIRST_CONNECTION, 0",
            expect = Expect.ACCEPTABLE,
            desc = "The place was taken over before, which ended the ticket.")
    @Outcome(
            id = "ABANDONED, PEER_LIMIT, 4",
            expect = Expect.ACCEPTABLE,
            desc = "The failing dial had not given its place back yet.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Half forgotten, or something leaked.")
    @State
    public static class FailAgainstTakeOver extends FailingPeer {
        private final long ticket;
        private final long inbound;

        public FailAgainstTakeOver() {
            super(1);
            ticket = dialed();
            inbound = manager.admitInbound(0, 0);
        }

        @Actor
        public void fail(LLI_Result r) {
            r.r1 = told(fail(ticket));
        }

        @Actor
        public void connect(LLI_Result r) {
            r.r2 = told(manager.establishInbound(inbound, peer));
        }

        @Arbiter
        public void rest(LLI_Result r) {
            manager.tick();
            int connected = "FIRST_CONNECTION".equals(r.r2) ? 1 : 0;
            boolean sound =
                    manager.verify().isEmpty()
                            && manager.inbound() == connected
                            && manager.outbound() == 0
                            && manager.pendingOutbound() == 0;
            r.r3 = sound ? manager.dialing().failuresOf(peer) : -1;
        }
    }

    /** The dial fails while the peer's failures are forgiven by hand. */
    @JCStressTest
    @Outcome(id = "ABANDONED, 0, true", expect = Expect.ACCEPTABLE, desc = "Failed, then forgiven.")
    @Outcome(
            id = "ABANDONED, 1, true",
            expect = Expect.ACCEPTABLE,
            desc = "Forgiven, then the first failure of a new series.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Half forgiven.")
    @State
    public static class FailAgainstForgive extends FailingPeer {
        private final long ticket;

        public FailAgainstForgive() {
            super(2);
            ticket = dialed();
        }

        @Actor
        public void fail(LIZ_Result r) {
            r.r1 = told(fail(ticket));
        }

        @Actor
        public void forgive() {
            manager.dialing().forgive(peer);
        }

        @Arbiter
        public void rest(LIZ_Result r) {
            r.r2 = manager.dialing().failuresOf(peer);
            boolean sound = isSound(0);
            now += 2 * WAIT;
            fail(manager.admitOutbound(peer, 0, 0));
            // What was told is what the next failure is added to.
            r.r3 = sound && manager.dialing().failuresOf(peer) == r.r2 + 1;
        }
    }

    /** A peer that was given up, and not yet recycled, is registered again while the owner looks at it. */
    @JCStressTest
    @Outcome(
            id = "true, 1, true",
            expect = Expect.ACCEPTABLE,
            desc = "In time: its address is known, and dialed.")
    @Outcome(
            id = "false, 0, true",
            expect = Expect.ACCEPTABLE,
            desc = "Too late: a stranger, who has no address.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Known with its address, and never dialed.")
    @State
    public static class RegisterAgainstRecycle extends FailingPeer {
        private long registered;

        public RegisterAgainstRecycle() {
            super(2);
            manager.bans().ban(peer, BanReason.BY_HAND);
            manager.dialing().offer(peer, new byte[] {10, 1, 2, 3});
            manager.tick();
            manager.bans().lift(peer);
            manager.release(peer);
        }

        @Actor
        public void owner() {
            manager.tick();
        }

        @Actor
        public void register() {
            do {
                registered = manager.register(ID);
                // The owner may have it in its hands.
            } while (registered == Result.PEER_TABLE_FULL.code());
        }

        @Arbiter
        public void rest(ZIZ_Result r) {
            manager.tick();
            manager.tick();
            r.r1 = registered == peer;
            r.r2 = dials;
            r.r3 = manager.verify().isEmpty();
        }
    }

    /** A dial whose lease runs out fails by hand too: it ends once. */
    @JCStressTest
    @Outcome(
            id = "ABANDONED, 4, true",
            expect = Expect.ACCEPTABLE,
            desc = "Failed by hand, and once.")
    @Outcome(id = "ALREADY_CLOSED, 4, true", expect = Expect.ACCEPTABLE, desc = "Timed out before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It failed twice, or not at all.")
    @State
    public static class FailAgainstExpiry extends FailingPeer {
        private final long ticket;

        public FailAgainstExpiry() {
            super(2);
            ticket = dialed();
            now += Duration.ofMinutes(1).toNanos();
        }

        @Actor
        public void fail(LIZ_Result r) {
            r.r1 = told(fail(ticket));
        }

        @Actor
        public void owner() {
            manager.tick();
        }

        @Arbiter
        public void rest(LIZ_Result r) {
            r.r2 = manager.dialing().failuresOf(peer);
            r.r3 = isSound(0);
        }
    }

    /** A ban and a dial's handshake: the connection is refused, or was there before the ban. */
    @JCStressTest
    @Outcome(id = "BANNED, DONE, true", expect = Expect.ACCEPTABLE, desc = "Banned before.")
    @Outcome(
            id = "FIRST_CONNECTION, DONE, true",
            expect = Expect.ACCEPTABLE,
            desc = "Before the ban, which closes it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Something leaked.")
    @State
    public static class BanAgainstEstablish extends FailingPeer {
        private final long ticket;

        public BanAgainstEstablish() {
            super(2);
            ticket = dialed();
        }

        @Actor
        public void ban(LLZ_Result r) {
            int code = manager.bans().ban(peer, BanReason.BY_HAND);
            r.r2 = code == Result.DONE.code() ? "DONE" : "UNKNOWN";
        }

        @Actor
        public void establish(LLZ_Result r) {
            r.r1 = told(manager.establishOutbound(ticket));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            manager.tick();
            r.r3 =
                    manager.verify().isEmpty()
                            && manager.pendingOutbound() == 0
                            // The tick has the ban's connection closed.
                            && manager.outbound() == 0;
        }
    }
}
