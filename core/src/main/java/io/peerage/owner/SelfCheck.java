/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.Gauges;
import io.peerage.admission.PrefixLadder;
import io.peerage.admission.TotalLimits;
import io.peerage.concurrent.OwnerThread;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.dial.DialLoop;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts everything again from the connection slots and compares it with what the other structures say.
 *
 * <p><b>Threading</b>: owner thread, while no other thread changes anything; during changes it may report differences that
 * are none. <b>Complexity</b>: O(peers + slots), allocates. <b>Origin</b>: Bitcoin Core's {@code CheckAddrman}.
 */
@OwnerThread
public final class SelfCheck {
    private final PeerTable peers;
    private final PeerStates states;
    private final ConnectionTable connections;
    private final TotalLimits totals;
    private final PrefixLadder ladder;
    private final Gauges gauges;
    private final @Nullable DialLoop loop;
    private final @Nullable BookRound book;

    /** A check of these. */
    public SelfCheck(
            PeerTable peers,
            PeerStates states,
            ConnectionTable connections,
            TotalLimits totals,
            PrefixLadder ladder,
            Gauges gauges,
            @Nullable DialLoop loop,
            @Nullable BookRound book) {
        this.peers = peers;
        this.states = states;
        this.connections = connections;
        this.totals = totals;
        this.ladder = ladder;
        this.gauges = gauges;
        this.loop = loop;
        this.book = book;
    }

    /** What disagrees, one sentence each; empty if all agrees. */
    public List<String> run() {
        List<String> found = new ArrayList<>();
        Recount recount = recountSlots();
        recount.compare(found);
        compareLimits(found, recount);
        comparePeers(found, recount);
        if (loop != null) {
            loop.check(found);
        }
        if (book != null) {
            book.check(found);
        }
        return found;
    }

    private Recount recountSlots() {
        Recount recount = new Recount(peers.capacity());
        for (int slot = 0; slot < connections.capacity(); slot++) {
            recount.add(connections.word(slot), connections, slot);
        }
        return recount;
    }

    private void compareLimits(List<String> found, Recount recount) {
        differ(found, "free connection slots", connections.countFree(), recount.free);
        differ(found, "inbound places taken", totals.taken(true), recount.heldInbound);
        differ(found, "outbound places taken", totals.taken(false), recount.heldOutbound);
        differ(found, "pending inbound places taken", totals.pending(true), recount.pendingInbound);
        differ(
                found,
                "pending outbound places taken",
                totals.pending(false),
                recount.pendingOutbound);
        differ(found, "trusted places taken", totals.trusted(), recount.trusted);
        differ(found, "prefix counts", ladder.sum(), recount.prefixCells);
        differ(found, "established inbound", gauges.inbound(), recount.established[0]);
        differ(found, "established outbound", gauges.outbound(), recount.established[1]);
    }

    private void comparePeers(List<String> found, Recount recount) {
        int live = 0;
        int connected = 0;
        for (int peer = 0; peer < peers.capacity(); peer++) {
            long word = peers.columns().word(peer);
            live += PeerWord.isLive(word) ? 1 : 0;
            connected += PeerWord.isConnected(word) ? 1 : 0;
            if (PeerWord.inbound(word) != recount.inbound[peer]
                    || PeerWord.outbound(word) != recount.outbound[peer]) {
                found.add(
                        "peer index "
                                + peer
                                + " says "
                                + PeerWord.inbound(word)
                                + " inbound and "
                                + PeerWord.outbound(word)
                                + " outbound, its slots say "
                                + recount.inbound[peer]
                                + " and "
                                + recount.outbound[peer]);
            }
            if (PeerWord.isDialing(word) != recount.dialing[peer]) {
                found.add(
                        "peer index "
                                + peer
                                + " dialing is "
                                + PeerWord.isDialing(word)
                                + ", its slots say "
                                + recount.dialing[peer]);
            }
            if (PeerWord.isConnected(word) && !states.isWalked(peer)) {
                found.add(
                        "peer index "
                                + peer
                                + " is connected, and walks over connected peers leave it out");
            }
        }
        differ(found, "peers in the index", peers.countIndexed(), live);
        differ(found, "free peer slots", peers.countFree(), peers.capacity() - live);
        differ(found, "connected peers", gauges.connectedPeers(), connected);
    }

    private static void differ(List<String> found, String what, long said, long counted) {
        if (said != counted) {
            found.add(what + ": " + said + " by its own count, " + counted + " counted again");
        }
    }

    /** What the connection slots say. */
    private static final class Recount {
        final int[] inbound;
        final int[] outbound;
        final boolean[] dialing;
        final int[] established = new int[2];
        int free;
        int heldInbound;
        int heldOutbound;
        int pendingInbound;
        int pendingOutbound;
        int trusted;
        long prefixCells;
        int unsettled;

        Recount(int peers) {
            inbound = new int[peers];
            outbound = new int[peers];
            dialing = new boolean[peers];
        }

        void add(long word, ConnectionTable connections, int slot) {
            int state = ConnectionWord.state(word);
            if (state == ConnectionWord.FREE) {
                free++;
                return;
            }
            boolean inward = ConnectionWord.isInbound(word);
            int peer = connections.peer(slot);
            if (state == ConnectionWord.ESTABLISHED) {
                (inward ? inbound : outbound)[peer]++;
                established[inward ? 0 : 1]++;
            } else if (state == ConnectionWord.PENDING && !inward) {
                dialing[peer] = true;
            } else if (state == ConnectionWord.COMMITTING || state == ConnectionWord.CLOSING) {
                unsettled++;
            }
            addHeld(word, inward);
            for (int level = 0; level < 3; level++) {
                prefixCells += connections.prefixCell(slot, level) >= 0 ? 1 : 0;
            }
        }

        private void addHeld(long word, boolean inward) {
            int direction = ConnectionWord.has(word, ConnectionWord.HOLDS_DIRECTION) ? 1 : 0;
            int pending = ConnectionWord.has(word, ConnectionWord.HOLDS_PENDING) ? 1 : 0;
            heldInbound += inward ? direction : 0;
            heldOutbound += inward ? 0 : direction;
            pendingInbound += inward ? pending : 0;
            pendingOutbound += inward ? 0 : pending;
            trusted += ConnectionWord.has(word, ConnectionWord.HOLDS_TRUSTED) ? 1 : 0;
        }

        void compare(List<String> found) {
            if (unsettled > 0) {
                found.add(
                        unsettled
                                + " connection slots are in the hands of another thread; check at rest");
            }
        }
    }
}
