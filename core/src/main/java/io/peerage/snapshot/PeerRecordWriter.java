/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.backoff.BackOffWord;
import io.peerage.hash.AddressPrefix;
import io.peerage.model.AddressBuffer;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.model.SnapshotItem;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.reputation.PeerScores;
import io.peerage.store.AddressTable;
import io.peerage.time.Deadlines;
import java.io.IOException;

/**
 * Writes what is known of a peer while other threads change it: each field as it was at a moment at which the peer was this peer, a back-off,
 * a score, an address and a record each whole. If the peer gives its place to another meanwhile, nothing is written.
 *
 * <p><b>Threading</b>: one thread, which need not be the owner's. <b>Complexity</b>: O(addresses). No allocation.
 */
final class PeerRecordWriter {
    private static final int NAMELESS_SHIFT = 48;
    private static final int SECOND = 1_000_000_000;
    private static final int MOST_BLOB_BYTES = 8_192;
    private static final int MOST_TRIES = 3;

    private final SnapshotParts parts;
    private final PeerTable peers;
    private final BlockWriter out;
    private final long[] written;
    private final long now;
    private final AddressBuffer addresses = new AddressBuffer();
    private final byte[] blob = new byte[MOST_BLOB_BYTES];
    private long backOff;
    private int score;
    private long groups0;
    private long groups1;

    PeerRecordWriter(SnapshotParts parts, BlockWriter out, long[] written, long now) {
        this.parts = parts;
        this.peers = parts.peers();
        this.out = out;
        this.written = written;
        this.now = now;
    }

    /** Writes all peers of which anything is known. */
    void writeAll() throws IOException {
        for (int peer = 0; peer < peers.capacity(); peer++) {
            long word = peers.columns().word(peer);
            if (PeerWord.isKnown(word) && !PeerWord.isSelf(word)) {
                write(peer, word);
            }
        }
    }

    private void write(int peer, long word) throws IOException {
        int generation = PeerWord.generation(word);
        long handle = peers.handles().handle(peer, generation);
        int known = collect(peer, word, generation, handle);
        if (known == 0) {
            return;
        }
        out.begin();
        int lengthAt = out.at();
        out.u8(0);
        int length = peers.copyId(handle, out.buffer(), out.at());
        if (length < 0) {
            out.cancel();
            return;
        }
        out.skip(length);
        out.patch(lengthAt, length);
        int flagsAt = out.at();
        out.u8(known);
        writeState(known);
        PeerOrigin origin =
                (known & SnapshotFormat.PEER_BOOK) == 0 ? null : addressTable().origin(handle);
        int kept = 0;
        if (origin != null) {
            writeAddresses(origin, goneFor(peer, word));
            kept = addressTable().hasKeyOrRecord(handle) ? writeBlobs(handle) : 0;
        } else {
            known &= ~SnapshotFormat.PEER_BOOK;
        }
        // What goes by the index alone was this peer's, if the peer is still known.
        if (peers.known(handle) < 0 || (known | kept) == 0) {
            out.cancel();
            return;
        }
        out.patch(flagsAt, known | kept);
        out.end();
        count(known | kept);
    }

    private AddressTable addressTable() {
        AddressTable table = parts.addresses();
        if (table == null) {
            throw new IllegalStateException("addresses of a manager without a book; this is a bug");
        }
        return table;
    }

    private int collect(int peer, long word, int generation, long handle) {
        int known = PeerWord.has(word, PeerFlag.PERSISTENT) ? SnapshotFormat.PEER_PERSISTENT : 0;
        backOff = PeerWord.isBackedOff(word) ? parts.dials().table().word(peer) : BackOffWord.NONE;
        if (backOff != BackOffWord.NONE) {
            known |= SnapshotFormat.PEER_BACK_OFF;
        }
        PeerScores scores = parts.scores();
        score = scores == null ? 0 : scores.own(peer, generation, now);
        if (score != 0) {
            known |= SnapshotFormat.PEER_SCORE;
        }
        groups0 = peers.groups().groups(peer, generation, 0);
        groups1 = peers.groups().groups(peer, generation, 1);
        if ((groups0 | groups1) != 0) {
            known |= SnapshotFormat.PEER_GROUPS;
        }
        AddressTable table = parts.addresses();
        if (table != null && table.readAll(handle, addresses) > 0) {
            known |= SnapshotFormat.PEER_BOOK;
        }
        return known;
    }

    private void writeState(int known) {
        if ((known & SnapshotFormat.PEER_BACK_OFF) != 0) {
            boolean givenUp = BackOffWord.isUnreachable(backOff, now);
            out.u16(BackOffWord.failures(backOff) | (givenUp ? SnapshotFormat.GIVEN_UP : 0));
            out.u48(SnapshotFormat.units(BackOffWord.remaining(backOff, now)));
        }
        if ((known & SnapshotFormat.PEER_SCORE) != 0) {
            out.u32(score);
        }
        if ((known & SnapshotFormat.PEER_GROUPS) != 0) {
            out.u64(groups0);
            out.u64(groups1);
        }
    }

