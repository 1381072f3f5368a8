/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.backoff.BackOffWord;
import io.peerage.model.PeerFlag;
import io.peerage.model.RestoreDrop;
import io.peerage.model.RestoreReport;
import io.peerage.model.Result;
import io.peerage.model.SnapshotItem;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.reputation.PeerScores;
import io.peerage.store.AddressBook;
import io.peerage.time.Deadlines;

/**
 * Puts what was read of a peer into a manager that nobody else has yet.
 *
 * <p>A peer is registered only if something is left of it: it is always wanted, waits or has failed, has a score, or has an address that
 * there is room for.
 *
 * <p><b>Threading</b>: the thread that builds the manager. <b>Complexity</b>: O(addresses), no allocation.
 */
final class PeerRestorer {
    private static final int GROUPS = 64;

    private final SnapshotParts parts;
    private final PeerTable peers;
    private final RestoreReport.Tally tally;
    private final long passedNanos;
    private final long now;

    PeerRestorer(SnapshotParts parts, RestoreReport.Tally tally, long passedNanos, long now) {
        this.parts = parts;
        this.peers = parts.peers();
        this.tally = tally;
        this.passedNanos = passedNanos;
        this.now = now;
    }

    /** The handle of a peer, which becomes known if it isn't; 0, and counted as dropped, if it can't. */
    long register(byte[] id, int length) {
        if (length < 1 || length > peers.idBytes()) {
            tally.drop(length < 1 ? RestoreDrop.MALFORMED : RestoreDrop.TOO_LONG);
            return 0;
        }
        long peer = peers.register(id, 0, length);
        if (peer < 0) {
            tally.drop(RestoreDrop.NO_ROOM);
            return 0;
        }
        if (PeerWord.isSelf(peers.known(peer))) {
            tally.drop(RestoreDrop.SELF);
            return 0;
        }
        return peer;
    }

    boolean isKnown(byte[] id, int length) {
        return length >= 1
                && length <= peers.idBytes()
                && peers.lookup(id, 0, length) != Result.UNKNOWN_PEER.code();
    }

    void restore(PeerRecordReader of) {
        boolean wasKnown = isKnown(of.id, of.idLength);
        boolean waits = waits(of);
        boolean scored = of.has(SnapshotFormat.PEER_SCORE) && parts.scores() != null;
        boolean persistent = of.has(SnapshotFormat.PEER_PERSISTENT);
        count(of, waits);
        int alive = dropOver(of);
        if (!wasKnown && !persistent && !waits && !scored && alive == 0) {
            return;
        }
        long peer = register(of.id, of.idLength);
        if (peer == 0) {
            return;
        }
        if (persistent) {
            parts.states().flag(peer, PeerFlag.PERSISTENT, true);
            tally.keep(SnapshotItem.PERSISTENT);
        }
        if (waits) {
            backOff(peer, of);
        }
        boolean hasScore = scored && score(peer, of.score);
        boolean inBook = restoreAddresses(peer, of, alive);
        if (!wasKnown && !persistent && !waits && !hasScore && !inBook) {
            parts.states().retire(peer);
            return;
        }
        tally.keep(SnapshotItem.PEERS);
        group(peer, of);
        int index = peers.handles().index(peer);
        parts.bans().met(index, parts.states().word(index), now);
    }

    private void count(PeerRecordReader of, boolean waits) {
        if (of.has(SnapshotFormat.PEER_BACK_OFF) && !waits) {
            tally.drop(RestoreDrop.OVER);
        }
        if (of.has(SnapshotFormat.PEER_SCORE) && parts.scores() == null) {
            tally.drop(RestoreDrop.NOT_CONFIGURED);
        }
        drop(RestoreDrop.TOO_LONG, of.tooLong);
        drop(RestoreDrop.NO_ROOM, of.tooMany);
    }

    private void drop(RestoreDrop reason, int times) {
        for (int i = 0; i < times; i++) {
            tally.drop(reason);
        }
    }

    private long left(PeerRecordReader of) {
        long nanos = Math.min(SnapshotReader.LONGEST_NANOS, SnapshotFormat.nanos(of.waitUnits));
        return nanos - passedNanos;
    }

    // Who was given up and isn't any longer starts anew; who failed and may be dialed again has
    // still failed.
    private boolean waits(PeerRecordReader of) {
        return of.has(SnapshotFormat.PEER_BACK_OFF)
                && (left(of) > 0 || of.failures > 0 && !of.givenUp);
    }

    private void backOff(long peer, PeerRecordReader of) {
        long until = Deadlines.after(now, Math.max(0, left(of)));
        int index = peers.handles().index(peer);
        parts.dials().table().put(index, BackOffWord.waiting(of.failures, of.givenUp, until));
        parts.states().noteBackOff(index, true);
        tally.keep(SnapshotItem.BACK_OFFS);
    }

    private boolean score(long peer, int thousandths) {
        PeerScores scores = parts.scores();
        int index = peers.handles().index(peer);
        int generation = peers.handles().generation(peer);
        boolean kept =
                scores != null
                        && scores.restore(index, generation, thousandths, passedNanos, now)
                        && scores.own(index, generation, now) != 0;
        if (kept) {
            tally.keep(SnapshotItem.SCORES);
            parts.states().touch(peer);
        } else {
            tally.drop(RestoreDrop.OVER);
        }
        return kept;
    }

    private void group(long peer, PeerRecordReader of) {
        if (!of.has(SnapshotFormat.PEER_GROUPS)) {
            return;
        }
        for (int group = 0; group < 2 * GROUPS; group++) {
            long half = group < GROUPS ? of.groups0 : of.groups1;
            if ((half >>> group & 1) != 0) {
                peers.groups()
                        .put(
                                peers.handles().index(peer),
                                peers.handles().generation(peer),
                                group,
                                true);
            }
        }
        tally.keep(SnapshotItem.GROUPS);
    }

    /** Which addresses are left, as bits; the others are counted as dropped. */
    private int dropOver(PeerRecordReader of) {
        AddressBook book = parts.book();
        int alive = 0;
        for (int i = 0; i < of.addresses.size(); i++) {
            if (book == null) {
                tally.drop(RestoreDrop.NOT_CONFIGURED);
            } else if (of.addresses.length(i) > book.addressBytes()) {
                tally.drop(RestoreDrop.TOO_LONG);
            } else if (book.isOver(of.addresses, i)) {
                tally.drop(RestoreDrop.OVER);
            } else {
                alive |= 1 << i;
            }
        }
        return alive;
    }

    private boolean restoreAddresses(long peer, PeerRecordReader of, int alive) {
        AddressBook book = parts.book();
        if (book == null) {
            return false;
        }
        boolean room = book.hasRoomFor(peer);
        for (int i = 0; i < of.addresses.size(); i++) {
            if ((alive >>> i & 1) == 0) {
                continue;
            }
            if (room && book.restore(peer, of.addresses, i, of.origin)) {
                tally.keep(SnapshotItem.ADDRESSES);
            } else {
                tally.drop(RestoreDrop.NO_ROOM);
            }
        }
        if (of.keyLength > 0) {
            tally(book.restoreKey(peer, of.key, of.keyLength), SnapshotItem.KEYS);
        }
        if (of.recordLength > 0) {
            tally(
                    book.restoreRecord(peer, of.sequence, of.record, of.recordLength),
                    SnapshotItem.RECORDS);
        }
        return book.has(peer);
    }

    private void tally(boolean kept, SnapshotItem item) {
        if (kept) {
            tally.keep(item);
        } else {
            tally.drop(RestoreDrop.NO_ROOM);
        }
    }
}
