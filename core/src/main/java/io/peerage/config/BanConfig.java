/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How long bans last, and how many there can be.
 *
 * @param firstNanos how long the first ban of a peer or a prefix lasts; each further one twice as long, 1 s to 365 days
 * @param longestNanos how long a ban lasts at most, firstNanos to 365 days
 * @param discouragedNanos how long a peer or a prefix is discouraged, 1 s to 365 days
 * @param peers how many peers can be banned or discouraged at once, 1 to {@value #MOST}; at most a quarter of the peers that
 *     the manager can hold, since who is banned keeps its place
 * @param prefixes how many prefixes can be, 1 to {@value #MOST}
 * @param remembered of how many former offenders the number of bans is remembered, 0 to {@value #MOST}
 * @param sharing how many banned peers may share a prefix before it is banned, 1 to {@value #MOST}; 0 for any number
 * @param v4Bits the widths that prefixes of IPv4 can be banned by, each 1 to 32, at most {@value #MOST_WIDTHS}; the first is the one that
 *     banned peers are counted by
 * @param v6Bits the same of IPv6, each 1 to 64
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds. <b>Ranges</b>: {@link #problems()} lists what is
 *     out of range or contradictory. <b>Origin</b>: features G1, G3 to G5 (Lighthouse's counts, Bitcoin Core's discouraged).
 */
public record BanConfig(
        long firstNanos,
        long longestNanos,
        long discouragedNanos,
        int peers,
        int prefixes,
        int remembered,
        int sharing,
        List<Integer> v4Bits,
        List<Integer> v6Bits) {
    /** The most peers, prefixes, offenders. */
    public static final int MOST = 1_000_000;

    /** The most widths of a family. */
    public static final int MOST_WIDTHS = 4;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long YEAR = Duration.ofDays(365).toNanos();

    /** 12 h doubling to 7 days, discouraged for a day; 1,000 peers, 1,000 prefixes, 500 former offenders; more than 5 peers ban their prefix. */
    public static final BanConfig DEFAULT =
            new BanConfig(
                    Duration.ofHours(12).toNanos(),
                    Duration.ofDays(7).toNanos(),
                    Duration.ofDays(1).toNanos(),
                    1_000,
                    1_000,
                    500,
                    5,
                    List.of(32, 24),
                    List.of(64, 56, 48));

    /**
     * Copies the lists.
     *
     * @param firstNanos how long the first ban of a peer or a prefix lasts
     * @param longestNanos how long a ban lasts
     * @param discouragedNanos how long a peer or a prefix is discouraged
     * @param peers how many peers can be banned or discouraged at once
     * @param prefixes how many prefixes can be
     * @param remembered of how many former offenders the number of bans is remembered
     * @param sharing how many banned peers may share a prefix before it is banned
     * @param v4Bits the widths that prefixes of IPv4 can be banned by
     * @param v6Bits the same of IPv6
     */
    public BanConfig {
        v4Bits = Given.list(v4Bits, "v4Bits", "List.of(32) for single addresses");
        v6Bits = Given.list(v6Bits, "v6Bits", "List.of(64) for single networks");
    }

    /**
     * {@return the same with other durations}
     *
     * @param first how long the first ban of a peer lasts
     * @param longest how long a ban lasts at most
     * @param discouraged how long a peer is discouraged
     */
    public BanConfig lasting(Duration first, Duration longest, Duration discouraged) {
        return new BanConfig(
                Given.nanos(first, "first"),
                Given.nanos(longest, "longest"),
                Given.nanos(discouraged, "discouraged"),
                peers,
                prefixes,
                remembered,
                sharing,
                v4Bits,
                v6Bits);
    }

    /**
     * {@return the same with other bounds}
     *
     * @param mostPeers how many peers can be banned at once
     * @param mostPrefixes how many prefixes can be banned at once
     * @param mostRemembered how many bans of the past are remembered
     */
    public BanConfig sized(int mostPeers, int mostPrefixes, int mostRemembered) {
        return new BanConfig(
                firstNanos,
                longestNanos,
                discouragedNanos,
                mostPeers,
                mostPrefixes,
                mostRemembered,
                sharing,
                v4Bits,
                v6Bits);
    }

    /**
     * {@return the same with another number of banned peers that may share a prefix; 0 for any number}
     *
     * @param most how many
     */
    public BanConfig sharing(int most) {
        return new BanConfig(
                firstNanos,
                longestNanos,
                discouragedNanos,
                peers,
                prefixes,
                remembered,
                most,
                v4Bits,
                v6Bits);
    }

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.time("first ban", firstNanos, SECOND, YEAR, "set how long it lasts");
        problems.time("longest ban", longestNanos, SECOND, YEAR, "set how long it lasts");
        if (longestNanos < firstNanos) {
            problems.add(
                    "longest ban of "
                            + Problems.text(longestNanos)
                            + " is shorter than the first of "
                            + Problems.text(firstNanos)
                            + "; raise the one or lower the other");
        }
        problems.time("discouraged time", discouragedNanos, SECOND, YEAR, "set how long it lasts");
        problems.range("banned peers", peers, 1, MOST, "set how many can be banned at once");
        problems.range("banned prefixes", prefixes, 1, MOST, "set how many can be banned at once");
        problems.range(
                "remembered offenders", remembered, 0, MOST, "set 0 to forget bans that are over");
        problems.range("banned peers sharing a prefix", sharing, 0, MOST, "set 0 for any number");
        widths(problems, "IPv4", v4Bits, 32);
        widths(problems, "IPv6", v6Bits, 64);
        return problems.found();
    }

    private static void widths(Problems problems, String family, List<Integer> widths, int widest) {
        problems.range(
                family + " ban widths",
                widths.size(),
                1,
                MOST_WIDTHS,
                "name the widths that prefixes are banned by");
        Set<Integer> seen = new HashSet<>();
        for (int bits : widths) {
            problems.range(
                    family + " ban prefix bits",
                    bits,
                    1,
                    widest,
                    "name the bits of the network part");
            if (!seen.add(bits)) {
                problems.add(family + " ban prefix /" + bits + " is given twice; name it once");
            }
        }
    }
}