    // The time of addresses counts from the last disconnect, which the next process doesn't know
    // of.
    private int goneFor(int peer, long word) {
        if (PeerWord.isConnected(word) || PeerWord.hasFallen(word)) {
            return 0;
        }
        long edge = peers.columns().lastEdge(peer);
        return edge == 0
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Deadlines.sinceStamp(edge, now) / SECOND);
    }

    private void writeAddresses(PeerOrigin origin, int goneFor) {
        out.u8(origin.ordinal());
        out.u8(addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            long hi = addresses.ipHi(i);
            long lo = addresses.ipLo(i);
            int attempt = addresses.secondsSinceAttempt(i);
            int success = addresses.secondsSinceSuccess(i);
            int bits = addresses.tier(i).ordinal() & SnapshotFormat.ADDRESS_TIER;
            bits |= addresses.isTried(i) ? SnapshotFormat.ADDRESS_TRIED : 0;
            bits |= family(hi, lo);
            bits |= attempt == AddressBuffer.NEVER ? 0 : SnapshotFormat.ADDRESS_ATTEMPTED;
            bits |= success == AddressBuffer.NEVER ? 0 : SnapshotFormat.ADDRESS_WORKED;
            bits |= isOwnSource(addresses.source(i), hi, lo) ? 0 : SnapshotFormat.ADDRESS_SOURCE;
            out.u8(addresses.length(i));
            out.u8(bits);
            out.u8(addresses.attempts(i));
            out.u32(Math.min(goneFor, Math.max(0, addresses.secondsSinceHeard(i))));
            if (attempt != AddressBuffer.NEVER) {
                out.u32(attempt);
            }
            if (success != AddressBuffer.NEVER) {
                out.u32(success);
            }
            if ((bits & SnapshotFormat.ADDRESS_V4) != 0) {
                out.u32((int) lo);
            } else if ((bits & SnapshotFormat.ADDRESS_V6) != 0) {
                out.u64(hi);
                out.u64(lo);
            }
            if ((bits & SnapshotFormat.ADDRESS_SOURCE) != 0) {
                out.u64(addresses.source(i));
            }
            out.bytes(addresses.bytes(), addresses.offset(i), addresses.length(i));
        }
    }

    private static int family(long hi, long lo) {
        if (AddressPrefix.isNone(hi, lo)) {
            return 0;
        }
        return AddressPrefix.isV4(hi, lo) ? SnapshotFormat.ADDRESS_V4 : SnapshotFormat.ADDRESS_V6;
    }

    // The group of an address without an IP depends on this process's secret.
    private static boolean isOwnSource(long source, long hi, long lo) {
        return AddressPrefix.isNone(hi, lo)
                ? source >>> NAMELESS_SHIFT != 0
                : source == AddressPrefix.netgroup(hi, lo);
    }

    private int writeBlobs(long peer) {
        int kept = 0;
        AddressTable table = addressTable();
        int key = table.readKey(peer, blob);
        if (key > 0) {
            out.u16(key);
            out.bytes(blob, 0, key);
            kept |= SnapshotFormat.PEER_KEY;
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            long sequence = table.recordSequence(peer);
            int length = table.readRecord(peer, blob);
            if (length <= 0) {
                break;
            }
            // Else another came in between.
            if (table.recordSequence(peer) == sequence) {
                out.u64(sequence);
                out.u16(length);
                out.bytes(blob, 0, length);
                return kept | SnapshotFormat.PEER_RECORD;
            }
        }
        return kept;
    }

    private void count(int known) {
        written[SnapshotItem.PEERS.ordinal()]++;
        add(known, SnapshotFormat.PEER_PERSISTENT, SnapshotItem.PERSISTENT, 1);
        add(known, SnapshotFormat.PEER_BACK_OFF, SnapshotItem.BACK_OFFS, 1);
        add(known, SnapshotFormat.PEER_SCORE, SnapshotItem.SCORES, 1);
        add(known, SnapshotFormat.PEER_GROUPS, SnapshotItem.GROUPS, 1);
        add(known, SnapshotFormat.PEER_BOOK, SnapshotItem.ADDRESSES, addresses.size());
        add(known, SnapshotFormat.PEER_KEY, SnapshotItem.KEYS, 1);
        add(known, SnapshotFormat.PEER_RECORD, SnapshotItem.RECORDS, 1);
    }

    private void add(int known, int flag, SnapshotItem item, int count) {
        if ((known & flag) != 0) {
            written[item.ordinal()] += count;
        }
    }
}
