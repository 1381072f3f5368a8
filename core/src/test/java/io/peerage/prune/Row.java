/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.model.NetworkKind;
import io.peerage.time.Deadlines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A candidate as an object; ages and times are nanoseconds before now, −1 for never. */
record Row(
        int number,
        int flags,
        int value,
        int streams,
        long low,
        long high,
        long age,
        long ping,
        long message,
        long block,
        NetworkKind network,
        long netgroup) {
    // Close to the clock's wrap, so that what compares times as numbers is found out.
    static final long NOW = Long.MIN_VALUE + 5_000;

    private static final long SECOND = 1_000_000_000L;
    private static final long YEAR = 365 * 86_400 * SECOND;
    private static final int[] EXTREMES = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE};
    private static final NetworkKind[] NETWORKS = NetworkKind.values();

    static Row inbound(int number, long age) {
        return new Row(
                number,
                PruneCandidates.INBOUND,
                0,
                0,
                0,
                0,
                age,
                Long.MAX_VALUE,
                -1,
                -1,
                NetworkKind.IPV4,
                number);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean isOutbound() {
        return !has(PruneCandidates.INBOUND);
    }

    boolean isIn(int group) {
        return ((group < 64 ? low >>> group : high >>> group - 64) & 1) != 0;
    }

    int groups() {
        return Long.bitCount(low) + Long.bitCount(high);
    }

    Row withFlags(int others) {
        return new Row(
                number, others, value, streams, low, high, age, ping, message, block, network,
                netgroup);
    }

    Row withValue(int another) {
        return new Row(
                number, flags, another, streams, low, high, age, ping, message, block, network,
                netgroup);
    }

    Row withStreams(int others) {
        return new Row(
                number, flags, value, others, low, high, age, ping, message, block, network,
                netgroup);
    }

    Row withGroups(long lowGroups, long highGroups) {
        return new Row(
                number,
                flags,
                value,
                streams,
                lowGroups,
                highGroups,
                age,
                ping,
                message,
                block,
                network,
                netgroup);
    }

    Row withNetgroup(long another) {
        return new Row(
                number, flags, value, streams, low, high, age, ping, message, block, network,
                another);
    }

    Row withForgeable(long lowPing, long lastMessage, long lastBlock, NetworkKind another) {
        return new Row(
                number,
                flags,
                value,
                streams,
                low,
                high,
                age,
                lowPing,
                lastMessage,
                lastBlock,
                another,
                netgroup);
    }

    /** Anybody; ages differ by more than the unit of the keys, small ranges make equals frequent. */
    static List<Row> random(int size, long seed) {
        Random random = new Random(seed);
        List<Long> ages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ages.add((long) (i + 1) * SECOND);
        }
        // Some populations need all bits of a key and are equal in most of these.
        boolean wide = random.nextInt(3) == 0;
        if (wide && size > 0) {
            ages.set(size - 1, 30 * YEAR);
        }
        Collections.shuffle(ages, random);
        int netgroups = 1 + random.nextInt(size + 1);
        int kinds = 1 + random.nextInt(NETWORKS.length);
        int special = 1 + random.nextInt(20);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int flags = random.nextInt(4) == 0 ? 0 : PruneCandidates.INBOUND;
            for (int flag : new int[] {1, 2, 4, 16, 32}) {
                flags |= random.nextInt(special) == 0 ? flag : 0;
            }
            rows.add(
                    new Row(
                            i,
                            flags,
                            wide ? EXTREMES[random.nextInt(5)] : random.nextInt(9) - 4,
                            wide && random.nextInt(20) == 0 ? 65_535 : random.nextInt(3),
                            random.nextInt(3) == 0 ? 0 : twoOf(8, random),
                            random.nextInt(8) == 0 ? 1L << 63 - random.nextInt(3) : 0,
                            ages.get(i),
                            random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextInt(1_000),
                            random.nextInt(3) == 0 ? -1 : random.nextInt(1_000),
                            random.nextInt(3) == 0 ? -1 : random.nextInt(1_000),
                            NETWORKS[random.nextInt(kinds)],
                            random.nextInt(netgroups)));
        }
        return rows;
    }

    private static long twoOf(int groups, Random random) {
        long first = 1L << random.nextInt(groups);
        return first | 1L << random.nextInt(groups);
    }

    static PruneCandidates fill(PruneCandidates candidates, List<Row> rows) {
        candidates.clear(NOW);
        for (Row row : rows) {
            candidates
                    .add(1_000 + row.number, 2_000 + row.number, NOW - row.age)
                    .setFlags(row.flags)
                    .setValue(row.value)
                    .setStreams(row.streams)
                    .setGroups(row.low, row.high)
                    .setMinPing(row.ping)
                    .setUseful(stamp(row.message), stamp(row.block))
                    .setNetwork(row.network, row.netgroup);
        }
        return candidates;
    }

    private static long stamp(long ago) {
        return ago < 0 ? 0 : Deadlines.stamp(NOW - ago);
    }
}
