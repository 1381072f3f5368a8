/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.PrefixLimits;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LLZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Who is kept, banned, protected or let go, while the owner works on the same peer. */
public class KeepingStress {
    private static final byte[] ID = {1};
    private static final int BAD = -50_000;

    private KeepingStress() {}

    /** A manager that knows one peer, and closes what it is told to. */
    static class OnePeer implements CommandSink {
        final PeerManager manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(4)
                        .maxConnections(4)
                        .maxInbound(4)
                        .maxPerPeer(2)
                        .maxTrusted(0)
                        .prefixLimits(PrefixLimits.NONE)
                        .scores(ScoreConfig.DEFAULT)
                        .tags(new TagConfig(List.of(), List.of("one", "other")))
                        .pruning(
                                PruneConfig.DEFAULT.by(
                                        PrunePolicy.GO_LIBP2P.withGrace(Duration.ZERO)))
                        .clock(() -> 100)
                        .hashKey(1, 2)
                        .commandSink(this)
                        .build();
        final long peer = manager.register(ID);

        @Override
        public void close(long connection, CloseReason reason) {
            manager.close(connection);
        }

        @Override
        public void dial(long to, long ticket, long ipHi, long ipLo, DialReason reason) {}

        static String told(int code) {
            return code > 0 ? "DONE" : Result.ofRefusal(code).name();
        }

        boolean isSound() {
            manager.tick();
            return manager.verify().isEmpty();
        }
    }

    /** A peer is banned while it is given up: it is banned and known, or neither. */
    @JCStressTest
    @Outcome(id = "DONE, PEER_IN_USE, true", expect = Expect.ACCEPTABLE, desc = "Banned, and kept.")
    @Outcome(id = "UNKNOWN_PEER, DONE, true", expect = Expect.ACCEPTABLE, desc = "Given up before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A ban of somebody who is forgotten.")
    @State
    public static class BanAgainstRelease extends OnePeer {
        @Actor
        public void ban(LLZ_Result r) {
            r.r1 = told(manager.bans().ban(peer, BanReason.BY_HAND));
        }

        @Actor
        public void release(LLZ_Result r) {
            r.r2 = told(manager.release(peer));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            boolean banned = "DONE".equals(r.r1);
            r.r3 =
                    isSound()
                            && manager.bans().isBanned(peer) == banned
                            && manager.bans().remainingNanos(ID) > 0 == banned
                            && manager.lookup(ID) > 0 == banned;
        }
    }

    /** Two threads ban a peer, and there is room for one more order: who was told that it is banned finds it so at once. */
    @JCStressTest
    @Outcome(id = "DONE, HAND_OFF_FULL, true", expect = Expect.ACCEPTABLE, desc = "First first.")
    @Outcome(id = "HAND_OFF_FULL, DONE, true", expect = Expect.ACCEPTABLE, desc = "Second first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A ban that was refused took the other's flag back.")
    @State
    public static class BanAgainstBan extends OnePeer {
        public BanAgainstBan() {
            long other = manager.register(new byte[] {2});
            for (int i = 1; i < ManagerParts.BAN_ORDERS; i++) {
                manager.bans().lift(other);
            }
        }

        @Actor
        public void first(LLZ_Result r) {
            r.r1 = told(manager.bans().ban(peer, BanReason.BY_HAND));
        }

        @Actor
        public void second(LLZ_Result r) {
            r.r2 = told(manager.bans().ban(peer, BanReason.OTHER));
        }

        @Arbiter
        public void rest(LLZ_Result r) {
            r.r3 = manager.bans().isBanned(peer) && isSound();
        }
    }

    /** A ban is lifted, imposed and lifted again while the owner carries out what was ordered: the last word counts. */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "Lifted, as was ordered last.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Flagged without a ban, or still banned.")
    @State
    public static class LiftAgainstTick extends OnePeer {
        public LiftAgainstTick() {
            manager.bans().ban(peer, BanReason.BY_HAND);
        }

        @Actor
        public void lift() {
            manager.bans().lift(peer);
            manager.bans().ban(peer, BanReason.OTHER);
            manager.bans().lift(peer);
        }

        @Actor
        public void owner() {
            manager.tick();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = isSound() ? 1 : 0;
            r.r1 = manager.bans().isBanned(peer) ? 1 : 0;
            r.r2 = manager.bans().remainingNanos(ID) > 0 ? 1 : 0;
        }
    }

    /** A peer with a bad score is given up, and comes back while the owner forgets it. */
    @JCStressTest
    @Outcome(id = "-50000, 1", expect = Expect.ACCEPTABLE, desc = "As bad as before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Whitewashed.")
    @State
    public static class BadScoreAgainstReturn extends OnePeer {
        private long back;

        public BadScoreAgainstReturn() {
            manager.reputation().add(peer, BAD);
            manager.tick();
            manager.bans().lift(peer);
            manager.tick();
            manager.release(peer);
        }

        @Actor
        public void owner() {
            manager.tick();
        }

        @Actor
        public void comeBack() {
            back = manager.register(ID);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r1 = manager.reputation().score(back);
            r.r2 = isSound() ? 1 : 0;
        }
    }

    /** One part of the application protects a peer while another lets go of it: the flag ends as the names do. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Protected by the one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Protected, and pruned all the same.")
    @State
    public static class ProtectAgainstLetGo extends OnePeer {
        public ProtectAgainstLetGo() {
            manager.reputation().protect(peer, 0, true);
        }

        @Actor
        public void protect() {
            manager.reputation().protect(peer, 1, true);
        }

        @Actor
        public void letGo() {
            manager.reputation().protect(peer, 0, false);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r1 = manager.hasFlag(peer, PeerFlag.PROTECTED);
            r.r2 = manager.reputation().isProtected(peer, 1) && isSound();
        }
    }

    /** A trim is asked for while the owner carries out one that leaves more: it isn't forgotten. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Nobody is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The request was lost with the one before it.")
    @State
    public static class TrimAgainstTick extends OnePeer {
        public TrimAgainstTick() {
            for (int i = 0; i < 2; i++) {
                manager.establishInbound(manager.admitInbound(0, 0), peer);
            }
            manager.pruning().trimTo(1);
        }

        @Actor
        public void trim() {
            manager.pruning().trimTo(0);
        }

        @Actor
        public void owner() {
            manager.tick();
        }

        @Arbiter
        public void rest(II_Result r) {
            manager.tick();
            r.r1 = manager.inbound();
            r.r2 = isSound() ? 1 : 0;
        }
    }
}
