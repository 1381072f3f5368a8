/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.Protection;
import io.peerage.config.PruneConfig;
import io.peerage.config.PruneCriterion;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.Direction;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which connections go when there are too many, or for newcomers: sorted and counted anew each time.
 *
 * <p>Of policies without shares and minimums, and by criteria that are about one connection; of connections that were admitted in
 * different milliseconds, so that no two are equal. Guarded by its manager.
 */
final class ReferencePruning {
    private static final long UNIT = 1 << 20;
    private static final int EVICTION_SHARE = 64;
    private static final int THOUSANDTHS = 1_000;
    private static final String PRUNED = "pruned";
    private static final Comparator<ReferenceLink> OLDEST =
            (one, other) -> Long.signum(one.admitted - other.admitted);

    private final ReferenceNode node;
    private final ReferenceClosings closings;
    private final PruneConfig config;
    private Integer requested;
    private Long quietUntil;
    private long refusedBefore;
    private boolean evicting;

    /** Of a node whose configuration has pruning. */
    ReferencePruning(ReferenceNode node, ReferenceClosings closings) {
        this.node = node;
        this.closings = closings;
        this.config = node.config.pruning();
    }

    int trimTo(int connections) {
        if (config == null) {
            return Result.NOT_CONFIGURED.code();
        }
        requested = connections;
        return Result.DONE.code();
    }

    /** One round; how many connections were commanded to close. */
    int tick() {
        return config == null ? 0 : trim() + evict();
    }

    private int trim() {
        int left = requested == null ? Integer.MAX_VALUE : requested;
        requested = null;
        int open = node.established().size();
        boolean silent = quietUntil != null && quietUntil - node.now() > 0;
        if (config.high() > 0 && open - closings.awaited() > config.high() && !silent) {
            left = Math.min(left, config.low());
            quietUntil = node.now() + config.silenceNanos();
        }
        int staying = candidates().size();
        return open <= left ? 0 : close(verdicts(staying - left, false), CloseReason.PRUNED);
    }

    private int evict() {
        if (!config.evicts()) {
            return 0;
        }
        long refused = node.refused(Result.INBOUND_LIMIT) + node.refused(Result.TOTAL_LIMIT);
        long newly = refused - refusedBefore;
        refusedBefore = refused;
        evicting &= closings.awaited() > 0;
        if (newly == 0 || evicting) {
            return 0;
        }
        long inbound = node.established().stream().filter(link -> link.inbound).count();
        long most = Math.min(newly, 1 + inbound / EVICTION_SHARE);
        int evicted = close(verdicts((int) most, true), CloseReason.EVICTED);
        for (int i = 0; i < evicted; i++) {
            node.count(Counter.CONNECTIONS_EVICTED);
        }
        evicting = evicted > 0;
        return evicted;
    }

    private int close(Map<ReferenceLink, String> verdicts, CloseReason reason) {
        int closed = 0;
        for (Map.Entry<ReferenceLink, String> verdict : verdicts.entrySet()) {
            if (verdict.getValue().equals(PRUNED) && closings.command(verdict.getKey(), reason)) {
                node.count(Counter.CONNECTIONS_PRUNED);
                closed++;
            }
        }
        return closed;
    }

    private List<ReferenceLink> candidates() {
        return node.established().stream().filter(link -> link.doomed == null).toList();
    }

    /** What would become of each connection of a peer, were one to go: verdict, and what it is based on. */
    List<String> explain(ReferencePeer peer) {
        List<String> told = new ArrayList<>();
        if (config != null) {
            verdicts(1, false)
                    .forEach(
                            (link, verdict) -> {
                                if (link.peer == peer) {
                                    told.add(verdict + describe(link));
                                }
                            });
        }
        return told;
    }

    private String describe(ReferenceLink link) {
        return ReferenceView.describe(
                link.peer.discouraged,
                link.peer.tag * THOUSANDTHS,
                link.peer.groups.size(),
                link.streams.size(),
                link.inbound ? Direction.INBOUND : Direction.OUTBOUND,
                node.now() - link.admitted);
    }

    // Choosing

