/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bans of the reference manager: ordered by anybody, carried out by its tick. For times that are short beside a ban's. Guarded by its
 * manager.
 */
final class ReferenceBans {
    private enum Kind {
        BAN,
        DISCOURAGE,
        LIFT
    }

    private record Order(Kind kind, ReferencePeer peer) {}

    private final ReferenceNode node;
    private final ReferenceClosings closings;
    private final int most;
    private final List<Order> orders = new ArrayList<>();
    // The oldest first.
    private final Map<Long, ReferencePeer> banned = new LinkedHashMap<>();
    // By id, since those who are given up stay discouraged; with the handle they were known by
    // last.
    private final Map<String, Long> discouraged = new LinkedHashMap<>();
    // Of those who are discouraged: who was banned before.
    private final Set<String> bannedBefore = new HashSet<>();
    // Former offenders, by id, those who came last at the end.
    private final Set<String> remembered = new LinkedHashSet<>();

    ReferenceBans(ReferenceNode node, ReferenceClosings closings) {
        this.node = node;
        this.closings = closings;
        this.most = Math.min(node.config.bans().peers(), Math.max(1, node.config.peers() / 4));
    }

    int ban(long handle) {
        ReferencePeer peer = node.known(handle);
        if (peer != null && peer.self) {
            return Result.SELF.code();
        }
        return order(Kind.BAN, handle);
    }

    int discourage(long handle) {
        return order(Kind.DISCOURAGE, handle);
    }

    int lift(long handle) {
        return order(Kind.LIFT, handle);
    }

    private int order(Kind kind, long handle) {
        ReferencePeer peer = node.known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        if (kind != Kind.DISCOURAGE) {
            peer.flag(PeerFlag.BANNED, kind == Kind.BAN);
        }
        orders.add(new Order(kind, peer));
        return Result.DONE.code();
    }

    /** Carries out orders, and closes what they ban; how many things were done. */
    int tick() {
        int done = orders.size();
        boolean connected = false;
        for (Order order : orders) {
            if (node.known(order.peer.handle) == null) {
                if (order.kind != Kind.LIFT || !liftStale(order.peer.handle)) {
                    node.count(Counter.BANS_STALE);
                }
                continue;
            }
            switch (order.kind) {
                case BAN -> {
                    carryOutBan(order.peer);
                    connected |= node.isConnected(order.peer);
                }
                case DISCOURAGE -> {
                    if (!banned.containsKey(order.peer.handle)) {
                        carryOutDiscouragement(order.peer);
                    }
                }
                case LIFT -> {
                    banned.remove(order.peer.handle);
                    discouraged.remove(name(order.peer));
                    bannedBefore.remove(name(order.peer));
                    remembered.remove(name(order.peer));
                    order.peer.flag(PeerFlag.BANNED, false);
                    mark(order.peer, false);
                }
            }
        }
        orders.clear();
        return done + (connected ? closeBanned() : 0);
    }

    private boolean liftStale(long handle) {
        if (banned.remove(handle) != null) {
            return true;
        }
        for (Map.Entry<String, Long> each : discouraged.entrySet()) {
            if (each.getValue() == handle) {
                bannedBefore.remove(each.getKey());
                return discouraged.remove(each.getKey()) != null;
            }
        }
        return false;
    }

    private void carryOutBan(ReferencePeer peer) {
        boolean isNew = banned.remove(peer.handle) == null;
        if (discouraged.remove(name(peer)) == null && isNew) {
            remembered.remove(name(peer));
            makeRoom();
        }
        bannedBefore.remove(name(peer));
        banned.put(peer.handle, peer);
        peer.flag(PeerFlag.BANNED, true);
        mark(peer, false);
    }

    private void carryOutDiscouragement(ReferencePeer peer) {
        if (discouraged.remove(name(peer)) == null) {
            if (remembered.remove(name(peer))) {
                bannedBefore.add(name(peer));
            }
            makeRoom();
        }
        discouraged.put(name(peer), peer.handle);
        mark(peer, true);
    }

    /** If there is none, the oldest who is discouraged makes it, or else the oldest who is banned. */
    private void makeRoom() {
        if (banned.size() + discouraged.size() < most) {
            return;
        }
        node.count(Counter.PEER_BANS_DROPPED);
        if (discouraged.isEmpty()) {
            ReferencePeer oldest = banned.values().iterator().next();
            banned.remove(oldest.handle);
            oldest.flag(PeerFlag.BANNED, false);
            remember(name(oldest));
            return;
        }
        String name = discouraged.keySet().iterator().next();
        if (bannedBefore.remove(name)) {
            remember(name);
        }
        ReferencePeer oldest = node.known(discouraged.remove(name));
        if (oldest != null) {
            mark(oldest, false);
        }
    }

    private void remember(String name) {
        remembered.add(name);
        if (remembered.size() > node.config.bans().remembered()) {
            remembered.remove(remembered.iterator().next());
            node.count(Counter.OFFENDERS_FORGOTTEN);
        }
    }

    private static void mark(ReferencePeer peer, boolean on) {
        peer.dirty |= peer.discouraged != on;
        peer.discouraged = on;
    }

    private static String name(ReferencePeer peer) {
        return Arrays.toString(peer.id);
    }

    /** A peer is connected or offered: it may be a discouraged one that was given up. */
    void met(ReferencePeer peer) {
        if (!peer.discouraged && discouraged.containsKey(name(peer))) {
            peer.discouraged = true;
            discouraged.put(name(peer), peer.handle);
        }
    }

    private int closeBanned() {
        int closed = 0;
        for (ReferenceLink link : node.established()) {
            if (link.peer.has(PeerFlag.BANNED) && closings.command(link, CloseReason.BANNED)) {
                closed++;
            }
        }
        return closed;
    }
}
