/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BanConfig;
import io.peerage.config.RateLimit;
import io.peerage.hash.KeyedHash;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import java.time.Duration;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZI_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Bans and rates, asked while they change. */
public class BanStress {
    private static final long KEY = 0x1234_5678_9abc_def1L;
    private static final long OTHER = 0x1234_5678_9abc_def2L;
    private static final long IP = 0xffffL << 32 | 0x0a000001L;

    private BanStress() {}

    /** A peer's ban in force is asked for while another one with the same home comes, and goes. */
    @JCStressTest
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE,
            desc = "Whoever stays banned is, always.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A ban was overlooked.")
    @State
    public static class AskAgainstNeighbour {
        private final BanTable table =
                new BanTable(BanConfig.DEFAULT.sized(2, 2, 0), KeyedHash.known(1, 2));
        private final BanKeeper keeper =
                new BanKeeper(
                        BanConfig.DEFAULT.sized(2, 2, 0),
                        table,
                        new StripedCounters(Counter.values().length, 1),
                        0,
                        (key, tag, dropped) -> {});

        public AskAgainstNeighbour() {
            keeper.banPeer(OTHER, 0, 0, 1, BanReason.OTHER, 0);
            keeper.banPeer(KEY, 0, 0, 2, BanReason.OTHER, 0);
        }

        @Actor
        public void change() {
            keeper.liftPeer(OTHER);
            keeper.banPeer(OTHER, 0, 0, 3, BanReason.OTHER, 0);
        }

        @Actor
        public void ask(ZZ_Result r) {
            r.r1 = table.isPeerBanned(KEY, 0);
            r.r2 = table.isPeerBanned(KEY, 0);
        }
    }

    /** The only ban comes while it is asked for, how many there are, and by a walk such as a snapshot's. */
    @JCStressTest
    @Outcome(
            id = {
                "0, false, 0",
                "0, false, 10",
                "0, true, 0",
                "0, true, 10",
                "1, true, 0",
                "1, true, 10"
            },
            expect = Expect.ACCEPTABLE,
            desc = "Not yet, or banned with its id.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Counted and not found, or the id of somebody else.")
    @State
    public static class CountAgainstBan {
        private final Named named = new Named(false);
        private final BanWalk walk = named.keeper.walk();

        @Actor
        public void ban() {
            named.ban(2);
        }

        @Actor
        public void ask(IZI_Result r) {
            r.r1 = named.table.countPeers();
            r.r2 = named.table.isPeerBanned(named.key(2), 0);
            r.r3 = named.walked(walk);
        }
    }

    /** A peer's place among the banned goes to another while a walk reads it: one of both with its own id, or nobody. */
    @JCStressTest
    @Outcome(
            id = {"0", "1", "10"},
            expect = Expect.ACCEPTABLE,
            desc = "Nobody at that moment, or one of both.")
    @Outcome(
            id = "11",
            expect = Expect.ACCEPTABLE,
            desc = "One in the one place, then the other in another.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Parts of two, or the word of the one beside the id of the other.")
    @State
    public static class WalkAgainstNextTenant {
        private final Named named = new Named(true);
        private final BanWalk walk = named.keeper.walk();

        @Actor
        public void replace() {
            named.keeper.liftPeer(named.key(1));
            named.ban(2);
        }

        @Actor
        public void walk(I_Result r) {
            r.r1 = named.walked(walk);
        }
    }

    /** Room for one ban, whose id is kept. Peer 1 is banned by hand, peer 2 for another reason. */
    private static final class Named {
        private static final BanReason[] REASONS = {
            BanReason.OTHER, BanReason.BY_HAND, BanReason.OTHER
        };
        final BanTable table;
        final BanKeeper keeper;

        Named(boolean banned) {
            BanConfig config = BanConfig.DEFAULT.sized(1, 1, 0);
            table = new BanTable(config, KeyedHash.known(1, 2));
            keeper =
                    new BanKeeper(
                            config,
                            20,
                            table,
                            new StripedCounters(Counter.values().length, 1),
                            0,
                            (key, tag, dropped) -> {});
            if (banned) {
                ban(1);
            }
        }

        private static byte[] id(int peer) {
            byte[] id = new byte[20];
            Arrays.fill(id, (byte) peer);
            return id;
        }

        long key(int peer) {
            return table.peerKey(id(peer), 0, 20);
        }

        void ban(int peer) {
            keeper.banPeer(key(peer), 0, 0, peer, REASONS[peer], 0);
            keeper.id(key(peer), id(peer), 20);
        }

        // 1 for the one, 10 for the other; −1 for anything else.
        int walked(BanWalk walk) {
            int found = 0;
            for (int slot = 0; slot < walk.peerSlots(); slot++) {
                if (walk.readPeer(slot)) {
                    int peer = walk.id()[0];
                    boolean whole =
                            walk.idLength() == 20
                                    && walk.id()[19] == peer
                                    && walk.reason() == REASONS[peer];
                    if (!whole) {
                        return -1;
                    }
                    found += peer == 1 ? 1 : 10;
                }
            }
            return found;
        }
    }

    /** Two attempts from one prefix whose bucket has one token. */
    @JCStressTest
    @Outcome(id = "true, false, 0", expect = Expect.ACCEPTABLE, desc = "The first got it.")
    @Outcome(id = "false, true, 0", expect = Expect.ACCEPTABLE, desc = "The second got it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Granted twice, or to nobody.")
    @State
    public static class AttemptAgainstAttempt {
        private final PrefixBuckets buckets =
                new PrefixBuckets(
                        RateLimit.DEFAULT.rate(1, Duration.ofSeconds(5)).sized(7),
                        KeyedHash.known(1, 2),
                        new StripedCounters(Counter.values().length, 1));

        @Actor
        public void one(ZZI_Result r) {
            r.r1 = buckets.tryTake(0, IP, 1);
        }

        @Actor
        public void other(ZZI_Result r) {
            r.r2 = buckets.tryTake(0, IP, 1);
        }

        @Arbiter
        public void rest(ZZI_Result r) {
            r.r3 = buckets.tokens(0, IP, 1);
        }
    }
}
