/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.ManagerConfig;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/** Bans of the reference manager: ordered by anybody, carried out by its tick. For times that are short beside a ban's. */
final class ReferenceBans {
    private static final long LOOK = 1_000_000_000L;
    private static final int PATIENCE = 6;

    private final ReferenceManager manager;
    private final NanoClock clock;
    private final int most;
    private final List<Order> orders = new ArrayList<>();
    // The oldest first.
    private final Map<Long, ReferencePeer> banned = new LinkedHashMap<>();
    private int awaited;
    private long nextLook;

    ReferenceBans(ReferenceManager manager, ManagerConfig config, NanoClock clock) {
        this.manager = manager;
        this.clock = clock;
        this.most = Math.min(config.bans().peers(), Math.max(1, config.peers() / 4));
    }

    void order(ReferencePeer peer, boolean ban) {
        flag(peer, ban);
        orders.add(new Order(peer, ban));
    }

    private static void flag(ReferencePeer peer, boolean on) {
        if (peer.has(PeerFlag.BANNED) != on) {
            peer.dirty = true;
        }
        if (on) {
            peer.flags.add(PeerFlag.BANNED);
        } else {
            peer.flags.remove(PeerFlag.BANNED);
        }
    }

    /** Takes for closed what was commanded long ago, carries out orders, closes what they ban; how many things were done. */
    int tick() {
        int done = look() + orders.size();
        boolean connected = false;
        for (Order order : orders) {
            if (!manager.isKnown(order.peer)) {
                boolean lifted = !order.ban && banned.remove(order.peer.handle) != null;
                if (!lifted) {
                    manager.count(Counter.BANS_STALE);
                }
            } else if (order.ban) {
                ban(order.peer);
                connected |= manager.isConnected(order.peer);
            } else {
                banned.remove(order.peer.handle);
                flag(order.peer, false);
            }
        }
        orders.clear();
        return done + (connected ? closeBanned() : 0);
    }

    private void ban(ReferencePeer peer) {
        if (banned.remove(peer.handle) == null && banned.size() == most) {
            ReferencePeer oldest = banned.values().iterator().next();
            banned.remove(oldest.handle);
            flag(oldest, false);
            manager.count(Counter.PEER_BANS_DROPPED);
        }
        banned.put(peer.handle, peer);
        flag(peer, true);
    }

    private int closeBanned() {
        int closed = 0;
        for (ReferenceLink link : manager.established()) {
            if (link.peer.has(PeerFlag.BANNED) && !link.doomed) {
                if (awaited == 0) {
                    nextLook = clock.nanoTime() + LOOK;
                }
                awaited++;
                link.doomed = true;
                closed++;
                manager.command(link, CloseReason.BANNED);
            }
        }
        return closed;
    }

    private int look() {
        if (awaited == 0 || nextLook - clock.nanoTime() > 0) {
            return 0;
        }
        nextLook = clock.nanoTime() + LOOK;
        awaited = 0;
        int forced = 0;
        for (ReferenceLink link : manager.established()) {
            if (link.doomed && ++link.looks < PATIENCE) {
                awaited++;
            } else if (link.doomed) {
                manager.force(link, CloseReason.BANNED);
                forced++;
            }
        }
        return forced;
    }

    private record Order(ReferencePeer peer, boolean ban) {}
}
