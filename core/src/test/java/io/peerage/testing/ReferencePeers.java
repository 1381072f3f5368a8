/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Who is known: registering, giving up, flags, groups, tags; and what listeners are told. Guarded by its manager. */
final class ReferencePeers {
    private final ReferenceNode node;
    private final int capacity;
    private long next = 1;

    ReferencePeers(ReferenceNode node, int capacity) {
        this.node = node;
        this.capacity = capacity;
    }

    long register(byte[] id) {
        ReferencePeer known = node.withId(id);
        if (known != null) {
            known.retired = false;
            return known.handle;
        }
        if (node.peers.size() >= capacity) {
            return Result.PEER_TABLE_FULL.code();
        }
        ReferencePeer peer = new ReferencePeer(next++, id.clone());
        node.peers.put(peer.handle, peer);
        node.count(Counter.PEERS_REGISTERED);
        return peer.handle;
    }

    int release(long handle) {
        ReferencePeer peer = node.known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        boolean wanted =
                peer.has(PeerFlag.PERSISTENT)
                        || peer.has(PeerFlag.PROTECTED)
                        || peer.has(PeerFlag.BANNED);
        if (peer.self || wanted || node.isConnected(peer) || node.isDialing(peer)) {
            return Result.PEER_IN_USE.code();
        }
        peer.retired = true;
        peer.dirty = true;
        return Result.RELEASED.code();
    }

    private int change(long handle, Consumer<ReferencePeer> change) {
        ReferencePeer peer = node.known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        change.accept(peer);
        return Result.DONE.code();
    }

    int setFlag(long handle, PeerFlag flag, boolean on) {
        return change(handle, peer -> peer.flag(flag, on));
    }

    int setGroup(long handle, int group, boolean member) {
        return change(handle, peer -> put(peer.groups, group, member));
    }

    private static void put(Set<Integer> groups, int group, boolean member) {
        if (member) {
            groups.add(group);
        } else {
            groups.remove(group);
        }
    }

    int putTag(long handle, int value) {
        return change(handle, peer -> peer.tag = value);
    }

    int forgive(long handle) {
        return change(
                handle,
                peer -> {
                    peer.dirty |= peer.backOff.noted;
                    peer.backOff.forget();
                });
    }

    int learnSelf(long handle) {
        return change(
                handle,
                peer -> {
                    peer.self = true;
                    peer.dirty = true;
                });
    }

    /** Tells what has changed, and gives the places of those who were given up away; of how many peers. */
    int dispatch(Consumer<ReferencePeer> met, Consumer<ReferencePeer> gone) {
        List<ReferencePeer> due = node.peers.values().stream().filter(peer -> peer.dirty).toList();
        for (ReferencePeer peer : due) {
            boolean connected = node.isConnected(peer);
            backOff(peer, connected);
            if (peer.rises > 0 && !peer.retired) {
                met.accept(peer);
            }
            peer.tell(connected, node.now(), node.listener);
            if (peer.retired) {
                node.peers.remove(peer.handle);
                node.count(Counter.PEERS_RECYCLED);
                gone.accept(peer);
            }
        }
        return due.size();
    }

    private void backOff(ReferencePeer peer, boolean connected) {
        boolean persistent = peer.has(PeerFlag.PERSISTENT);
        long now = node.now();
        if (peer.awaitsFall(connected) && (peer.backOff.noted || persistent)) {
            peer.backOff.ended(node.policy(peer), Math.max(0, now - peer.lastEdge), now);
        }
        if (persistent) {
            peer.backOff.shorten(node.policy(peer).longestNanos(), now);
        }
    }
}
