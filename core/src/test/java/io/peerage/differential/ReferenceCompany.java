/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Who is known, who is connected, and who is pinned; times in half-lives. Guarded by its keeper. */
final class ReferenceCompany {
    final Map<Long, KnownPeer> peers = new LinkedHashMap<>();
    final Map<Long, OpenLink> links = new LinkedHashMap<>();
    final Map<Integer, Long> pinned = new HashMap<>();
    int now;
    private long handles = 1;

    // Peers

    /** The peer with this id, given up or not; a new one if there is none, to be told to somebody. */
    KnownPeer withId(int id, Consumer<KnownPeer> begun) {
        KnownPeer peer = withId(id);
        if (peer == null) {
            peer = new KnownPeer(handles++, id);
            peers.put(peer.handle, peer);
            begun.accept(peer);
        }
        return peer;
    }

    KnownPeer withId(int id) {
        return peers.values().stream().filter(peer -> peer.id == id).findAny().orElse(null);
    }

    /** The peer of this handle; null if it was given up, or never was. */
    KnownPeer known(long handle) {
        KnownPeer peer = peers.get(handle);
        return peer == null || peer.retired ? null : peer;
    }

    int change(long handle, ToIntFunction<KnownPeer> change) {
        KnownPeer peer = known(handle);
        return peer == null ? Result.UNKNOWN_PEER.code() : change.applyAsInt(peer);
    }

    int done(long handle, Consumer<KnownPeer> change) {
        return change(
                handle,
                peer -> {
                    change.accept(peer);
                    return Result.DONE.code();
                });
    }

    int release(long handle) {
        return change(
                handle,
                peer -> {
                    boolean wanted =
                            peer.has(PeerFlag.PERSISTENT)
                                    || peer.has(PeerFlag.PROTECTED)
                                    || peer.has(PeerFlag.BANNED);
                    if (wanted || link(peer) != null) {
                        return Result.PEER_IN_USE.code();
                    }
                    peer.retired = true;
                    peer.dirty = true;
                    return Result.RELEASED.code();
                });
    }

    // Connections

    OpenLink link(KnownPeer peer) {
        return links.values().stream().filter(link -> link.peer == peer).findAny().orElse(null);
    }

    List<OpenLink> open() {
        return List.copyOf(links.values());
    }

    /** The outcome of a handshake of a peer; its link is the newest then. */
    int open(KnownPeer peer, IpAddress address) {
        if (peer.has(PeerFlag.BANNED)) {
            return Result.BANNED.code();
        }
        if (link(peer) != null) {
            return Result.PEER_LIMIT.code();
        }
        OpenLink link = new OpenLink(handles++, peer, address);
        links.put(link.handle, link);
        peer.leftAlone = null;
        peer.rose = true;
        peer.dirty = true;
        return Outcome.of(Result.FIRST_CONNECTION, 1);
    }

    long newest() {
        return handles - 1;
    }

    int close(long handle) {
        OpenLink link = links.remove(handle);
        if (link == null) {
            return (handle > 0 ? Result.ALREADY_CLOSED : Result.UNKNOWN_CONNECTION).code();
        }
        link.peer.fell = true;
        link.peer.dirty = true;
        return Outcome.of(Result.LAST_CONNECTION, 0);
    }

    /** Forgets everybody; handles go on. */
    void clear() {
        peers.clear();
        links.clear();
        pinned.clear();
    }
}
