/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.Direction;
import io.peerage.model.Explanation;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.ReferenceLink.State;
import java.util.List;

/** What becomes of tickets: connections, ends, places that another takes over. Guarded by its manager. */
final class ReferenceConnections {
    private final ReferenceNode node;
    private final ReferenceAdmission admission;
    private final ReferenceLimits limits;
    private final ReferenceDials dials;
    private final ReferencePeer self;

    /** The node itself is null if it doesn't know its id. */
    ReferenceConnections(
            ReferenceNode node,
            ReferenceAdmission admission,
            ReferenceLimits limits,
            ReferenceDials dials,
            ReferencePeer self) {
        this.node = node;
        this.admission = admission;
        this.limits = limits;
        this.dials = dials;
        this.self = self;
    }

    // Establishing

    int establishInbound(long ticket, long peer) {
        Result problem = problemOfTicket(ticket, true);
        if (problem != null) {
            return node.refuse(problem);
        }
        ReferenceLink link = node.links.get(ticket);
        Result refusal =
                peer == Result.PEER_TABLE_FULL.code()
                        ? Result.PEER_TABLE_FULL
                        : claimPlace(link, node.known(peer));
        if (refusal != null) {
            return refuseTicket(link, refusal);
        }
        return open(link, node.known(peer));
    }

    int establishOutbound(long ticket) {
        Result problem = problemOfTicket(ticket, false);
        if (problem != null) {
            return node.refuse(problem);
        }
        ReferenceLink link = node.links.get(ticket);
        return link.peer.has(PeerFlag.BANNED)
                ? refuseTicket(link, Result.BANNED)
                : open(link, link.peer);
    }

    private Result problemOfTicket(long ticket, boolean inbound) {
        ReferenceLink link = node.links.get(ticket);
        if (link == null) {
            return admission.wasGivenOut(ticket)
                    ? Result.TICKET_EXPIRED
                    : Result.UNKNOWN_CONNECTION;
        }
        return switch (link.state) {
            case PENDING -> link.inbound == inbound ? null : Result.WRONG_DIRECTION;
            case ESTABLISHED -> Result.ALREADY_ESTABLISHED;
            case SUPERSEDED -> Result.SUPERSEDED;
            case CLOSED -> Result.TICKET_EXPIRED;
        };
    }

    private int refuseTicket(ReferenceLink link, Result refusal) {
        node.links.remove(link.handle);
        if (!link.inbound) {
            link.peer.dirty = true;
        }
        node.count(Counter.TICKETS_REFUSED);
        return node.refuse(refusal);
    }

    /** What keeps an inbound link from its peer; null if nothing does, or nothing but a rival that loses against it. */
    private Result claimPlace(ReferenceLink link, ReferencePeer peer) {
        if (peer == null) {
            return Result.UNKNOWN_PEER;
        }
        if (peer.self) {
            return Result.SELF;
        }
        Explanation verdict = admission.shown(peer, link.trustedPlace);
        if (verdict.result() != Result.PEER_LIMIT) {
            return verdict.result().isRefusal() ? verdict.result() : null;
        }
        ReferenceLink rival = peer.newestDial;
        boolean isRival =
                rival != null
                        && node.links.containsKey(rival.handle)
                        && (rival.isDial() || rival.connects(peer));
        if (self == null || !isRival) {
            return Result.PEER_LIMIT;
        }
        return peer.hasSmallerIdThan(self.id) ? null : Result.TIE_BREAK_LOST;
    }

    private int open(ReferenceLink link, ReferencePeer peer) {
        boolean first = !node.isConnected(peer);
        boolean contested =
                link.inbound
                        && admission.shown(peer, link.trustedPlace).result() == Result.PEER_LIMIT;
        if (contested) {
            supersede(peer.newestDial);
        }
        link.peer = peer;
        link.state = State.ESTABLISHED;
        if (link.inbound && peer.has(PeerFlag.TRUSTED) && !link.trustedPlace) {
            link.trustedPlace = limits.givesTrustedPlace(true);
        }
        if (peer.backOff.noted) {
            peer.backOff.established(node.policy(peer));
        }
        if (!link.inbound) {
            dials.established();
            peer.dirty = true;
        }
        if (first && !peer.rose(link.admitted)) {
            node.count(Counter.FLAPS_SATURATED);
        }
        Result event = first ? Result.FIRST_CONNECTION : Result.ANOTHER_CONNECTION;
        return Outcome.of(event, node.connections(peer));
    }

