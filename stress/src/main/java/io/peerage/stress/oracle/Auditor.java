/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.stress.population.PeerPool;
import io.peerage.yardstick.ConnectionManager;

/**
 * Compares the manager with the books while nothing moves.
 *
 * <p><b>Threading</b>: owner thread, all producers at rest, all notifications delivered, all leases run out.
 * <b>Complexity</b>: O(peers + connections).
 */
public final class Auditor {
    private final ConnectionManager subject;
    private final PeerPool peers;
    private final Ledger ledger;
    private final LifecycleAuditor lifecycle;
    private final Violations violations;
    private int known;

    Auditor(
            ConnectionManager subject,
            PeerPool peers,
            Ledger ledger,
            LifecycleAuditor lifecycle,
            Violations violations) {
        this.subject = subject;
        this.peers = peers;
        this.ledger = ledger;
        this.lifecycle = lifecycle;
        this.violations = violations;
    }

    /** Audits with connections open. */
    public void atRest(Tally tally) {
        ledger.checkTotals();
        int connected = auditPeers();
        auditCounts(connected);
        auditWalk(connected);
        auditSums(tally);
        for (String problem : subject.verify()) {
            violations.found(Contract.SELF_CHECK, problem);
        }
    }

    /** Audits after everything was closed. */
    public void atEnd(Tally tally) {
        atRest(tally);
        long open = ledger.held(Ledger.IN) + ledger.held(Ledger.OUT);
        violations.unlessEqual(Contract.ENDS_ONCE, "connections in the books at the end", open, 0);
        violations.unlessEqual(
                Contract.ENDS_ONCE,
                "connections that ended",
                tally.closed + tally.closedMeanwhile,
                tally.established);
        violations.unlessEqual(Contract.TRANSITIONS, "LAST in all", tally.last, tally.first);
        violations.unlessEqual(
                Contract.LIFECYCLE,
                "disconnects told",
                lifecycle.disconnects(),
                lifecycle.connects());
    }

    /** How many of the storm's peers the manager knew at the last audit. */
    public int known() {
        return known;
    }

    private int auditPeers() {
        int connected = 0;
        known = 0;
        for (int peer = 0; peer < peers.size(); peer++) {
            int held = ledger.connections(peer);
            connected += held > 0 ? 1 : 0;
            violations.unlessEqual(
                    Contract.TRANSITIONS,
                    "FIRST - LAST of a peer",
                    ledger.balance(peer),
                    held > 0 ? 1 : 0);
            violations.unlessEqual(
                    Contract.SINGLE_DIAL, "dials of a peer at rest", ledger.dials(peer), 0);
            auditQueries(peer, held);
        }
        return connected;
    }

    private void auditQueries(int peer, int held) {
        long handle = subject.lookup(peers.ids(), peers.offset(peer), peers.length(peer));
        if (handle < 0) {
            violations.unlessEqual(Contract.QUERIES, "connections of an unknown peer", 0, held);
            return;
        }
        known++;
        boolean byId = subject.isConnected(peers.ids(), peers.offset(peer), peers.length(peer));
        if (byId != held > 0) {
            violations.found(
                    Contract.QUERIES,
                    "isConnected by id of a peer with " + held + " connections is wrong");
        }
        if (subject.isConnected(handle) != held > 0) {
            violations.found(
                    Contract.HANDLE_QUERIES,
                    "isConnected of a peer with " + held + " connections is wrong");
        }
        violations.unlessEqual(
                Contract.HANDLE_QUERIES,
                "connections of peer " + peer,
                subject.connectionsOf(handle),
                held);
        if (lifecycle.isConnected(handle) != held > 0) {
            violations.found(
                    Contract.LIFECYCLE,
                    "peer "
                            + peer
                            + " has "
                            + held
                            + " connections, and the listener was told otherwise");
        }
    }

    private void auditCounts(int connected) {
        violations.unlessEqual(
                Contract.QUERIES, "connectedPeers", subject.connectedPeers(), connected);
        violations.unlessEqual(
                Contract.QUERIES, "inbound", subject.inbound(), ledger.held(Ledger.IN));
        violations.unlessEqual(
                Contract.QUERIES, "outbound", subject.outbound(), ledger.held(Ledger.OUT));
        violations.unlessEqual(Contract.EXPIRY, "pendingInbound", subject.pendingInbound(), 0);
        violations.unlessEqual(Contract.EXPIRY, "pendingOutbound", subject.pendingOutbound(), 0);
        violations.unlessEqual(
                Contract.LIFECYCLE, "peers connected as told", lifecycle.connected(), connected);
    }

    private void auditWalk(int connected) {
        violations.unlessEqual(
                Contract.QUERIES, "peers in a walk", subject.countConnectedByWalk(), connected);
    }

    private void auditSums(Tally tally) {
        violations.unlessEqual(
                Contract.ENDS_ONCE,
                "tickets that became connections, were refused, abandoned or expired",
                tally.established + tally.refusedEnding + tally.abandoned + lifecycle.expired(),
                tally.admitted);
        violations.unlessEqual(
                Contract.EXPIRY, "tickets expired", lifecycle.expired(), tally.leftToExpire);
        violations.unlessEqual(
                Contract.LIFECYCLE,
                "rises told",
                lifecycle.connects() + lifecycle.flaps() + subject.saturatedFlaps(),
                tally.first);
        if (tally.handedOver > tally.closedMeanwhile + tally.refusedLoose) {
            violations.found(
                    Contract.ENDS_ONCE,
                    "closes handed over, carried out or not",
                    tally.handedOver,
                    tally.closedMeanwhile + tally.refusedLoose);
        }
        if (tally.closedMeanwhile > tally.handedOver) {
            violations.found(
                    Contract.ENDS_ONCE,
                    "connections closed while being established",
                    tally.closedMeanwhile,
                    tally.handedOver);
        }
    }
}
