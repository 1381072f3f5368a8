/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.PrefixLadder;
import io.peerage.ban.BanKeeper;
import io.peerage.ban.BanMarks;
import io.peerage.ban.BanOrders;
import io.peerage.ban.BanSweep;
import io.peerage.ban.BanTable;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.flight.FlightLog;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import org.jspecify.annotations.Nullable;

/**
 * The owner's part of bans: carries out what was ordered, ends what is over, and closes what a new ban has found open.
 *
 * <p>Connections of a banned prefix are found by the prefix limits' counts: those of a width that no limit counts, and those
 * of trusted and exempt addresses, stay open.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(orders + bans that are over), and one look at all slots in a
 * round that has banned somebody who may be connected. No allocation. <b>Origin</b>: features G1 to G4.
 */
@OwnerThread
public final class BanRound {
    private static final int MOST_ENDED = 1_000;
    private static final int MOST_CELLS = 64;

    private final BanOrders orders;
    private final BanTable table;
    private final BanMarks marks;
    private final BanKeeper keeper;
    private final BanSweep sweep;
    private final PeerTable peers;
    private final PeerStates states;
    private final ConnectionTable connections;
    private final PrefixLadder ladder;
    private final @Nullable ConnectionFacts facts;
    private final AdmissionControl admission;
    private final Closings closings;
    private final StripedCounters counters;
    private final FlightLog flight;
    private final int[] cells = new int[MOST_CELLS];
    private final long[] prefixes = new long[MOST_CELLS];
    private final long[] keys = new long[MOST_CELLS];
    // Of each cell, how many connections it counted before the look, and how many of them the look
    // hasn't settled.
    private final int[] unsettled = new int[MOST_CELLS];
    private int cellCount;
    // The first of them, which wait since an earlier look.
    private int waiting;
    private long now;
    private boolean bannedConnected;

    /** Rounds over these. */
    public BanRound(
            BanOrders orders,
            BanTable table,
            BanMarks marks,
            PeerTable peers,
            PeerStates states,
            ConnectionTable connections,
            PrefixLadder ladder,
            @Nullable ConnectionFacts facts,
            AdmissionControl admission,
            Closings closings,
            StripedCounters counters,
            FlightLog flight) {
        this.orders = orders;
        this.table = table;
        this.marks = marks;
        this.keeper = marks.keeper();
        this.sweep = new BanSweep(keeper);
        this.peers = peers;
        this.states = states;
        this.connections = connections;
        this.ladder = ladder;
        this.facts = facts;
        this.admission = admission;
        this.closings = closings;
        this.counters = counters;
        this.flight = flight;
    }

    /** The bytes of memory that the round takes. */
    public long bytes() {
        return keeper.bytes() + 24L * cells.length;
    }

    /** One round; how many things were done. */
    int run(long at) {
        now = at;
        int done = 0;
        // What comes in meanwhile is for the next round.
        for (int most = orders.capacity(); most > 0 && orders.isReady(); most--) {
            carryOut();
            orders.advance();
            done++;
        }
        return done + closeBanned() + sweep.sweep(now, MOST_ENDED);
    }

    private void carryOut() {
        switch (orders.kind()) {
            case BAN_PREFIX -> {
                keeper.banPrefix(orders.ipHi(), orders.ipLo(), orders.bits(), orders.reason(), now);
                flight.prefixBanned(orders.ipHi(), orders.ipLo(), orders.bits(), orders.reason());
                close(orders.ipHi(), orders.ipLo(), orders.bits());
            }
            case DISCOURAGE_PREFIX ->
                    keeper.discouragePrefix(
                            orders.ipHi(), orders.ipLo(), orders.bits(), orders.reason(), now);
            case LIFT_PREFIX -> keeper.liftPrefix(orders.ipHi(), orders.ipLo(), orders.bits());
            case NOTHING -> {
                // Who took the place was told that the peer is unknown.
            }
            default -> carryOutForPeer();
        }
    }

    private void carryOutForPeer() {
        long peer = orders.peer();
        boolean known =
                switch (orders.kind()) {
                    case BAN_PEER -> ban(peer, orders.ipHi(), orders.ipLo(), orders.reason());
                    case DISCOURAGE_PEER -> marks.discourage(peer, orders.reason(), now);
                    default -> marks.lift(peer);
                };
        if (!known) {
            counters.addOwned(Counter.BANS_STALE.ordinal(), 1);
        }
    }

    private boolean ban(long peer, long hi, long lo, BanReason reason) {
        boolean prefixWas = table.isAddressBanned(hi, lo, now);
        if (!marks.ban(peer, hi, lo, reason, now)) {
            return false;
        }
        flight.banned(peer, hi, lo, reason, now);
        bannedConnected |= PeerWord.isConnected(peers.known(peer));
        if (!prefixWas && table.isAddressBanned(hi, lo, now)) {
            flight.prefixBanned(hi, lo, table.countedBits(hi, lo), reason);
            close(hi, lo, table.countedBits(hi, lo));
        }
        return true;
    }

