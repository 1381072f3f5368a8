/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BanConfig;
import io.peerage.model.BanReason;
import io.peerage.model.PeerFlag;
import io.peerage.model.RestoreDrop;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import org.jspecify.annotations.Nullable;

/**
 * Bans peers by their handles, and keeps what every thread sees of known peers in step: the flag of banned ones, and the mark
 * of discouraged ones.
 *
 * <p>A banned peer can't be given up, so that its handle stays good; a discouraged one can, and is recognised when it is met
 * again.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: as {@link BanKeeper}, no allocation. <b>Origin</b>: features G1,
 * G2, G4.
 */
@OwnerThread
public final class BanMarks {
    private static final int MOST_ID_BYTES = 64;

    private final BanTable table;
    private final BanKeeper keeper;
    private final Discouraged discouraged;
    private final PeerTable peers;
    private final PeerStates states;
    private final byte[] id = new byte[MOST_ID_BYTES];
    private int idLength;

    /**
     * Marks of these peers, of a table that is still empty.
     *
     * @param idBytes the longest id, to be written to snapshots; 0 if there are to be none
     */
    public BanMarks(
            BanConfig config,
            int idBytes,
            BanTable table,
            Discouraged discouraged,
            PeerTable peers,
            PeerStates states,
            StripedCounters counters,
            long now) {
        this.table = table;
        this.discouraged = discouraged;
        this.peers = peers;
        this.states = states;
        this.keeper =
                new BanKeeper(
                        config, idBytes, table, counters, now, (key, peer, dropped) -> over(peer));
    }

    /** What keeps the bans. */
    public BanKeeper keeper() {
        return keeper;
    }

    /** Bans a peer that was seen at an address, both words 0 for none; false if the handle is stale. */
    public boolean ban(long peer, long hi, long lo, BanReason reason, long now) {
        long key = key(peer);
        if (key == 0) {
            return false;
        }
        keeper.banPeer(key, hi, lo, peer, reason, now);
        keeper.id(key, id, idLength);
        // Set by whoever ordered it already, but an earlier ban may have ended since.
        states.flag(peer, PeerFlag.BANNED, true);
        mark(peer, false);
        return true;
    }

    /** Discourages a peer, unless it is banned; false if the handle is stale. */
    public boolean discourage(long peer, BanReason reason, long now) {
        long key = key(peer);
        if (key == 0) {
            return false;
        }
        long word = keeper.discouragePeer(key, peer, reason, now);
        keeper.id(key, id, idLength);
        if (BanWord.isDiscouraged(word, now)) {
            mark(peer, true);
        }
        return true;
    }

    /** Takes back the ban of a peer, which is known, from before a restart; null, or why not. */
    public @Nullable RestoreDrop restoreBan(long peer, long hi, long lo, long word, long now) {
        long key = key(peer);
        RestoreDrop drop = keeper.restorePeer(key, hi, lo, peer, word, now);
        if (drop != null) {
            return drop;
        }
        keeper.id(key, id, idLength);
        states.flag(peer, PeerFlag.BANNED, true);
        return null;
    }

    /** Takes back that a peer, known or not, was discouraged before a restart; null, or why not. */
    public @Nullable RestoreDrop restoreDiscouraged(
            byte[] peerId, int length, long word, long now) {
        long key = table.peerKey(peerId, 0, length);
        RestoreDrop drop = keeper.restorePeer(key, 0, 0, 0, word, now);
        if (drop == null) {
            keeper.id(key, peerId, length);
        }
        return drop;
    }

    /** Lifts what stands against a peer; false if the handle is stale and nothing did. */
    public boolean lift(long peer) {
        long key = key(peer);
        if (key == 0) {
            // Lifted, which it was at once for all others, and given up before the owner came to
            // it.
            return keeper.liftTagged(peer);
        }
        keeper.liftPeer(key);
        // Also if nothing stood against it but the flag, which is set before the owner comes to the
        // ban.
        states.flag(peer, PeerFlag.BANNED, false);
        return true;
    }

    /** A peer has become connected, or was offered as a candidate: it may be a discouraged one that was given up. */
    public void met(int peer, long word, long now) {
        if (!keeper.hasDiscouragedPeers() || discouraged.contains(peer)) {
            return;
        }
        long handle = peers.handles().handle(peer, PeerWord.generation(word));
        long key = key(handle);
        if (key != 0 && BanWord.isDiscouraged(table.peer(key), now)) {
            discouraged.mark(peer, true);
            keeper.retagPeer(key, handle);
        }
    }

    /** The index of a peer was recycled. */
    public void recycled(int peer) {
        if (discouraged.contains(peer)) {
            discouraged.mark(peer, false);
        }
    }

    private void over(long peer) {
        if (states.flag(peer, PeerFlag.BANNED, false)) {
            mark(peer, false);
        }
    }

    private void mark(long peer, boolean on) {
        int index = peers.handles().index(peer);
        if (discouraged.contains(index) != on) {
            discouraged.mark(index, on);
            states.touch(peer);
        }
    }

    // 0 if the handle is stale.
    private long key(long peer) {
        idLength = peers.copyId(peer, id, 0);
        return idLength < 0 ? 0 : table.peerKey(id, 0, idLength);
    }
}
