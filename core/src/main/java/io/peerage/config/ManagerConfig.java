/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of a manager.
 *
 * @param peers the capacity for peers, 1 to {@value #MOST_PEERS}
 * @param idBytes the longest id, 1 to 64 bytes
 * @param limits the hard limits on connections
 * @param prefixes the limits on connections of a network prefix
 * @param trust whom limits don't hold
 * @param backOff how long peers are left alone after failed dials
 * @param bans how long bans last, and how many there can be
 * @param rateLimit how often connections may come in from a network prefix
 * @param lists which addresses are allowed and which are denied, to begin with
 * @param scores how scores decay and what they lead to; null for a manager without scores
 * @param tags the values and protections that peers are given
 * @param facts what is noted of each connection; null for nothing, unless there is pruning
 * @param data what the application keeps for each peer
 * @param pruning when connections are pruned; null for never
 * @param dialing whom to look for; null for a manager that doesn't dial by itself
 * @param book what is remembered of peers' addresses; null for a manager without an address book
 * @param remembering whether snapshots can be written, and so it keeps the ids of peers that are gone but not forgotten
 * @param inboundLeaseNanos how long an inbound ticket lasts, 1 ms to one hour
 * @param outboundLeaseNanos how long an outbound ticket lasts, 1 ms to one hour
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds. <b>Origin</b>: architecture, contract 1;
 *     features B7.
 */
public record ManagerConfig(
        int peers,
        int idBytes,
        Limits limits,
        PrefixLimits prefixes,
        Trust trust,
        BackOffConfig backOff,
        BanConfig bans,
        RateLimit rateLimit,
        CidrRules lists,
        @Nullable ScoreConfig scores,
        TagConfig tags,
        @Nullable FactsConfig facts,
        DataConfig data,
        @Nullable PruneConfig pruning,
        @Nullable DialConfig dialing,
        @Nullable BookConfig book,
        boolean remembering,
        long inboundLeaseNanos,
        long outboundLeaseNanos) {
    /** The most peers that a manager can hold. */
    public static final int MOST_PEERS = 16_000_000;

    /** The longest id that can be configured, in bytes. */
    public static final int MOST_ID_BYTES = 64;

    private static final long SHORTEST_LEASE_NANOS = 1_000_000L;
    private static final long LONGEST_LEASE_NANOS = 3_600_000_000_000L;

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range(
                "maxPeers", peers, 1, MOST_PEERS, "set how many peers are to be known at once");
        problems.range(
                "maxIdBytes",
                idBytes,
                1,
                MOST_ID_BYTES,
                "set the length of the longest id; libp2p's are 34 to 42");
        problems.addAll(limits.problems());
        problems.addAll(prefixes.problems());
        problems.addAll(backOff.problems());
        problems.addAll(bans.problems());
        problems.addAll(rateLimit.problems());
        problems.addAll(lists.problems());
        problems.addAll(tags.problems());
        problems.addAll(data.problems());
        if (scores != null) {
            problems.addAll(scores.problems());
        }
        if (facts != null) {
            problems.addAll(facts.problems());
        }
        if (pruning != null) {
            problems.addAll(pruning.problems());
            watermark(problems, pruning.high());
        }
        if (dialing != null) {
            problems.addAll(dialing.problems(limits));
        }
        if (book != null) {
            book(problems, book);
        }
        lease(problems, "inboundLease", inboundLeaseNanos);
        lease(problems, "outboundLease", outboundLeaseNanos);
        return problems.found();
    }

    // Peers that the book registers stay as long as it knows of them: strangers need places beside
    // them.
    private void book(Problems problems, BookConfig kept) {
        problems.addAll(kept.problems());
        long needed = (long) kept.peers() + connectionSlots();
        if (kept.peers() > 0 && needed > peers) {
            problems.add(
                    "the book's "
                            + kept.peers()
                            + " peers and "
                            + connectionSlots()
                            + " connections need maxPeers of at least "
                            + needed
                            + ", it is "
                            + peers
                            + "; raise it, or keep fewer with BookConfig.sized");
        }
    }

    // A watermark that the limits let nobody reach looks like pruning, and is none.
    private void watermark(Problems problems, int high) {
        if (high > connectionSlots() && limits.connections() >= 1) {
            problems.add(
                    "high watermark "
                            + high
                            + " is above maxConnections "
                            + limits.connections()
                            + " and the "
                            + limits.trusted()
                            + " places of trusted peers, so that nothing is ever trimmed; set lower ones with"
                            + " PruneConfig.watermarks, or raise maxConnections");
        }
    }

    private static void lease(Problems problems, String name, long nanos) {
        problems.time(
                name,
                nanos,
                SHORTEST_LEASE_NANOS,
                LONGEST_LEASE_NANOS,
                "set the longest time of a handshake");
    }

    /** {@return the longest id to be kept of who is gone but not forgotten; 0 if none is} */
    public int namedBytes() {
        return remembering ? idBytes : 0;
    }

    /** {@return what is noted of each connection, which pruning needs some of; null for nothing} */
    public @Nullable FactsConfig resolvedFacts() {
        return facts == null && pruning != null ? FactsConfig.DEFAULT : facts;
    }

    /** {@return when connections are pruned, groups that dialing keeps at a minimum included; null for never} */
    public @Nullable PruneConfig resolvedPruning() {
        if (pruning == null || dialing == null) {
            return pruning;
        }
        PrunePolicy policy = pruning.policy();
        for (Map.Entry<Integer, Integer> minimum : dialing.groupMinimums().entrySet()) {
            if (!policy.groupMinimums().containsKey(minimum.getKey())) {
                policy = policy.withGroupMinimum(minimum.getKey(), minimum.getValue());
            }
        }
        return pruning.by(policy);
    }

    /** {@return the bans as configured, of at most a quarter of the peers: those who are banned keep their places} */
    public BanConfig resolvedBans() {
        return bans.sized(
                Math.min(bans.peers(), Math.max(1, peers / 4)), bans.prefixes(), bans.remembered());
    }

    /** {@return the most tickets that there can be at once, trusted ones past the limits on them included; at least 1} */
    public int mostTickets() {
        long pending = (long) limits.pendingInbound() + limits.pendingOutbound() + limits.trusted();
        return (int) Math.max(1, Math.min(connectionSlots(), pending));
    }

    /** {@return the slots for connections and tickets: what the limits can admit, the trusted ones included} */
    public int connectionSlots() {
        return limits.connections() + limits.trusted();
    }
}
