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

    /**
     * {@return what would refuse an inbound handshake from this address now}
     *
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     */
    public Explanation inbound(long ipHi, long ipLo) {
        return explainer.inbound(ipHi, ipLo);
    }

    /**
     * {@return what would refuse a dial to this peer at this address now}
     *
     * @param peer the peer's handle
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     */
    public Explanation outbound(long peer, long ipHi, long ipLo) {
        return explainer.outbound(peer, ipHi, ipLo);
    }

    /**
     * {@return what would refuse an inbound connection of this peer now, the node's limits left out}
     *
     * @param peer the peer's handle
     */
    public Explanation peer(long peer) {
        return explainer.peer(peer);
    }

    /**
     * {@return all that is known of a peer, for people: a line each, ended by a line break; O(connection slots)}
     *
     * @param peer the peer's handle
     */
    public String describe(long peer) {
        return describer.peer(peer);
    }

    /**
     * {@return the state of the whole manager, for people: what there is and what is allowed, everything that was ever counted or
     * refused, and a line for each connected peer}
     */
    public String dump() {
        return describer.all();
    }
}
