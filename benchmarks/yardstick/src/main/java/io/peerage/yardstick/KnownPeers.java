/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.peerage.model.Result;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The peers by id, and by a small number that callers refer to them by. Any thread.
 *
 * <p>The capacity is looked at before a peer is added, so that racing registrations can exceed it.
 */
final class KnownPeers {
    private final ConcurrentHashMap<PeerId, Peer> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Peer> byReference = new ConcurrentHashMap<>();
    private final AtomicLong nextReference = new AtomicLong();
    private final Queue<Long> freeReferences = new ConcurrentLinkedQueue<>();
    private final int capacity;

    KnownPeers(int capacity) {
        this.capacity = capacity;
    }

    @Nullable Peer get(PeerId id) {
        return byId.get(id);
    }

    @Nullable Peer get(long reference) {
        return byReference.get(reference);
    }

    Collection<Peer> all() {
        return byId.values();
    }

    /** The peer with this id, which becomes known if it isn't; null if there is no room. */
    @Nullable Peer known(PeerId id) {
        Peer peer = byId.get(id);
        if (peer != null || byId.mappingCount() >= capacity) {
            return peer;
        }
        return byId.computeIfAbsent(id, this::add);
    }

    private Peer add(PeerId id) {
        Long free = freeReferences.poll();
        Peer added = new Peer(id, free != null ? free : nextReference.incrementAndGet());
        byReference.put(added.reference, added);
        return added;
    }

    Result release(Peer peer) {
        synchronized (peer) {
            if (peer.released) {
                return Result.UNKNOWN_PEER;
            }
            if (peer.dialing || peer.isConnected()) {
                return Result.PEER_IN_USE;
            }
            peer.released = true;
            byId.remove(peer.id, peer);
            byReference.remove(peer.reference, peer);
        }
        freeReferences.add(peer.reference);
        return Result.RELEASED;
    }
}