    private void close(long hi, long lo, int bits) {
        table.prefixBanMade();
        long prefix = ladder.prefix(hi, lo, bits);
        int cell = ladder.cell(prefix);
        if (cell == 0) {
            return;
        }
        if (cellCount == MOST_CELLS) {
            closeBanned();
        }
        if (cellCount == MOST_CELLS) {
            // Whoever is still being admitted in each of them; those looked at longest ago make
            // room.
            cellCount = 0;
            for (int i = 1; i < MOST_CELLS; i++) {
                keep(i);
            }
            waiting = cellCount;
        }
        keys[cellCount] = table.prefixKey(hi, lo, bits);
        prefixes[cellCount] = prefix;
        cells[cellCount++] = cell;
    }

    /** Bans a peer whose score is too low, unless it is banned; its connections are closed by {@link #finish}. */
    void banForScore(long peer) {
        long word = peers.known(peer);
        if (word < 0 || PeerWord.has(word, PeerFlag.BANNED)) {
            return;
        }
        int slot = PeerWord.isConnected(word) ? slotOf(peers.handles().index(peer)) : -1;
        long hi = slot < 0 || facts == null ? 0 : facts.ipHi(slot);
        long lo = slot < 0 || facts == null ? 0 : facts.ipLo(slot);
        ban(peer, hi, lo, BanReason.LOW_SCORE);
    }

    private int slotOf(int peer) {
        for (int slot = 0; facts != null && slot < connections.capacity(); slot++) {
            if (connections.peer(slot) == peer
                    && ConnectionWord.state(connections.word(slot)) == ConnectionWord.ESTABLISHED) {
                return slot;
            }
        }
        return -1;
    }

    /** Closes what was banned since the round's beginning; how many connections. */
    int finish() {
        return closeBanned();
    }

    private int closeBanned() {
        keepBanned();
        if (!bannedConnected && cellCount == 0) {
            return 0;
        }
        for (int i = 0; i < cellCount; i++) {
            // Read before the look: who leaves during it is found, or no longer there to be found.
            unsettled[i] = ladder.count(prefixes[i]);
        }
        boolean again = false;
        int closed = 0;
        for (int slot = 0; slot < connections.capacity(); slot++) {
            long word = connections.word(slot);
            int state = ConnectionWord.state(word);
            if (state == ConnectionWord.FREE) {
                continue;
            }
            int cell = bannedCell(slot);
            boolean settled = true;
            if (state == ConnectionWord.ESTABLISHED) {
                if (isOfBannedPeer(slot) || cell >= 0) {
                    // Otherwise what was read of it may be its successor's.
                    settled = connections.word(slot) == word;
                    closed += settled && close(slot, word) ? 1 : 0;
                }
            } else if (state == ConnectionWord.PENDING && cell >= 0) {
                // A handshake or a dial: whoever establishes it hears that its ticket has ended.
                settled = admission.revoke(slot, word);
                closed += settled ? 1 : 0;
            } else if (state == ConnectionWord.COMMITTING) {
                // It is open at the next look, with somebody to be told to close it. Its peer may
                // have been let in just before the ban, and is not noted yet.
                settled = false;
                again |= bannedConnected;
            }
            if (cell >= 0 && settled) {
                unsettled[cell]--;
            }
        }
        bannedConnected = again;
        keepUnsettled();
        return closed;
    }

    private boolean close(int slot, long word) {
        return closings.close(slot, ConnectionWord.generation(word), CloseReason.BANNED);
    }

    // None that waits for a ban that is over or lifted: who has come in since is none of its
    // business.
    private void keepBanned() {
        int before = cellCount;
        int waited = waiting;
        cellCount = 0;
        waiting = 0;
        for (int i = 0; i < before; i++) {
            if (i >= waited) {
                keep(i);
            } else if (table.isPrefixBanned(keys[i], now)) {
                keep(i);
                waiting++;
            }
        }
    }

    // Looked at again at the next tick: whoever was counted before the ban came, and had no ticket
    // yet.
    private void keepUnsettled() {
        int before = cellCount;
        cellCount = 0;
        for (int i = 0; i < before; i++) {
            if (unsettled[i] > 0) {
                keep(i);
            }
        }
        waiting = cellCount;
    }

    private void keep(int i) {
        cells[cellCount] = cells[i];
        prefixes[cellCount] = prefixes[i];
        keys[cellCount++] = keys[i];
    }

    private boolean isOfBannedPeer(int slot) {
        int peer = connections.peer(slot);
        return bannedConnected && peer >= 0 && PeerWord.has(states.word(peer), PeerFlag.BANNED);
    }

    // The place in the list of the cell that counts it; −1 if none does.
    private int bannedCell(int slot) {
        for (int i = 0; i < cellCount; i++) {
            // An empty cell may be another prefix's by now; one that a connection is counted in
            // isn't.
            if (PrefixLadder.isCountedIn(connections, slot, cells[i])
                    && ladder.cell(prefixes[i]) == cells[i]) {
                return i;
            }
        }
        return -1;
    }
}
