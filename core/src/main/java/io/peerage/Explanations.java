/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.Explainer;
import io.peerage.model.Explanation;

/**
 * What would refuse an admission now, with the limit that bites and how full it is; and what is known, in words.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free; allocates, so not for the hot path. <b>Errors</b>: as {@link
 * PeerManager}. <b>Consistency</b>: true of some moment during the call, for each limit by itself; nothing is reserved or
 * counted. <b>Origin</b>: features B12, L2.
 */
public final class Explanations {
    private final Explainer explainer;
    private final Describer describer;

    Explanations(Explainer explainer, Describer describer) {
        this.explainer = explainer;
        this.describer = describer;
    }

    /** What would refuse an inbound handshake from this address now. */
    public Explanation inbound(long ipHi, long ipLo) {
        return explainer.inbound(ipHi, ipLo);
    }

    /** What would refuse a dial to this peer at this address now. */
    public Explanation outbound(long peer, long ipHi, long ipLo) {
        return explainer.outbound(peer, ipHi, ipLo);
    }

    /** What would refuse an inbound connection of this peer now, the node's limits left out. */
    public Explanation peer(long peer) {
        return explainer.peer(peer);
    }

    /** All that is known of a peer, for people: a line each, ended by a line break; O(connection slots). */
    public String describe(long peer) {
        return describer.peer(peer);
    }

    /**
     * The state of the whole manager, for people: what there is and what is allowed, everything that was ever counted or
     * refused, and a line for each connected peer.
     */
    public String dump() {
        return describer.all();
    }
}
