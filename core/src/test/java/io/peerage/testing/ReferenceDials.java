/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.DialOutcome;
import java.util.EnumMap;
import java.util.Map;

/** What follows from how dials ended: for their peers, and for what the node thinks of its own network. Guarded by its manager. */
final class ReferenceDials {
    private final ReferenceNode node;
    private final ReferenceOutage outage = new ReferenceOutage();
    private final Map<DialOutcome, Long> outcomes = new EnumMap<>(DialOutcome.class);

    ReferenceDials(ReferenceNode node) {
        this.node = node;
    }

    long ended(DialOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    boolean isOutage() {
        return outage.isOutage();
    }

    void evaluate() {
        outage.evaluate(node.connectedPeers());
    }

    void established() {
        count(DialOutcome.ESTABLISHED);
    }

    private void count(DialOutcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
        if (outcome != DialOutcome.CANCELLED) {
            outage.record(outcome.isReached());
        }
    }

    /** The dial of a ticket that was pending until now has ended so. */
    void failed(ReferenceLink ticket, DialOutcome outcome) {
        ReferencePeer peer = ticket.peer;
        peer.dirty = true;
        peer.self |= outcome == DialOutcome.SELF;
        count(outcome);
        if (!outcome.isBlamed()) {
            return;
        }
        if (outage.isOutage()) {
            peer.backOff.postponed(node.policy(peer).waitNanos(1), node.now());
        } else {
            peer.backOff.failed(node.policy(peer), node.now());
        }
    }
}
