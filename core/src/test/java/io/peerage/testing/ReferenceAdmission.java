/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;

/** Who may come in or be dialed, and the tickets of those who may. Guarded by its manager. */
final class ReferenceAdmission {
    private final ReferenceNode node;
    private final ReferenceLimits limits;
    private long next = 1;

    ReferenceAdmission(ReferenceNode node, ReferenceLimits limits) {
        this.node = node;
        this.limits = limits;
    }

    boolean wasGivenOut(long link) {
        return link > 0 && link < next;
    }

    // Verdicts

    Explanation inbound(IpAddress address) {
        boolean trusted = limits.isTrustedNetwork(address);
        return limits.verdict(true, address, limits.givesTrustedPlace(trusted));
    }

    /** A dial that its peer refuses in any case is refused before it takes anything from others; else the peer is last. */
    Explanation outbound(long handle, IpAddress address) {
        ReferencePeer peer = node.known(handle);
        if (peer == null) {
            return ReferenceNode.refusal(Result.UNKNOWN_PEER);
        }
        if (peer.self) {
            return ReferenceNode.refusal(Result.SELF);
        }
        boolean trusted = isTrusted(peer, address);
        boolean place = limits.givesTrustedPlace(trusted);
        int most = limits.mostOfPeer(peer.has(PeerFlag.TRUSTED) || place);
        Explanation early = dial(peer, trusted ? ReferenceLimits.MOST_PER_PEER : most);
        if (early.result().isRefusal()) {
            return early;
        }
        Explanation ofNode = limits.verdict(false, address, place);
        return ofNode.result().isRefusal() ? ofNode : dial(peer, most);
    }

    private Explanation dial(ReferencePeer peer, int most) {
        if (peer.has(PeerFlag.BANNED)) {
            return ReferenceNode.refusal(Result.BANNED);
        }
        if (node.isDialing(peer)) {
            return ReferenceLimits.full(Result.ALREADY_DIALING, "dials", 1, 1);
        }
        int connections = node.connections(peer);
        if (connections >= most) {
            return ReferenceLimits.full(Result.PEER_LIMIT, "peer", connections, most);
        }
        if (connections > 0 || !peer.backOff.isWaiting(node.now())) {
            return Explanation.admitted();
        }
        Result refusal =
                peer.backOff.isUnreachable(node.now()) ? Result.UNREACHABLE : Result.BACKING_OFF;
        return ReferenceLimits.full(refusal, "", peer.backOff.failures(), 0);
    }

    /** Whether a peer may be dialed as far as it is concerned. */
    boolean canDial(ReferencePeer peer) {
        return !peer.self
                && !peer.discouraged
                && !dial(peer, node.config.limits().perPeer()).result().isRefusal();
    }

    /** What is against a peer that an inbound handshake shows. */
    Explanation shown(ReferencePeer peer, boolean trustedPlace) {
        if (peer.has(PeerFlag.BANNED)) {
            return ReferenceNode.refusal(Result.BANNED);
        }
        int most = limits.mostOfPeer(peer.has(PeerFlag.TRUSTED) || trustedPlace);
        int taken = node.connections(peer) + (node.isDialing(peer) ? 1 : 0);
        return taken >= most
                ? ReferenceLimits.full(Result.PEER_LIMIT, "peer", taken, most)
                : Explanation.admitted();
    }

    Explanation peer(long handle) {
        ReferencePeer peer = node.known(handle);
        if (peer == null) {
            return ReferenceNode.refusal(Result.UNKNOWN_PEER);
        }
        return peer.self ? ReferenceNode.refusal(Result.SELF) : shown(peer, false);
    }

    private boolean isTrusted(ReferencePeer peer, IpAddress address) {
        return peer.has(PeerFlag.TRUSTED) || limits.isTrustedNetwork(address);
    }

    // Tickets

    long admitInbound(IpAddress address) {
        Explanation verdict = inbound(address);
        if (verdict.result().isRefusal()) {
            return node.refuse(verdict.result());
        }
        boolean trusted = limits.isTrustedNetwork(address);
        long lease = node.config.inboundLeaseNanos();
        return ticket(true, address, limits.givesTrustedPlace(trusted), lease).handle;
    }

    long admitOutbound(long handle, IpAddress address) {
        Explanation verdict = outbound(handle, address);
        if (verdict.result().isRefusal()) {
            return node.refuse(verdict.result());
        }
        ReferencePeer peer = node.known(handle);
        boolean place = limits.givesTrustedPlace(isTrusted(peer, address));
        ReferenceLink dial = ticket(false, address, place, node.config.outboundLeaseNanos());
        dial.peer = peer;
        peer.newestDial = dial;
        return dial.handle;
    }

    private ReferenceLink ticket(boolean inbound, IpAddress address, boolean place, long lease) {
        ReferenceLink link = new ReferenceLink(next++, inbound, address, node.now(), lease, place);
        node.links.put(link.handle, link);
        return link;
    }
}