    private Map<ReferenceLink, String> verdicts(int wanted, boolean inboundOnly) {
        Map<ReferenceLink, String> verdicts = new LinkedHashMap<>();
        List<ReferenceLink> pool = new ArrayList<>(candidates());
        int most = Math.min(wanted, pool.size() - config.policy().keepAtLeast());
        if (inboundOnly) {
            pool.removeIf(link -> !link.inbound);
        }
        for (Protection protection : config.policy().protections()) {
            for (ReferenceLink spared : spared(pool, protection)) {
                verdicts.put(spared, "spared: " + protection);
                pool.remove(spared);
            }
        }
        pool.sort(order());
        for (int i = 0; i < pool.size(); i++) {
            verdicts.put(pool.get(i), i < most ? PRUNED : "not spared, others came first");
        }
        return verdicts;
    }

    private List<ReferenceLink> spared(List<ReferenceLink> pool, Protection protection) {
        return switch (protection.kind()) {
            case PROTECTED ->
                    pool.stream()
                            .filter(
                                    link ->
                                            link.peer.has(PeerFlag.PROTECTED)
                                                    || link.peer.has(PeerFlag.TRUSTED))
                            .toList();
            case PERSISTENT ->
                    pool.stream().filter(link -> link.peer.has(PeerFlag.PERSISTENT)).toList();
            case IN_GRACE ->
                    pool.stream()
                            .filter(
                                    link ->
                                            node.now() - link.admitted
                                                    < config.policy().graceNanos())
                            .toList();
            case OUTBOUND -> pool.stream().filter(link -> !link.inbound).toList();
            case LOWEST_PING -> first(pool, Comparator.comparing(link -> ping(link)), protection);
            case LATEST_MESSAGE ->
                    first(pool, Comparator.comparing(link -> since(link.message)), protection);
            case LATEST_BLOCK ->
                    first(pool, Comparator.comparing(link -> since(link.block)), protection);
            default -> throw new AssertionError(protection + " is left to the model of the rules");
        };
    }

    private static List<ReferenceLink> first(
            List<ReferenceLink> pool, Comparator<ReferenceLink> order, Protection protection) {
        return pool.stream().sorted(order.thenComparing(OLDEST)).limit(protection.count()).toList();
    }

    private static long ping(ReferenceLink link) {
        return link.ping == null ? Long.MAX_VALUE : link.ping;
    }

    private long since(Long time) {
        return time == null ? Long.MAX_VALUE : node.now() - time;
    }

    private Comparator<ReferenceLink> order() {
        Comparator<ReferenceLink> order = Comparator.comparing(link -> 0);
        for (PruneCriterion criterion : config.policy().order()) {
            order = order.thenComparing(by(criterion));
        }
        return order;
    }

    private Comparator<ReferenceLink> by(PruneCriterion criterion) {
        return switch (criterion) {
            case DISCOURAGED -> Comparator.comparing(link -> !link.peer.discouraged);
            case VALUE -> Comparator.comparing(link -> link.peer.tag);
            case NEGATIVE_VALUE -> Comparator.comparing(link -> Math.min(0, link.peer.tag));
            case UNGROUPED -> Comparator.comparing(link -> !link.peer.groups.isEmpty());
            case FEWEST_GROUPS -> Comparator.comparing(link -> link.peer.groups.size());
            case IDLE -> Comparator.comparing(link -> !link.streams.isEmpty());
            case INBOUND -> Comparator.comparing(link -> !link.inbound);
            case FEWEST_STREAMS -> Comparator.comparing(link -> link.streams.size());
            case YOUNGEST -> Comparator.comparing(link -> (node.now() - link.admitted) / UNIT);
            default -> throw new AssertionError(criterion + " is left to the model of the rules");
        };
    }

    // What the choice goes by

    int stream(long connection, Direction direction, boolean opened) {
        return note(
                connection,
                link -> opened ? link.streams.add(direction) : link.streams.remove(direction));
    }

    int ping(long connection, long nanos) {
        long micros = Math.max(1, nanos / 1_000);
        return note(
                connection,
                link -> {
                    link.ping = Math.min(ping(link), micros);
                    return true;
                });
    }

    int useful(long connection, boolean block) {
        long time = Math.floorDiv(node.now(), UNIT) * UNIT;
        return note(
                connection,
                link -> {
                    if (block) {
                        link.block = time;
                    } else {
                        link.message = time;
                    }
                    return true;
                });
    }

    private int note(long connection, Predicate<ReferenceLink> change) {
        if (config == null) {
            return Result.NOT_CONFIGURED.code();
        }
        ReferenceLink link = node.links.get(connection);
        boolean open = link != null && link.is(ReferenceLink.State.ESTABLISHED);
        return (open && change.test(link) ? Result.DONE : Result.UNKNOWN_CONNECTION).code();
    }
}
