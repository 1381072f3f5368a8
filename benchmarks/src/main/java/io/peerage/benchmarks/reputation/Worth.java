/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.reputation;

import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.reputation.BadScoreTable;
import io.peerage.reputation.PeerScores;
import io.peerage.reputation.TagTable;
import io.peerage.yardstick.DecayingScores;
import io.peerage.yardstick.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What is known of a population of peers. */
public final class Worth {
    static final int PLAIN = 0;
    static final int DECAYING = 1;

    private static final TagConfig TAGS =
            new TagConfig(
                    List.of(
                            TagKind.plain("protocol"),
                            TagKind.decaying("deliveries", Duration.ofMinutes(10)),
                            TagKind.plain("service"),
                            TagKind.decaying("answers", Duration.ofHours(1))),
                    List.of());

    private Worth() {}

    /** Our columns. Any thread. */
    @State(Scope.Benchmark)
    public static class Ours {
        /** 1,000: in the cache; 1,000,000: not. */
        @Param({"1000", "1000000"})
        public int peers;

        PeerScores scores = scores(1);
        TagTable tags = new TagTable(1, TAGS, 0);

        private static PeerScores scores(int peers) {
            ScoreConfig config = ScoreConfig.DEFAULT;
            return new PeerScores(peers, config, new BadScoreTable(config), 0);
        }

        /** Touches every page. */
        @Setup
        public void fill() {
            scores = scores(peers);
            tags = new TagTable(peers, TAGS, 0);
            for (int peer = 0; peer < peers; peer++) {
                scores.add(peer, 0, peer % 9_000, 0);
                scores.putExternal(peer, 0, peer % 15, 0);
                for (int kind = 0; kind < TAGS.kinds().size(); kind++) {
                    tags.add(peer, 0, kind, 1 + peer % 50, 0);
                }
            }
        }

        /** A figure counts only if it is that of peers that are there. */
        @TearDown(Level.Trial)
        public void check() {
            for (int peer = 0; peer < peers; peer++) {
                if (tags.value(peer, 0, PLAIN, 0) <= 0) {
                    throw new IllegalStateException("peer " + peer + " has lost its tag");
                }
            }
        }
    }

    /** The same words without anything in them. Any thread. */
    @State(Scope.Benchmark)
    public static class Words {
        /** As many as ours has. */
        @Param({"1000", "1000000"})
        public int peers;

        AtomicLongArray words = new AtomicLongArray(1);

        /** Touches every page. */
        @Setup
        public void fill() {
            words = new AtomicLongArray(peers);
            for (int peer = 0; peer < peers; peer++) {
                words.setPlain(peer, peer);
            }
        }
    }

    /** A map of objects. Any thread. */
    @State(Scope.Benchmark)
    public static class Yardstick {
        /** As many as ours has. */
        @Param({"1000", "1000000"})
        public int peers;

        DecayingScores scores = new DecayingScores(1);
        PeerId[] ids = {};

        /** Registers everybody, in an order that is not that of memory. */
        @Setup
        public void fill() {
            scores = new DecayingScores(ScoreConfig.DEFAULT.halfLifeNanos());
            ids = new PeerId[peers];
            for (int peer = 0; peer < peers; peer++) {
                byte[] id = new byte[34];
                ByteBuffer.wrap(id)
                        .putLong(2, peer * 0x9e3779b97f4a7c15L)
                        .putLong(20, peer * 0xd6e8feb86659fd93L);
                ids[peer] = new PeerId(id);
                scores.add(ids[peer], peer % 9, 0);
            }
        }
    }

    /** A thread's way through the peers and through time. One thread. */
    @State(Scope.Thread)
    public static class Way {
        // More than a step of the decay: each event finds something to decay.
        private static final long LATER = 2_400_000_000L;
        private static final long STRIDE = 0x9e3779b97f4a7c15L;

        final AtomicLong own = new AtomicLong();
        private long now;
        private long at = System.identityHashCode(own);

        /** A later time. */
        long later() {
            now += LATER;
            return now;
        }

        /** The next peer of a sequence that no prefetcher foresees. */
        int next(int peers) {
            at += STRIDE;
            long mixed = (at ^ at >>> 32) * 0xd6e8feb86659fd93L;
            return (int) ((mixed >>> 32) * peers >>> 32);
        }
    }
}
