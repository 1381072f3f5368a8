/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static io.peerage.config.ProtectionKind.IN_GRACE;
import static io.peerage.config.ProtectionKind.LATEST_BLOCK;
import static io.peerage.config.ProtectionKind.LATEST_BLOCK_ONLY;
import static io.peerage.config.ProtectionKind.LATEST_MESSAGE;
import static io.peerage.config.ProtectionKind.LOWEST_PING;
import static io.peerage.config.ProtectionKind.NETGROUP;
import static io.peerage.config.ProtectionKind.OUTBOUND;
import static io.peerage.config.ProtectionKind.PERSISTENT;
import static io.peerage.config.ProtectionKind.PROTECTED;
import static io.peerage.config.ProtectionKind.UPTIME;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whom to prune when there are too many connections: who is spared, and in which order the others go.
 *
 * @param name what it is called where it is shown
 * @param protections who is spared; each looks at those whom the ones before it have left
 * @param order by what the others are compared, from the first criterion on; whom all of it leaves equal, chance orders
 * @param minOutboundPercent how many percent of the connections that remain are outbound at least, 0 to 100; if fewer are
 *     anyway, no outbound one is pruned
 * @param groupMinimums below which number of members no pruning takes a group (0 to 127), by group, each 0 to the most
 *     connections of a manager, 0 for none
 * @param graceNanos how long a new connection is in grace, 0 to one day
 * @param keepAtLeast how many connections remain at least, spared ones included, 0 to the most connections of a manager
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds, percent. <b>Ranges</b>: {@link #problems()} lists
 *     what is out of range or contradictory. <b>Origin</b>: features E2 to E5; presets from Bitcoin Core, go-libp2p and
 *     Lighthouse, what differs from them is in {@code docs/pruning.md}.
 */
public record PrunePolicy(
        String name,
        List<Protection> protections,
        List<PruneCriterion> order,
        int minOutboundPercent,
        Map<Integer, Integer> groupMinimums,
        long graceNanos,
        int keepAtLeast) {
    /** The bits of a key that criteria may take together; as many as leave enough for chance to decide. */
    public static final int KEY_BITS = 94;

    /** The most protections that a policy may have. */
    public static final int MOST_PROTECTIONS = 64;

    private static final long MOST_GRACE = Duration.ofDays(1).toNanos();
    private static final int GROUPS = 128;

    /** Features E2 to E4: Bitcoin Core's protections, and the others by value, groups, use, direction and age. */
    public static final PrunePolicy DEFAULT =
            new PrunePolicy(
                    "DEFAULT",
                    List.of(
                            Protection.all(PROTECTED),
                            Protection.all(PERSISTENT),
                            Protection.all(IN_GRACE),
                            new Protection(NETGROUP, 4),
                            new Protection(LOWEST_PING, 8),
                            new Protection(LATEST_MESSAGE, 4),
                            new Protection(LATEST_BLOCK, 4),
                            new Protection(UPTIME, 50)),
                    List.of(
                            PruneCriterion.DISCOURAGED,
                            PruneCriterion.VALUE,
                            PruneCriterion.FEWEST_GROUPS,
                            PruneCriterion.IDLE,
                            PruneCriterion.INBOUND,
                            PruneCriterion.YOUNGEST),
                    30,
                    Map.of(),
                    Duration.ofSeconds(60).toNanos(),
                    0);

    /** Bitcoin Core's eviction of an inbound connection: at 29 candidates there is always one, at 20 never. */
    public static final PrunePolicy BITCOIN =
            new PrunePolicy(
                    "BITCOIN",
                    List.of(
                            Protection.all(PROTECTED),
                            Protection.all(PERSISTENT),
                            Protection.all(OUTBOUND),
                            new Protection(NETGROUP, 4),
                            new Protection(LOWEST_PING, 8),
                            new Protection(LATEST_MESSAGE, 4),
                            new Protection(LATEST_BLOCK_ONLY, 8),
                            new Protection(LATEST_BLOCK, 4),
                            new Protection(UPTIME, 50)),
                    List.of(
                            PruneCriterion.DISCOURAGED,
                            PruneCriterion.CROWDED_NETGROUP,
                            PruneCriterion.YOUNGEST),
                    0,
                    Map.of(),
                    0,
                    0);

    /** go-libp2p's connection manager: values first, then streams and direction; ages where it leaves them equal. */
    public static final PrunePolicy GO_LIBP2P =
            new PrunePolicy(
                    "GO_LIBP2P",
                    List.of(
                            Protection.all(PROTECTED),
                            Protection.all(PERSISTENT),
                            Protection.all(IN_GRACE)),
                    List.of(
                            PruneCriterion.VALUE,
                            PruneCriterion.IDLE,
                            PruneCriterion.INBOUND,
                            PruneCriterion.FEWEST_STREAMS,
                            PruneCriterion.YOUNGEST),
                    0,
                    Map.of(),
                    Duration.ofSeconds(60).toNanos(),
                    0);

    /** Lighthouse's: negative scores, then members of no subnet, then whoever is one too many on the fullest subnet. */
    public static final PrunePolicy LIGHTHOUSE =
            new PrunePolicy(
                    "LIGHTHOUSE",
                    List.of(Protection.all(PROTECTED), Protection.all(PERSISTENT)),
                    List.of(
                            PruneCriterion.NEGATIVE_VALUE,
                            PruneCriterion.UNGROUPED,
                            PruneCriterion.CROWDED_GROUP),
                    30,
                    Map.of(),
                    0,
                    0);

    /**
     * A policy of parts that are given.
     *
     * @param name what it is called where it is shown
     * @param protections who is spared
     * @param order by what the others are compared, from the first criterion on
     * @param minOutboundPercent how many percent of the connections that remain are outbound at least
     * @param groupMinimums below which number of members no pruning takes a group (0 to 127), by group
     * @param graceNanos how long a new connection is in grace
     * @param keepAtLeast how many connections remain at least, spared ones included
     */
    public PrunePolicy {
        Objects.requireNonNull(name, "name is null; pass what the policy is called");
        protections = Given.list(protections, "protections", "List.of() to spare nobody");
        order = Given.list(order, "order", "List.of() for chance alone");
        Objects.requireNonNull(groupMinimums, "groupMinimums is null; pass Map.of() for none");
        groupMinimums.forEach(
                (group, minimum) -> {
                    Objects.requireNonNull(
                            group, "groupMinimums has null as a group; leave it out");
                    Objects.requireNonNull(
                            minimum, () -> "minimum of group " + group + " is null; leave it out");
                });
        groupMinimums = Map.copyOf(groupMinimums);
    }

    /**
     * {@return the same under another name}
     *
     * @param another the name
     */
    public PrunePolicy named(String another) {
        return new PrunePolicy(
                another,
                protections,
                order,
                minOutboundPercent,
                groupMinimums,
                graceNanos,
                keepAtLeast);
    }

    /**
     * {@return the same with other protections}
     *
     * @param others what is spared
     */
    public PrunePolicy withProtections(List<Protection> others) {
        return new PrunePolicy(
                name, others, order, minOutboundPercent, groupMinimums, graceNanos, keepAtLeast);
    }

    /**
     * {@return the same with another order}
     *
     * @param another by what connections are compared, the weightiest first
     */
    public PrunePolicy withOrder(List<PruneCriterion> another) {
        return new PrunePolicy(
                name,
                protections,
                another,
                minOutboundPercent,
                groupMinimums,
                graceNanos,
                keepAtLeast);
    }

    /**
     * {@return the same with another share of outbound connections}
     *
     * @param percent the share in percent
     */
    public PrunePolicy withMinOutboundPercent(int percent) {
        return new PrunePolicy(
                name, protections, order, percent, groupMinimums, graceNanos, keepAtLeast);
    }

    /**
     * {@return the same with this minimum for a group besides}
     *
     * @param group the group, 0 to 127
     * @param minimum the least number of connected peers in it
     */
    public PrunePolicy withGroupMinimum(int group, int minimum) {
        Map<Integer, Integer> minimums = new TreeMap<>(groupMinimums);
        minimums.put(group, minimum);
        return new PrunePolicy(
                name, protections, order, minOutboundPercent, minimums, graceNanos, keepAtLeast);
    }

    /**
     * {@return the same with another grace; zero for none}
     *
     * @param grace how long new connections are spared
     */
    public PrunePolicy withGrace(Duration grace) {
        return new PrunePolicy(
                name,
                protections,
                order,
                minOutboundPercent,
                groupMinimums,
                Given.nanos(grace, "grace"),
                keepAtLeast);
    }

    /**
     * {@return the same with another number of connections that remain at least}
     *
     * @param connections how many
     */
    public PrunePolicy withKeepAtLeast(int connections) {
        return new PrunePolicy(
                name,
                protections,
                order,
                minOutboundPercent,
                groupMinimums,
                graceNanos,
                connections);
    }

    /** {@return all mistakes in this policy, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range(
                "number of protections",
                protections.size(),
                0,
                MOST_PROTECTIONS,
                "keep the ones that matter most");
        protections.forEach(protection -> protection.check(problems));
        problems.range(
                "minimum outbound in percent",
                minOutboundPercent,
                0,
                100,
                "set 0 to let outbound connections go like others");
        problems.time("prune grace", graceNanos, 0, MOST_GRACE, "set Duration.ZERO for none");
        problems.range(
                "keepAtLeast", keepAtLeast, 0, Limits.MOST_CONNECTIONS, "set 0 for no such floor");
        new TreeMap<>(groupMinimums)
                .forEach(
                        (group, minimum) -> {
                            problems.range(
                                    "group", group, 0, GROUPS - 1, "number groups from 0 on");
                            problems.range(
                                    "minimum of group " + group,
                                    minimum,
                                    0,
                                    Limits.MOST_CONNECTIONS,
                                    "set 0 for none");
                        });
        order(problems);
        return problems.found();
    }

    private void order(Problems problems) {
        if (order.size() > (order.isEmpty() ? 0 : EnumSet.copyOf(order).size())) {
            problems.add(
                    "prune order "
                            + order
                            + " has a criterion twice, whose second place decides nothing; leave it out");
        }
        int bits = order.stream().mapToInt(PruneCriterion::bits).sum();
        if (bits > KEY_BITS) {
            problems.add(
                    "prune order "
                            + order
                            + " takes "
                            + bits
                            + " bits, allowed are 0 to "
                            + KEY_BITS
                            + "; leave out a criterion");
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(": spare ");
        text.append(
                protections.isEmpty()
                        ? "nobody"
                        : protections.stream()
                                .map(Protection::toString)
                                .collect(Collectors.joining(", ")));
        if (graceNanos > 0) {
            text.append(" (grace ").append(Duration.ofNanos(graceNanos)).append(')');
        }
        text.append("; keep at least ").append(keepAtLeast).append(" connections, ");
        text.append(minOutboundPercent).append(" % outbound, groups ");
        text.append(new TreeMap<>(groupMinimums));
        text.append("; prune by ");
        order.forEach(criterion -> text.append(criterion).append(" → "));
        return text.append("chance").toString();
    }
}
