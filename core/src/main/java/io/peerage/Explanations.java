/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.Explainer;
import io.peerage.model.Explanation;

/**
 * What would refuse an admission now, with the limit that bites and how full it is.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free; allocates, so not for the hot path. <b>Errors</b>: as {@link
 * PeerManager}. <b>Consistency</b>: true of some moment during the call, for each limit by itself; nothing is reserved or
 * counted. <b>Origin</b>: features B12.
 */
public final class Explanations {
    private final Explainer explainer;

    Explanations(Explainer explainer) {
        this.explainer = explainer;
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
}