    private void supersede(ReferenceLink rival) {
        rival.peer.dirty = true;
        node.count(Counter.CONNECTIONS_SUPERSEDED);
        if (rival.is(State.PENDING)) {
            node.links.remove(rival.handle);
        } else {
            rival.state = State.SUPERSEDED;
            rival.commandDue = true;
        }
    }

    // Ending

    int abandon(long ticket) {
        return isEstablished(ticket)
                ? node.refuse(Result.ALREADY_ESTABLISHED)
                : end(ticket, DialOutcome.CANCELLED);
    }

    int failed(long ticket, DialOutcome outcome) {
        ReferenceLink link = node.links.get(ticket);
        if (link != null && link.inbound) {
            return node.refuse(Result.WRONG_DIRECTION);
        }
        return isEstablished(ticket)
                ? node.refuse(Result.ALREADY_ESTABLISHED)
                : end(ticket, outcome);
    }

    private boolean isEstablished(long handle) {
        ReferenceLink link = node.links.get(handle);
        return link != null && link.is(State.ESTABLISHED);
    }

    int close(long connection) {
        return end(connection, DialOutcome.CANCELLED);
    }

    private int end(long handle, DialOutcome outcome) {
        ReferenceLink link = node.links.get(handle);
        if (link == null) {
            return node.refuse(
                    admission.wasGivenOut(handle)
                            ? Result.ALREADY_CLOSED
                            : Result.UNKNOWN_CONNECTION);
        }
        switch (link.state) {
            case PENDING -> {
                endTicket(link, outcome);
                node.count(Counter.TICKETS_ABANDONED);
                return Outcome.of(Result.ABANDONED, 0);
            }
            case ESTABLISHED -> {
                return endConnection(link);
            }
            case SUPERSEDED -> {
                if (link.commandDue) {
                    link.state = State.CLOSED;
                } else {
                    node.links.remove(handle);
                }
                return node.refuse(Result.SUPERSEDED);
            }
            default -> {
                return node.refuse(Result.ALREADY_CLOSED);
            }
        }
    }

    private int endConnection(ReferenceLink link) {
        node.links.remove(link.handle);
        int left = node.connections(link.peer);
        if (left == 0 || !link.inbound) {
            link.peer.dirty = true;
        }
        return Outcome.of(left == 0 ? Result.LAST_CONNECTION : Result.STILL_CONNECTED, left);
    }

    private void endTicket(ReferenceLink ticket, DialOutcome outcome) {
        node.links.remove(ticket.handle);
        if (!ticket.inbound) {
            dials.failed(ticket, outcome);
        }
    }

    // The owner's part

    /** Ends the tickets that have had their time; how many. */
    int expire() {
        long now = node.now();
        List<ReferenceLink> due =
                node.links.values().stream().filter(link -> link.isDue(now)).toList();
        for (ReferenceLink ticket : due) {
            endTicket(ticket, DialOutcome.TIMEOUT);
            node.count(Counter.TICKETS_EXPIRED);
            node.listener.onTicketExpired(
                    ticket.handle, ticket.inbound ? Direction.INBOUND : Direction.OUTBOUND);
        }
        return due.size();
    }

    /** Commands the close of those that lost their places to others; how many were looked at. */
    int commandCloses() {
        List<ReferenceLink> due =
                node.links.values().stream().filter(link -> link.commandDue).toList();
        for (ReferenceLink link : due) {
            link.commandDue = false;
            if (link.is(State.CLOSED)) {
                node.links.remove(link.handle);
            } else {
                node.commandClose(link, CloseReason.SUPERSEDED);
            }
        }
        return due.size();
    }
}
