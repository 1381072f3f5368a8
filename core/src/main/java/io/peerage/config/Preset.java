/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a known system, as far as this configuration expresses them; {@code docs/presets.md} says what differs.
 *
 * <p>A preset sets everything below at once, also to nothing where the system has nothing of the kind; what is set after it
 * overrides it. What it doesn't set, the lists of addresses, tags, facts and trust, is left as it was.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features, presets; the numbers are those of the
 * systems' sources.
 */
// What it holds is immutable, records that copy their lists; the check knows that by an annotation
// only.
@SuppressWarnings("ImmutableEnumChecker")
public enum Preset {
    /** nwaku of December 2025 with its 150 connections: 60 % for relay, a third of that outbound; 5 peers an address. */
    NWAKU(
            750,
            new Limits(150, 120, 90, 120, 10, 1, 16),
            prefixes(List.of(new PrefixLimit(32, 5)), List.of(new PrefixLimit(64, 5))),
            RateLimit.NONE,
            BackOffConfig.NWAKU,
            BanConfig.DEFAULT,
            null,
            null,
            dialing(30, 60, 10).withTimes(every(Duration.ofSeconds(30), Duration.ofSeconds(1))),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10)),

    /** CometBFT: 40 in, 10 out, one connection a peer and an address; banned for a day after 17 failed dials. */
    COMETBFT(
            20_480,
            new Limits(50, 40, 10, 40, 10, 1, 16),
            prefixes(List.of(new PrefixLimit(32, 1)), List.of(new PrefixLimit(64, 1))),
            RateLimit.NONE,
            BackOffConfig.COMETBFT,
            flat(Duration.ofDays(1)),
            null,
            null,
            dialing(10, DialConfig.FROM_LIMITS, 10)
                    .withTimes(
                            every(Duration.ofSeconds(30), Duration.ofSeconds(30))
                                    .withFirstRun(Duration.ofSeconds(30))),
            Duration.ofSeconds(20),
            Duration.ofSeconds(23)),

    /** go-libp2p with 1 GiB for its resource manager: watermarks 160 and 192 under a cap of 256. It dials nobody by itself. */
    GO_LIBP2P(
            16_384,
            new Limits(256, 128, 256, 48, 96, 8, 16),
            goPrefixes(),
            goRate(),
            BackOffConfig.GO_LIBP2P,
            flat(Duration.ofDays(365)),
            null,
            PruneConfig.GO_LIBP2P,
            null,
            Duration.ofSeconds(15),
            Duration.ofSeconds(15)),

    /** Kubo: watermarks 32 and 96 with 20 s of grace under its least limit of 800 inbound. It dials nobody by itself. */
    KUBO(
            16_384,
            new Limits(1_600, 800, 800, 200, 800, 8, 16),
            goPrefixes(),
            goRate(),
            BackOffConfig.GO_LIBP2P,
            flat(Duration.ofDays(365)),
            null,
            PruneConfig.KUBO,
            null,
            Duration.ofSeconds(15),
            Duration.ofSeconds(15)),

    /** Lighthouse with its target of 100: up to 90 in, 110 out, 130 in all; pruned to 100, of which 30 outbound. */
    LIGHTHOUSE(
            16_384,
            new Limits(130, 90, 110, 5, 16, 1, 16),
            PrefixLimits.NONE,
            RateLimit.NONE,
            BackOffConfig.constant(Duration.ofSeconds(30)),
            new BanConfig(
                    Duration.ofHours(12).toNanos(),
                    Duration.ofHours(12).toNanos(),
                    Duration.ofDays(1).toNanos(),
                    1_000,
                    1_000,
                    500,
                    5,
                    List.of(32),
                    List.of(64)),
            ScoreConfig.LIGHTHOUSE,
            PruneConfig.DEFAULT
                    .by(PrunePolicy.LIGHTHOUSE)
                    .watermarks(100, 100)
                    .silence(Duration.ofSeconds(30)),
            dialing(30, 70, 16)
                    .withNeedAddressesBelow(ManagerConfig.MOST_PEERS)
                    .withTimes(every(Duration.ofSeconds(30), Duration.ofSeconds(30))),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15)),

    /** Bitcoin Core: 189 in, whose worst makes room for the next; 10 out and a feeler, one netgroup each, dialed one by one. */
    BITCOIN_CORE(
            81_920,
            new Limits(200, 189, 11, 189, 11, 1, 16),
            PrefixLimits.NONE,
            RateLimit.NONE,
            BackOffConfig.constant(Duration.ofMinutes(10)),
            flat(Duration.ofDays(1)).sized(20_000, 50_000, 0),
            null,
            PruneConfig.BITCOIN,
            dialing(10, DialConfig.FROM_LIMITS, 1)
                    .withNetgroupDiversity(true)
                    .withTimes(
                            every(Duration.ofMillis(500), Duration.ofMillis(500))
                                    .withFeelers(Duration.ofMinutes(2))),
            Duration.ofSeconds(60),
            Duration.ofSeconds(65)),

    /** Peerage with all its parts on: it dials, keeps scores, and evicts the worst when inbound places are full. */
    PEERAGE(
            16_384,
            new Limits(200, 120, 80, 64, 64, 2, 16),
            PrefixLimits.DEFAULT,
            RateLimit.DEFAULT,
            BackOffConfig.DEFAULT,
            BanConfig.DEFAULT,
            ScoreConfig.DEFAULT,
            PruneConfig.DEFAULT.evicting(true),
            DialConfig.DEFAULT,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10));

    private final int peers;
    private final Limits limits;
    private final PrefixLimits prefixLimits;
    private final RateLimit rateLimit;
    private final BackOffConfig backOff;
    private final BanConfig bans;
    private final @Nullable ScoreConfig scores;
    private final @Nullable PruneConfig pruning;
    private final @Nullable DialConfig dialing;
    private final Duration inboundLease;
    private final Duration outboundLease;

    Preset(
            int peers,
            Limits limits,
            PrefixLimits prefixLimits,
            RateLimit rateLimit,
            BackOffConfig backOff,
            BanConfig bans,
            @Nullable ScoreConfig scores,
            @Nullable PruneConfig pruning,
            @Nullable DialConfig dialing,
            Duration inboundLease,
            Duration outboundLease) {
        this.peers = peers;
        this.limits = limits;
        this.prefixLimits = prefixLimits;
        this.rateLimit = rateLimit;
        this.backOff = backOff;
        this.bans = bans;
        this.scores = scores;
        this.pruning = pruning;
        this.dialing = dialing;
        this.inboundLease = inboundLease;
        this.outboundLease = outboundLease;
    }

    private static PrefixLimits prefixes(List<PrefixLimit> v4, List<PrefixLimit> v6) {
        return new PrefixLimits(v4, v6, List.of(), 0);
    }

    private static PrefixLimits goPrefixes() {
        return prefixes(
                List.of(new PrefixLimit(32, 8)),
                List.of(new PrefixLimit(56, 8), new PrefixLimit(48, 64)));
    }

    private static RateLimit goRate() {
        return new RateLimit(16, Duration.ofSeconds(5).toNanos(), 32, 56, List.of(), 16_384);
    }

    // Bans of one length, of single addresses, and no ban of an address by the peers behind it.
    private static BanConfig flat(Duration time) {
        return BanConfig.DEFAULT.lasting(time, time, Duration.ofDays(365)).sharing(0);
    }

    private static DialConfig dialing(int outbound, int inbound, int parallel) {
        return DialConfig.DEFAULT
                .withOutboundTarget(outbound)
                .withInboundTarget(inbound)
                .withParallelDials(parallel)
                .withNetgroupDiversity(false);
    }

    private static DialTimes every(Duration interval, Duration shortest) {
        return DialTimes.DEFAULT
                .withInterval(interval)
                .withShortest(shortest)
                .withFirstRun(Duration.ZERO)
                .withFeelers(Duration.ZERO);
    }

    /** {@return how many peers can be known at once} */
    public int peers() {
        return peers;
    }

    /** {@return the limits on connections} */
    public Limits limits() {
        return limits;
    }

    /** {@return the limits on connections of one network prefix} */
    public PrefixLimits prefixLimits() {
        return prefixLimits;
    }

    /** {@return how often connections may come in from one network prefix} */
    public RateLimit rateLimit() {
        return rateLimit;
    }

    /** {@return how long peers are left alone after failed dials} */
    public BackOffConfig backOff() {
        return backOff;
    }

    /** {@return how long bans last, and how many there can be} */
    public BanConfig bans() {
        return bans;
    }

    /** {@return how scores decay and what they lead to; null for no scores} */
    public @Nullable ScoreConfig scores() {
        return scores;
    }

    /** {@return when connections are pruned; null for never} */
    public @Nullable PruneConfig pruning() {
        return pruning;
    }

    /** {@return whom to look for; null for a manager that doesn't dial by itself} */
    public @Nullable DialConfig dialing() {
        return dialing;
    }

    /** {@return how long an inbound ticket lasts} */
    public Duration inboundLease() {
        return inboundLease;
    }

    /** {@return how long an outbound ticket lasts} */
    public Duration outboundLease() {
        return outboundLease;
    }
}
