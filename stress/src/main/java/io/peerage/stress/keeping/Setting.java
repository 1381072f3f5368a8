/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.BookTimes;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.model.LimitKind;
import io.peerage.model.PeerDataKey;
import io.peerage.stress.oracle.StormLimits;
import io.peerage.yardstick.PeerageAdapter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.NanoClock;

/**
 * What the manager under test is built with, from the limits of any storm. Bans and back-offs are short, so that a storm sees them end;
 * scores don't decay within a storm, so that their sums are exact, and one kind of tag does.
 *
 * @param limits the limits of connections
 *     <p><b>Threading</b>: immutable, any thread.
 */
record Setting(StormLimits limits) {
    /** The manager ends no more bans in one of its rounds, so that many which are over are not all ended in the first. */
    static final int BANS_ENDED_A_ROUND = 1_000;

    static final int PLAIN = 0;
    static final int DECAYING = 1;
    static final int DISCONNECT_AT = -30_000;
    static final int BAN_AT = -60_000;
    static final int BURST = 40;
    static final int ADDRESSES_A_PEER = 4;
    static final int ADDRESS_BYTES = 16;
    static final long FIRST_BAN = Duration.ofSeconds(1).toNanos();
    static final long LONGEST_BAN = Duration.ofSeconds(4).toNanos();
    static final long BAN_LATE = 1L << 20;
    static final long GRACE = Duration.ofMillis(100).toNanos();
    static final long TOKEN = Duration.ofMillis(5).toNanos();
    static final double TAG_HALF_LIFE = 1e10;
    static final PeerDataKey<Token> FLEETING =
            PeerDataKey.of("fleeting", Token.class, Duration.ofMillis(20));
    static final PeerDataKey<Token> LASTING =
            PeerDataKey.of("lasting", Token.class, Duration.ofDays(365));
    static final BackOffConfig BACK_OFF =
            BackOffConfig.exponential(Duration.ofMillis(10), 200).capped(Duration.ofMillis(80));

    /** How long the ban lasts that follows on so many. */
    static long banNanos(int before) {
        return Math.min(LONGEST_BAN, FIRST_BAN << Math.min(before, 16));
    }

    /** Places for peers: all that are in the book, and as many as may be connected besides. */
    int peers() {
        return limits.peers() + limits.connections();
    }

    int outboundTarget() {
        return Math.max(1, limits.outbound() * 3 / 4);
    }

    int parallelDials() {
        return Math.max(1, Math.min(64, limits.pendingOutbound()));
    }

    int bookAddresses() {
        return limits.peers() + limits.peers() / 2;
    }

    int high() {
        return Math.max(1, limits.connections() * 9 / 10);
    }

    int low() {
        return Math.max(1, limits.connections() * 8 / 10);
    }

    /** Builds it, {@code planted} having changed what it wants to. */
    PeerManager build(NanoClock clock, Ear ear, UnaryOperator<PeerManagerBuilder> planted) {
        return planted.apply(builder(clock, ear)).build();
    }

    private PeerManagerBuilder builder(NanoClock clock, Ear ear) {
        PeerManagerBuilder builder = PeerageAdapter.builder(limits.settings(clock));
        int buckets = Math.max(16, Integer.highestOneBit(bookAddresses() / BookConfig.BUCKET));
        return builder.maxPeers(peers())
                .backOff(BACK_OFF)
                .trustedBypass(EnumSet.noneOf(LimitKind.class))
                .rateLimit(
                        RateLimit.DEFAULT
                                .rate(BURST, Duration.ofNanos(TOKEN))
                                .sized(Math.max(4_096, 2 * limits.peers())))
                .bans(
                        BanConfig.DEFAULT
                                .lasting(
                                        Duration.ofNanos(FIRST_BAN),
                                        Duration.ofNanos(LONGEST_BAN),
                                        Duration.ofSeconds(1))
                                .sized(
                                        Math.max(1, limits.peers() / 4),
                                        Math.max(64, limits.peers()),
                                        Math.max(64, limits.peers()))
                                .sharing(0))
                .scores(
                        ScoreConfig.DEFAULT
                                .halvedBy(Duration.ofDays(365))
                                .thresholds(DISCONNECT_AT, BAN_AT, BAN_AT))
                .tags(
                        new TagConfig(
                                List.of(
                                        TagKind.plain("plain"),
                                        TagKind.decaying("decaying", Duration.ofSeconds(10))),
                                List.of("first", "second")))
                .pruning(
                        PruneConfig.DEFAULT
                                .by(PrunePolicy.GO_LIBP2P.withGrace(Duration.ofNanos(GRACE)))
                                .watermarks(low(), high())
                                .silence(Duration.ofMillis(50))
                                .evicting(true))
                .dialing(
                        DialConfig.DEFAULT
                                .withOutboundTarget(outboundTarget())
                                .withParallelDials(parallelDials())
                                .withNetgroupDiversity(false)
                                .withTimes(
                                        DialTimes.DEFAULT
                                                .withShortest(Duration.ofMillis(1))
                                                .withInterval(Duration.ofMillis(5))
                                                .withFirstRun(Duration.ZERO)
                                                .withFeelers(Duration.ofMillis(20))
                                                .withChurn(
                                                        Duration.ofMillis(50),
                                                        Duration.ofMillis(100))))
                .book(
                        new BookConfig(
                                limits.peers(),
                                bookAddresses(),
                                ADDRESSES_A_PEER,
                                ADDRESS_BYTES,
                                buckets,
                                buckets,
                                16,
                                64,
                                16,
                                64,
                                1 << 14,
                                BookTimes.DEFAULT))
                .data(FLEETING, LASTING)
                .listener(ear)
                .commandSink(ear);
    }
}
