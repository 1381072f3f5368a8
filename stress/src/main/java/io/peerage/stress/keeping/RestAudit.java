/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.LifecycleAuditor;
import java.util.List;

/**
 * Compares the manager with all accounts while nothing moves, and trims to see that what must be is spared.
 *
 * <p><b>Threading</b>: whoever ticks, all others at rest. <b>Complexity</b>: O(peers + connections).
 */
final class RestAudit {
    private static final int MOST_ROUNDS = 10_000;

    private final Accounts all;
    private final Ear ear;
    private final LifecycleAuditor lifecycle;
    private final List<Producer> producers;

    RestAudit(Accounts all, Ear ear, LifecycleAuditor lifecycle, List<Producer> producers) {
        this.all = all;
        this.ear = ear;
        this.lifecycle = lifecycle;
        this.producers = producers;
    }

    /** Ticks until nothing is left to do. */
    void tickOut() {
        ear.wanted(missing());
        for (int i = 0; i < MOST_ROUNDS && tick() > 0; i++) {
            Thread.onSpinWait();
        }
        ear.wanted(Integer.MAX_VALUE);
    }

    private int tick() {
        all.ticks.beginAtRest();
        try {
            return all.manager().tick();
        } catch (RuntimeException | Error e) {
            all.violations.found(Contract.NO_EXCEPTION, "a tick threw " + e);
            return 0;
        } finally {
            all.ticks.end();
        }
    }

    private int missing() {
        int counted = 0;
        for (Producer producer : producers) {
            OpenLinks links = producer.traffic().links();
            for (int at = 0; at < links.size(); at++) {
                boolean counts = !links.isInward(at) && !all.keeps.isPersistent(links.peer(at));
                counted += counts && !isDoomed(links.connection(at)) ? 1 : 0;
            }
        }
        return all.setting.outboundTarget() - counted;
    }

    private boolean isDoomed(long connection) {
        return all.slots.isDoomed(all.manager().slotOf(connection), connection);
    }

    /** Compares everything. */
    void audit() {
        Counts counts = counts();
        auditConnections(counts);
        auditPeers();
        all.peerBans.audit();
        all.prefixBans.audit();
        all.data.audit();
        all.dials.audit(ear.countBarred());
        BookTeller.audit(all, producers.stream().mapToLong(p -> p.book().told()).sum());
        auditCounters(counts);
        for (String problem : all.manager().verify()) {
            all.violations.found(Contract.SELF_CHECK, problem);
        }
    }

    Counts counts() {
        Counts sum = new Counts();
        producers.forEach(producer -> sum.add(producer.counts));
        return sum;
    }

    private void auditConnections(Counts counts) {
        all.ledger.checkTotals();
        long in = 0;
        long out = 0;
        for (Producer producer : producers) {
            OpenLinks links = producer.traffic().links();
            in += links.size() - links.outward();
            out += links.outward();
            for (int at = 0; at < links.size(); at++) {
                auditLink(links, at);
            }
        }
        equal(Contract.QUERIES, "inbound", all.manager().inbound(), in);
        equal(Contract.QUERIES, "outbound", all.manager().outbound(), out);
        equal(Contract.EXPIRY, "pendingInbound", all.manager().pendingInbound(), 0);
        equal(
                Contract.EXPIRY,
                "pendingOutbound",
                all.manager().pendingOutbound(),
                ear.countOpenDials());
        equal(
                Contract.ENDS_ONCE,
                "connections that have not ended",
                in + out,
                counts.established - counts.closed);
        equal(
                Contract.LIFECYCLE,
                "rises told",
                lifecycle.connects()
                        + lifecycle.flaps()
                        + all.manager().counter(Counter.FLAPS_SATURATED),
                counts.first);
    }

    // Whoever is banned, or whose score is too low, is on the way out.
    private void auditLink(OpenLinks links, int at) {
        long connection = links.connection(at);
        int peer = links.peer(at);
        if (isDoomed(connection)) {
            return;
        }
        if (all.peerBans.isBannedByNow(peer)
                || all.prefixes.isBannedByNow(all.prefixBans, links.address(at))) {
            all.violations.found(
                    Contract.BANS, "a connection of banned peer " + peer + " stays open");
        }
        if (all.manager().reputation().score(all.peers.handle(peer)) <= Setting.DISCONNECT_AT) {
            all.violations.found(
                    Contract.SCORES, "a connection of peer " + peer + " with a low score stays");
        }
    }

