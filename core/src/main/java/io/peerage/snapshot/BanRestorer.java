/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.ban.BanKeeper;
import io.peerage.ban.BanWord;
import io.peerage.hash.AddressPrefix;
import io.peerage.model.BanReason;
import io.peerage.model.RestoreDrop;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotItem;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.time.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * Puts bans, discouragements, former offenders and remembered bad scores into a manager that nobody else has yet.
 *
 * <p><b>Threading</b>: the thread that builds the manager. <b>Complexity</b>: O(1) a record, no allocation.
 */
final class BanRestorer {
    private final SnapshotParts parts;
    private final BanKeeper keeper;
    private final PeerRestorer peers;
    private final RestoreReport.Tally tally;
    private final long passedNanos;
    private final long now;
    private final byte[] id = new byte[64];
    private int what;
    private BanReason reason = BanReason.OTHER;
    private int bans;
    private long left;

    BanRestorer(
            SnapshotParts parts,
            PeerRestorer peers,
            RestoreReport.Tally tally,
            long passedNanos,
            long now) {
        this.parts = parts;
        this.keeper = parts.bans().keeper();
        this.peers = peers;
        this.tally = tally;
        this.passedNanos = passedNanos;
        this.now = now;
    }

    private void readVerdict(RecordReader in) {
        what = in.u8();
        reason = BanReason.ofCode(in.u8());
        bans = in.u8();
        long nanos = SnapshotFormat.nanos(in.u48());
        left = Math.min(SnapshotReader.LONGEST_NANOS, nanos) - passedNanos;
        if (what > SnapshotFormat.OFFENDER) {
            in.reject();
        }
        if (what != SnapshotFormat.OFFENDER && left <= 0) {
            tally.drop(RestoreDrop.OVER);
            what = SnapshotFormat.OFFENDER;
        }
    }

    private long word() {
        boolean banned = what == SnapshotFormat.BANNED;
        return BanWord.restored(banned, bans, reason, Deadlines.after(now, left));
    }

    private void note(@Nullable RestoreDrop drop, SnapshotItem banned, SnapshotItem discouraged) {
        if (drop != null) {
            tally.drop(drop);
            return;
        }
        tally.keep(
                switch (what) {
                    case SnapshotFormat.BANNED -> banned;
                    case SnapshotFormat.DISCOURAGED -> discouraged;
                    default -> SnapshotItem.FORMER_OFFENDERS;
                });
    }

    /** A peer; false if the record can't be right. */
    boolean peer(RecordReader in) {
        readVerdict(in);
        int length = in.u8();
        in.copy(id, 0, length);
        long hi = in.u64();
        long lo = in.u64();
        if (!in.isSound() || length == 0) {
            return false;
        }
        if (length > parts.peers().idBytes()) {
            tally.drop(RestoreDrop.TOO_LONG);
            return true;
        }
        switch (what) {
            case SnapshotFormat.BANNED -> ban(length, hi, lo);
            case SnapshotFormat.DISCOURAGED ->
                    noteOfPeer(parts.bans().restoreDiscouraged(id, length, word(), now));
            default -> {
                if (bans > 0) {
                    noteOfPeer(keeper.restoreOffender(id, length, bans, reason));
                }
            }
        }
        return true;
    }

    private void ban(int length, long hi, long lo) {
        boolean wasKnown = peers.isKnown(id, length);
        long peer = peers.register(id, length);
        if (peer == 0) {
            return;
        }
        RestoreDrop drop = parts.bans().restoreBan(peer, hi, lo, word(), now);
        if (drop != null && !wasKnown) {
            parts.states().retire(peer);
        }
        noteOfPeer(drop);
    }

    private void noteOfPeer(@Nullable RestoreDrop drop) {
        note(drop, SnapshotItem.BANNED_PEERS, SnapshotItem.DISCOURAGED_PEERS);
    }

    /** A prefix; false if the record can't be right. */
    boolean prefix(RecordReader in) {
        readVerdict(in);
        int bits = in.u8();
        long hi = in.u64();
        long lo = in.u64();
        if (!in.isSound() || AddressPrefix.isNone(hi, lo)) {
            return false;
        }
        if (!parts.banTable().hasWidth(AddressPrefix.isV4(hi, lo), bits)) {
            tally.drop(RestoreDrop.NOT_CONFIGURED);
            return true;
        }
        if (what == SnapshotFormat.OFFENDER) {
            if (bans > 0) {
                noteOfPrefix(keeper.restoreOffender(hi, lo, bits, bans, reason));
            }
        } else {
            noteOfPrefix(keeper.restorePrefix(hi, lo, bits, word(), now));
        }
        return true;
    }

    private void noteOfPrefix(@Nullable RestoreDrop drop) {
        note(drop, SnapshotItem.BANNED_PREFIXES, SnapshotItem.DISCOURAGED_PREFIXES);
    }

    /** A bad score; false if the record can't be right. */
    boolean badScore(RecordReader in) {
        int length = in.u8();
        in.copy(id, 0, length);
        int score = in.i32();
        if (!in.isSound() || length == 0) {
            return false;
        }
        BadScoreKeeper scores = parts.badScores();
        RestoreDrop drop =
                scores == null
                        ? RestoreDrop.NOT_CONFIGURED
                        : length > parts.peers().idBytes()
                                ? RestoreDrop.TOO_LONG
                                : scores.restore(
                                        parts.peers().idHash(id, 0, length),
                                        id,
                                        length,
                                        score,
                                        passedNanos,
                                        now);
        if (drop == null) {
            tally.keep(SnapshotItem.BAD_SCORES);
        } else {
            tally.drop(drop);
        }
        return true;
    }
}
