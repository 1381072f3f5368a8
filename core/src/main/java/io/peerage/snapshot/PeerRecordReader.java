/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;

/**
 * Reads what a record says of a peer, as old as it is now, and changes nothing but itself.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(record). <b>Errors</b>: none; {@link #read} says whether the record is sound.
 */
final class PeerRecordReader {
    private static final int MOST_ID_BYTES = 64;
    private static final int MOST_BLOB_BYTES = 8_192;
    private static final PeerOrigin[] ORIGINS = PeerOrigin.values();
    private static final AddressTier[] TIERS = AddressTier.values();
    private static final int KNOWN =
            SnapshotFormat.PEER_PERSISTENT
                    | SnapshotFormat.PEER_BACK_OFF
                    | SnapshotFormat.PEER_SCORE
                    | SnapshotFormat.PEER_GROUPS
                    | SnapshotFormat.PEER_BOOK
                    | SnapshotFormat.PEER_KEY
                    | SnapshotFormat.PEER_RECORD;

    final byte[] id = new byte[MOST_ID_BYTES];
    final AddressBuffer addresses = new AddressBuffer();
    final byte[] key = new byte[MOST_BLOB_BYTES];
    final byte[] record = new byte[MOST_BLOB_BYTES];
    int idLength;
    int flags;
    int failures;
    boolean givenUp;
    long waitUnits;
    int score;
    long groups0;
    long groups1;
    PeerOrigin origin = PeerOrigin.DISCOVERY;
    boolean isTried;
    int tooLong;
    int tooMany;
    int keyLength;
    long sequence;
    int recordLength;
    private final byte[] address = new byte[256];
    private final long passedSeconds;

    /** Everything is so much older than when it was written. */
    PeerRecordReader(long passedSeconds) {
        this.passedSeconds = passedSeconds;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Reads a record; false if it can't be right. */
    boolean read(RecordReader in) {
        idLength = in.u8();
        in.copy(id, 0, idLength);
        flags = in.u8();
        failures = 0;
        givenUp = false;
        waitUnits = 0;
        if (has(SnapshotFormat.PEER_BACK_OFF)) {
            int word = in.u16();
            failures = word & SnapshotFormat.GIVEN_UP - 1;
            givenUp = (word & SnapshotFormat.GIVEN_UP) != 0;
            waitUnits = in.u48();
        }
        score = has(SnapshotFormat.PEER_SCORE) ? in.i32() : 0;
        groups0 = has(SnapshotFormat.PEER_GROUPS) ? in.u64() : 0;
        groups1 = has(SnapshotFormat.PEER_GROUPS) ? in.u64() : 0;
        addresses.clear();
        isTried = false;
        tooLong = 0;
        tooMany = 0;
        if (has(SnapshotFormat.PEER_BOOK)) {
            origin = ORIGINS[Math.min(in.u8(), ORIGINS.length - 1)];
            int count = in.u8();
            for (int i = 0; i < count && in.isSound(); i++) {
                readAddress(in);
            }
        }
        keyLength = has(SnapshotFormat.PEER_KEY) ? in.u16() : 0;
        in.copy(key, 0, keyLength);
        sequence = has(SnapshotFormat.PEER_RECORD) ? in.u64() : 0;
        recordLength = has(SnapshotFormat.PEER_RECORD) ? in.u16() : 0;
        in.copy(record, 0, recordLength);
        return in.isSound() && idLength > 0;
    }

    /** Whether the record says something that this version doesn't know. */
    boolean isLonger(RecordReader in) {
        return in.hasMore() || (flags & ~KNOWN) != 0;
    }

    private void readAddress(RecordReader in) {
        int length = in.u8();
        int bits = in.u8();
        int attempts = in.u8();
        int heard = in.u32();
        int attempt =
                (bits & SnapshotFormat.ADDRESS_ATTEMPTED) != 0
                        ? older(in.u32())
                        : AddressBuffer.NEVER;
        int success =
                (bits & SnapshotFormat.ADDRESS_WORKED) != 0 ? older(in.u32()) : AddressBuffer.NEVER;
        long hi = 0;
        long lo = 0;
        if ((bits & SnapshotFormat.ADDRESS_V4) != 0) {
            lo = SnapshotFormat.V4 | in.i32() & 0xffff_ffffL;
        } else if ((bits & SnapshotFormat.ADDRESS_V6) != 0) {
            hi = in.u64();
            lo = in.u64();
        }
        long source = (bits & SnapshotFormat.ADDRESS_SOURCE) != 0 ? in.u64() : 0;
        in.copy(address, 0, length);
        if (length == 0) {
            in.reject();
        }
        if (!in.isSound()) {
            return;
        }
        if (length > AddressBuffer.MOST_BYTES) {
            tooLong++;
            return;
        }
        if (addresses.size() == AddressBuffer.MOST) {
            tooMany++;
            return;
        }
        int at = addresses.add(length, hi, lo, source, TIERS[bits & SnapshotFormat.ADDRESS_TIER]);
        boolean tried = (bits & SnapshotFormat.ADDRESS_TRIED) != 0;
        isTried |= tried;
        addresses.history(at, tried, attempts, older(heard), attempt, success);
        System.arraycopy(address, 0, addresses.bytes(), addresses.offset(at), length);
    }

    private int older(int seconds) {
        return (int) Math.min(Integer.MAX_VALUE, seconds + passedSeconds);
    }
}
