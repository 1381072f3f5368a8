/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How many peers a manager looks for, which, and how many it dials at once.
 *
 * @param outboundTarget how many outbound connections to keep, persistent peers and feelers not among them, 0 to
 *     maxOutbound; {@link #FROM_LIMITS} for nine tenths of maxOutbound, which leaves places for those others, and at most
 *     {@value #MOST_FROM_LIMITS}
 * @param inboundTarget above how many inbound connections to look more often, 0 to maxInbound; {@link #FROM_LIMITS} for
 *     maxInbound
 * @param groupMinimums how many connected peers of a group (0 to 127) to keep, inbound ones among them; dialed first, but
 *     within the outbound target
 * @param parallelDials how many dials may be under way at once, 1 to {@value #MOST_PARALLEL}; no more than
 *     maxPendingOutbound ever are
 * @param netgroupDiversity whether to dial one peer a netgroup (IPv4 /16, IPv6 /32) as long as there are candidates of others
 * @param needAddressesBelow below how many known peers to ask for addresses while peers are missing, 0 (never) to 16,000,000
 * @param times when to look
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is out of range, {@link
 *     #problems(Limits)} what contradicts the limits too. <b>Origin</b>: features C5 and D1 to D5.
 */
public record DialConfig(
        int outboundTarget,
        int inboundTarget,
        Map<Integer, Integer> groupMinimums,
        int parallelDials,
        boolean netgroupDiversity,
        int needAddressesBelow,
        DialTimes times) {
    /** Stands for a target that follows from the limits. */
    public static final int FROM_LIMITS = -1;

    /** The number of groups. */
    public static final int GROUPS = 128;

    /** The most dials that can be under way at once. */
    public static final int MOST_PARALLEL = 4_096;

    /** Targets from the limits, no groups, 10 dials at once, distinct netgroups, addresses wanted below 1,000 peers. */
    public static final DialConfig DEFAULT =
            new DialConfig(FROM_LIMITS, FROM_LIMITS, Map.of(), 10, true, 1_000, DialTimes.DEFAULT);

    /** The highest target that follows from limits: enough for a network to hold together, without filling it up. */
    public static final int MOST_FROM_LIMITS = 24;

    private static final int RESERVE = 10;

    /**
     * Copies the minimums.
     *
     * @param outboundTarget how many outbound connections to keep, persistent peers and feelers not among them
     * @param inboundTarget above how many inbound connections to look more often
     * @param groupMinimums how many connected peers of a group (0 to 127) to keep, inbound ones among them
     * @param parallelDials how many dials may be under way at once
     * @param netgroupDiversity whether to dial one peer a netgroup
     * @param needAddressesBelow below how many known peers to ask for addresses while peers are missing, 0 (never) to 16,000,000
     * @param times when to look
     */
    public DialConfig {
        Objects.requireNonNull(groupMinimums, "groupMinimums is null; pass Map.of() for none");
        groupMinimums.forEach(
                (group, minimum) -> {
                    Objects.requireNonNull(
                            group, "groupMinimums has null as a group; leave it out");
                    Objects.requireNonNull(
                            minimum,
                            () ->
                                    "the minimum of group "
                                            + group
                                            + " is null; leave the group out");
                });
        Objects.requireNonNull(times, "times is null; pass DialTimes.DEFAULT");
        groupMinimums = Map.copyOf(groupMinimums);
    }

    /**
     * {@return the same with another outbound target}
     *
     * @param target how many connections
     */
    public DialConfig withOutboundTarget(int target) {
        return with(target, inboundTarget, groupMinimums, parallelDials);
    }

    /**
     * {@return the same with another inbound target}
     *
     * @param target how many connections
     */
    public DialConfig withInboundTarget(int target) {
        return with(outboundTarget, target, groupMinimums, parallelDials);
    }

    /**
     * {@return the same with another minimum for a group; 0 for none}
     *
     * @param group the group, 0 to 127
     * @param minimum the least number of connected peers in it
     */
    public DialConfig withGroupMinimum(int group, int minimum) {
        Map<Integer, Integer> minimums = new HashMap<>(groupMinimums);
        minimums.put(group, minimum);
        return with(outboundTarget, inboundTarget, minimums, parallelDials);
    }

    /**
     * {@return the same with these minimums for groups and no others}
     *
     * @param minimums the least number of connected peers, by group
     */
    public DialConfig withGroupMinimums(Map<Integer, Integer> minimums) {
        return with(outboundTarget, inboundTarget, minimums, parallelDials);
    }

    /**
     * {@return the same with another number of dials that may be under way at once}
     *
     * @param most how many
     */
    public DialConfig withParallelDials(int most) {
        return with(outboundTarget, inboundTarget, groupMinimums, most);
    }

    /**
     * {@return the same with or without the rule of one peer a netgroup}
     *
     * @param diverse whether it holds
     */
    public DialConfig withNetgroupDiversity(boolean diverse) {
        return new DialConfig(
                outboundTarget,
                inboundTarget,
                groupMinimums,
                parallelDials,
                diverse,
                needAddressesBelow,
                times);
    }

    /**
     * {@return the same with another number of known peers below which addresses are asked for}
     *
     * @param peers how many
     */
    public DialConfig withNeedAddressesBelow(int peers) {
        return new DialConfig(
                outboundTarget,
                inboundTarget,
                groupMinimums,
                parallelDials,
                netgroupDiversity,
                peers,
                times);
    }

    /**
     * {@return the same with other times}
     *
     * @param other the times
     */
    public DialConfig withTimes(DialTimes other) {
        return new DialConfig(
                outboundTarget,
                inboundTarget,
                groupMinimums,
                parallelDials,
                netgroupDiversity,
                needAddressesBelow,
                other);
    }

    private DialConfig with(
            int outbound, int inbound, Map<Integer, Integer> minimums, int parallel) {
        return new DialConfig(
                outbound,
                inbound,
                minimums,
                parallel,
                netgroupDiversity,
                needAddressesBelow,
                times);
    }

    /**
     * {@return the same with the targets that follow from these limits, and no more dials at once than they allow}
     *
     * @param limits the node's limits
     */
    public DialConfig resolved(Limits limits) {
        return with(
                outboundTarget == FROM_LIMITS
                        ? Math.min(
                                MOST_FROM_LIMITS, limits.outbound() - limits.outbound() / RESERVE)
                        : outboundTarget,
                inboundTarget == FROM_LIMITS ? limits.inbound() : inboundTarget,
                groupMinimums,
                // A node that may not dial at all has nothing to plan, but its plans need a size.
                Math.max(1, Math.min(parallelDials, limits.pendingOutbound())));
    }

    /** {@return all mistakes in these settings, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        check(problems);
        return problems.found();
    }

    /**
     * {@return all mistakes in these settings, those among them that only these limits show}
     *
     * @param limits the node's limits
     */
    public List<String> problems(Limits limits) {
        Problems problems = new Problems();
        check(problems);
        above(problems, "outboundTarget", outboundTarget, "maxOutbound", limits.outbound());
        above(problems, "inboundTarget", inboundTarget, "maxInbound", limits.inbound());
        return problems.found();
    }

    private static void above(
            Problems problems, String name, int target, String limitName, int limit) {
        // A target or a limit that is out of range was told as that.
        if (limit >= 0 && target <= Limits.MOST_CONNECTIONS && target > limit) {
            problems.add(
                    name
                            + " "
                            + target
                            + " is above "
                            + limitName
                            + " "
                            + limit
                            + "; lower it or raise "
                            + limitName);
        }
    }

    private void check(Problems problems) {
        problems.range(
                "outboundTarget",
                outboundTarget,
                FROM_LIMITS,
                Limits.MOST_CONNECTIONS,
                "set -1 to have it follow maxOutbound");
        problems.range(
                "inboundTarget",
                inboundTarget,
                FROM_LIMITS,
                Limits.MOST_CONNECTIONS,
                "set -1 to have it follow maxInbound");
        // In the order of the groups, so that the same mistakes give the same message.
        new TreeMap<>(groupMinimums)
                .forEach(
                        (group, minimum) -> {
                            problems.range(
                                    "group",
                                    group,
                                    0,
                                    GROUPS - 1,
                                    "number capabilities and shards within that");
                            problems.range(
                                    "minimum of group " + group,
                                    minimum,
                                    0,
                                    Limits.MOST_CONNECTIONS,
                                    "set 0 for none");
                        });
        problems.range(
                "parallelDials",
                parallelDials,
                1,
                MOST_PARALLEL,
                "set how many dials may run at once");
        problems.range(
                "needAddressesBelow",
                needAddressesBelow,
                0,
                ManagerConfig.MOST_PEERS,
                "set 0 to never ask for addresses");
        problems.addAll(times.problems());
    }
}
