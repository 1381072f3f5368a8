/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.BookConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LLZ_Result;

/** What stands before the limits, and what a dial leaves behind, while it changes: lists, rates, reports of dials. */
public class GateStress {
    private static final IpAddress ONE = IpAddress.parse("10.0.0.1");
    private static final IpAddress OTHER = IpAddress.parse("10.0.0.2");

    private GateStress() {}

    private static CidrRules denying(String... blocks) {
        return new CidrRules(List.of(), List.of(blocks).stream().map(Cidr::parse).toList());
    }

    private static PeerManagerBuilder builder() {
        return PeerManager.builder()
                .rateLimit(RateLimit.NONE)
                .maxPeers(2)
                .maxConnections(4)
                .maxInbound(4)
                .maxTrusted(0)
                .prefixLimits(PrefixLimits.NONE)
                .clock(() -> 100)
                .hashKey(1, 2);
    }

    private static String told(long code) {
        return code > 0 ? "DONE" : Result.ofRefusal(code).name();
    }

    /** The lists are replaced by ones that deny another address, while both come in, the other one first. */
    @JCStressTest
    @Outcome(id = "DONE, ADDRESS_DENIED, 1", expect = Expect.ACCEPTABLE, desc = "Before.")
    @Outcome(id = "ADDRESS_DENIED, DONE, 1", expect = Expect.ACCEPTABLE, desc = "After.")
    @Outcome(id = "DONE, DONE, 2", expect = Expect.ACCEPTABLE, desc = "Replaced between.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "New lists first and old ones then, or both at once.")
    @State
    public static class ReplaceAgainstAdmission {
        private final PeerManager manager = builder().lists(denying("10.0.0.1/32")).build();

        @Actor
        public void replace() {
            manager.bans().replaceLists(denying("10.0.0.2/32"));
        }

        @Actor
        public void admit(LLI_Result r) {
            r.r1 = told(manager.admitInbound(OTHER.hi(), OTHER.lo()));
            r.r2 = told(manager.admitInbound(ONE.hi(), ONE.lo()));
        }

        @Arbiter
        public void rest(LLI_Result r) {
            r.r3 = manager.verify().isEmpty() ? manager.pendingInbound() : -1;
        }
    }

    /** Two come in from a prefix that has one token left. */
    @JCStressTest
    @Outcome(id = "DONE, RATE_LIMIT, true", expect = Expect.ACCEPTABLE, desc = "The first.")
    @Outcome(id = "RATE_LIMIT, DONE, true", expect = Expect.ACCEPTABLE, desc = "The second.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both or nobody, or a place of who was refused.")
    @State
    public static class RatedAgainstRated {
        private final PeerManager manager =
                builder()
                        .rateLimit(RateLimit.DEFAULT.rate(1, Duration.ofSeconds(5)).sized(7))
                        .build();

        @Actor
        public void one(LLZ_Result r) {
            r.r1 = told(manager.admitInbound(ONE.hi(), ONE.lo()));
        }

        @Actor
        public void other(LLZ_Result r) {
            r.r2 = told(manager.admitInbound(ONE.hi(), ONE.lo()));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 =
                    manager.verify().isEmpty()
                            && manager.pendingInbound() == 1
                            && manager.refused(Result.RATE_LIMIT) == 1;
        }
    }

    /** A dial fails while its slot, freed by that, is given to a dial elsewhere: each is reported where it went. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, true", "1, 1, true"},
            expect = Expect.ACCEPTABLE,
            desc = "The first address failed, the other if it was dialed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A failure of an address that wasn't dialed.")
    @State
    public static class ReportAgainstNextDial {
        private final PeerManager manager =
                builder()
                        .maxPeers(4)
                        .maxConnections(1)
                        .maxInbound(0)
                        .maxOutbound(1)
                        .book(BookConfig.DEFAULT.sized(2).blobs(0, 1, 0, 1).handingOff(64))
                        .build();
        private final AddressBuffer buffer = new AddressBuffer();
        private final long first = manager.register(new byte[] {1});
        private final long second = manager.register(new byte[] {2});
        private final long ticket;
        private boolean dialed;

        public ReportAgainstNextDial() {
            hear(first, ONE);
            hear(second, OTHER);
            manager.tick();
            ticket = manager.admitOutbound(first, ONE.hi(), ONE.lo());
        }

        private void hear(long peer, IpAddress ip) {
            byte[] address = {1, 2, 3, 4, 5, 6, 7, (byte) ip.lo()};
            manager.book()
                    .heard(
                            peer,
                            address,
                            ip.hi(),
                            ip.lo(),
                            0,
                            0,
                            AddressTier.PERMANENT,
                            PeerOrigin.STATIC);
        }

        @Actor
        public void fail() {
            manager.dialing().failed(ticket, DialOutcome.REFUSED);
        }

        @Actor
        public void dial() {
            long next = manager.admitOutbound(second, OTHER.hi(), OTHER.lo());
            dialed = next > 0;
            manager.dialing().failed(next > 0 ? next : 0, DialOutcome.REFUSED);
        }

        @Arbiter
        public void rest(IIZ_Result r) {
            manager.tick();
            r.r1 = attempts(first);
            r.r2 = attempts(second);
            r.r3 = manager.verify().isEmpty() && r.r2 == (dialed ? 1 : 0);
        }

        private int attempts(long peer) {
            return manager.book().read(peer, buffer) == 1 ? buffer.attempts(0) : -1;
        }
    }

    /** A prefix is banned while somebody comes in from it, and shows who he is. */
    @JCStressTest
    @Outcome(
            id = "PREFIX_BANNED, NONE, 0",
            expect = Expect.ACCEPTABLE,
            desc = "The ban came first.")
    @Outcome(
            id = "DONE, TICKET_EXPIRED, 0",
            expect = Expect.ACCEPTABLE,
            desc = "Found as a ticket.")
    @Outcome(
            id = "DONE, DONE, 1",
            expect = Expect.ACCEPTABLE,
            desc = "Found as a connection, which somebody is told to close.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Stays open, or ends without anybody's being told.")
    @State
    public static class BanAgainstAdmission {
        private int closes;
        private final PeerManager manager =
                builder()
                        .prefixLimits(PrefixLimits.DEFAULT)
                        .commandSink((connection, reason) -> closes++)
                        .build();

        @Actor
        public void comeIn(LLI_Result r) {
            long ticket = manager.admitInbound(ONE.hi(), ONE.lo());
            r.r1 = told(ticket);
            r.r2 = ticket < 0 ? "NONE" : told(manager.establishInbound(ticket, new byte[] {1}));
        }

        @Actor
        public void ban() {
            manager.bans().banPrefix(ONE.hi(), ONE.lo(), 24, BanReason.BY_HAND);
            manager.tick();
        }

        @Arbiter
        public void rest(LLI_Result r) {
            manager.tick();
            int told = closes;
            manager.tick();
            boolean isRight =
                    closes == told
                            && manager.pendingInbound() == 0
                            && manager.connectedPeers() == told
                            && manager.verify().isEmpty();
            r.r3 = isRight ? told : -1;
        }
    }
}
