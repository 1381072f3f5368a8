/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.model.BanReason;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.ScoreVerdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was ordered against peers and prefixes, and what the owner makes of it and of scores. Guarded by its keeper. */
final class ReferenceVerdicts {
    /** What the owner is to do with a peer, or with a prefix. */
    private record Order(
            Kind kind, long handle, int id, IpAddress address, int bits, BanReason reason) {}

    private enum Kind {
        BAN,
        DISCOURAGE,
        LIFT,
        BAN_PREFIX,
        DISCOURAGE_PREFIX,
        LIFT_PREFIX
    }

    ReferenceStanding standing;
    ReferenceWorth worth;
    private final ReferenceCompany company;
    private final Set<Long> discouraged = new HashSet<>();
    private final List<Order> orders = new ArrayList<>();
    // Until the next look at all connections.
    private final Set<String> closedPrefixes = new HashSet<>();
    private boolean bannedConnected;

    ReferenceVerdicts(ReferenceCompany company, ReferenceStanding standing, ReferenceWorth worth) {
        this.company = company;
        this.standing = standing;
        this.worth = worth;
    }

    boolean isDiscouraged(long handle) {
        return company.known(handle) != null && discouraged.contains(handle);
    }

    void clear() {
        discouraged.clear();
        orders.clear();
    }

    // Ordering

    int ban(long handle, IpAddress address, BanReason reason) {
        return company.done(
                handle,
                peer -> {
                    peer.flag(PeerFlag.BANNED, true);
                    orders.add(new Order(Kind.BAN, handle, peer.id, address, 0, reason));
                });
    }

    int discourage(long handle, BanReason reason) {
        return company.done(handle, peer -> order(Kind.DISCOURAGE, peer, reason));
    }

    int lift(long handle) {
        return company.done(
                handle,
                peer -> {
                    peer.flag(PeerFlag.BANNED, false);
                    order(Kind.LIFT, peer, BanReason.OTHER);
                });
    }

    private void order(Kind kind, KnownPeer peer, BanReason reason) {
        orders.add(new Order(kind, peer.handle, peer.id, IpAddress.NONE, 0, reason));
    }

    void banPrefix(IpAddress address, int bits, BanReason reason) {
        orders.add(new Order(Kind.BAN_PREFIX, 0, -1, address, bits, reason));
    }

    void discouragePrefix(IpAddress address, int bits, BanReason reason) {
        orders.add(new Order(Kind.DISCOURAGE_PREFIX, 0, -1, address, bits, reason));
    }

    void liftPrefix(IpAddress address, int bits) {
        orders.add(new Order(Kind.LIFT_PREFIX, 0, -1, address, bits, BanReason.OTHER));
    }

    // Carrying out

    /** Does what was ordered, and ends what is over. */
    void carryOut() {
        orders.forEach(this::carryOut);
        orders.clear();
        closeBanned();
        standing.expire(company.now).forEach(this::over);
    }

    private void carryOut(Order order) {
        KnownPeer peer = company.known(order.handle);
        switch (order.kind) {
            case BAN -> {
                if (peer != null) {
                    ban(peer, order.address, order.reason);
                }
            }
            case DISCOURAGE -> {
                if (peer != null
                        && standing.discourage(order.id, order.handle, order.reason, company.now)) {
                    mark(peer, true);
                }
            }
            case LIFT -> lift(order, peer);
            case BAN_PREFIX -> {
                standing.banPrefix(order.address, order.bits, order.reason, company.now);
                closedPrefixes.add(ReferenceStanding.prefix(order.address, order.bits));
            }
            case DISCOURAGE_PREFIX ->
                    standing.discouragePrefix(order.address, order.bits, order.reason, company.now);
            default -> standing.liftPrefix(order.address, order.bits);
        }
    }

    private void ban(KnownPeer peer, IpAddress address, BanReason reason) {
        boolean was = standing.bans(address, company.now);
        if (standing.ban(peer.id, peer.handle, address, reason, company.now) && !was) {
            closedPrefixes.add(ReferenceStanding.prefix(address, ReferenceStanding.WIDTHS[0]));
        }
        peer.flag(PeerFlag.BANNED, true);
        mark(peer, false);
        bannedConnected |= company.link(peer) != null;
    }

    private void lift(Order order, KnownPeer peer) {
        int id = peer != null ? order.id : standing.idOf(order.handle);
        ReferenceStanding.Entry entry = standing.lift(id);
        if (entry != null) {
            over(entry);
        }
        if (peer != null) {
            peer.flag(PeerFlag.BANNED, false);
        }
    }

    private void mark(KnownPeer peer, boolean on) {
        peer.dirty |= on ? discouraged.add(peer.handle) : discouraged.remove(peer.handle);
    }

    private void over(ReferenceStanding.Entry entry) {
        KnownPeer peer = company.known(entry.handle);
        if (peer != null) {
            peer.flag(PeerFlag.BANNED, false);
            mark(peer, false);
        }
    }

    /** Closes what was banned since the last look. */
    void closeBanned() {
        for (OpenLink link : company.open()) {
            boolean ofPrefix = false;
            for (int bits : ReferenceStanding.WIDTHS) {
                ofPrefix |= closedPrefixes.contains(ReferenceStanding.prefix(link.address, bits));
            }
            if (ofPrefix || bannedConnected && link.peer.has(PeerFlag.BANNED)) {
                company.close(link.handle);
            }
        }
        closedPrefixes.clear();
        bannedConnected = false;
    }

    // Peers that have changed

    /** Looks at a peer that has changed; whether its connection is to be closed for its score. */
    boolean look(KnownPeer peer) {
        if (peer.rose) {
            meet(peer);
        }
        ScoreVerdict verdict = peer.retired ? ScoreVerdict.NONE : worth.verdict(peer, company.now);
        OpenLink link = company.link(peer);
        if (verdict == ScoreVerdict.BAN && !peer.has(PeerFlag.BANNED)) {
            ban(peer, link == null ? IpAddress.NONE : link.address, BanReason.LOW_SCORE);
        }
        return verdict == ScoreVerdict.DISCONNECT && link != null;
    }

    /** A peer may be a discouraged one that was given up. */
    void meet(KnownPeer peer) {
        ReferenceStanding.Entry entry = standing.peer(peer.id);
        if (entry != null && entry.discourages(company.now) && discouraged.add(peer.handle)) {
            entry.handle = peer.handle;
        }
    }

    /** The place of a peer that was given up goes to another. */
    void forget(KnownPeer peer) {
        worth.end(peer, company.now);
        discouraged.remove(peer.handle);
    }

    void closeLow() {
        for (OpenLink link : company.open()) {
            if (worth.verdict(link.peer, company.now) != ScoreVerdict.NONE) {
                company.close(link.handle);
                link.peer.leftAlone = company.now + 1;
            }
        }
    }
}