    private void auditPeers() {
        int connected = 0;
        for (int peer = 0; peer < all.peers.residents(); peer++) {
            connected += auditPeer(peer) ? 1 : 0;
        }
        all.values.audited();
        equal(Contract.QUERIES, "connectedPeers", all.manager().connectedPeers(), connected);
        equal(Contract.LIFECYCLE, "peers connected as told", lifecycle.connected(), connected);
    }

    private boolean auditPeer(int peer) {
        int held = all.ledger.connections(peer);
        equal(
                Contract.TRANSITIONS,
                "FIRST - LAST of a peer",
                all.ledger.balance(peer),
                held > 0 ? 1 : 0);
        long handle = handle(peer);
        equal(
                Contract.QUERIES,
                "connections of peer " + peer,
                handle <= 0
                        ? 0
                        : all.manager().inboundOf(handle) + all.manager().outboundOf(handle),
                held);
        switch (Role.of(peer)) {
            case KEPT -> all.keeps.audit(peer);
            case ORDINARY -> all.values.audit(peer);
            default -> {
                // Judged by what they are there for.
            }
        }
        return held > 0;
    }

    // Passing peers have come back by their ids.
    private long handle(int peer) {
        long handle =
                all.manager()
                        .lookup(all.peers.ids(), all.peers.offset(peer), all.peers.length(peer));
        if (handle > 0 && handle != all.peers.handle(peer)) {
            if (Role.of(peer) != Role.PASSING) {
                all.violations.found(
                        Contract.HANDLES, "peer " + peer + " has another handle than it was given");
            }
            all.know(peer, handle);
        }
        return handle;
    }

    private void auditCounters(Counts counts) {
        equal(Counter.CLOSE_COMMANDS, ear.closes());
        equal(
                Counter.CONNECTIONS_PRUNED,
                ear.closes(CloseReason.PRUNED) + ear.closes(CloseReason.EVICTED));
        equal(Counter.CONNECTIONS_EVICTED, ear.closes(CloseReason.EVICTED));
        equal(Counter.DIAL_COMMANDS, all.dials.commanded());
        equal(Counter.TICKETS_EXPIRED, all.dials.expired());
        equal(Counter.BANS_REFUSED, counts.bansRefused);
        equal(Counter.CANDIDATES_REFUSED, counts.offersRefused);
        equal(Counter.PEER_DATA_CLEARED, all.data.cleared());
        equal(Counter.PEER_BANS_DROPPED, 0);
        equal(Counter.PREFIX_BANS_DROPPED, 0);
        equal(Counter.CLOSES_FORCED, 0);
        equal(Counter.LISTENER_FAILURES, 0);
        equal(Counter.SINK_FAILURES, 0);
        for (Result reason :
                List.of(Result.RATE_LIMIT, Result.PENDING_INBOUND_LIMIT, Result.INBOUND_LIMIT)) {
            equal(
                    Contract.COUNTERS,
                    "refusals for " + reason,
                    all.manager().refused(reason),
                    counts.refused(reason));
        }
    }

    private void equal(Counter counter, long expected) {
        equal(Contract.COUNTERS, counter.name(), all.manager().counter(counter), expected);
    }

    private void equal(Contract contract, String what, long said, long expected) {
        if (said != expected) {
            all.violations.found(contract, what, said, expected);
        }
    }

    /** Trims to this many connections: exactly as many go as may. */
    void trim(int left) {
        long before = ear.closes(CloseReason.PRUNED);
        int open = 0;
        int mayGo = 0;
        for (Producer producer : producers) {
            OpenLinks links = producer.traffic().links();
            for (int at = 0; at < links.size(); at++) {
                if (!isDoomed(links.connection(at))) {
                    open++;
                    mayGo += mayGo(links, at) ? 1 : 0;
                }
            }
        }
        all.manager().pruning().trimTo(left);
        tick();
        equal(
                Contract.PRUNING,
                "connections that a trim takes",
                ear.closes(CloseReason.PRUNED) - before,
                Math.max(0, Math.min(open - left, mayGo)));
    }

    private boolean mayGo(OpenLinks links, int at) {
        return !all.keeps.isKept(links.peer(at))
                && all.clock.nanoTime() - links.admitted(at) >= Setting.GRACE;
    }
}
