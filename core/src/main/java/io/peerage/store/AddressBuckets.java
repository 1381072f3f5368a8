/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.config.BookConfig;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.KeyedHash;

/**
 * Which cell of the new or the tried table an address belongs in, by a keyed hash: whoever tells addresses reaches few buckets,
 * and can't know which.
 *
 * <pre>
 *   new:    bucket = hash(source group, hash(address group, source group) mod 16)     16 of 256 a source group
 *   tried:  bucket = hash(address group, hash(address, id) mod 8)                      8 of 256 an address group
 *   both:   cell of the bucket = hash(bucket, address, id) mod 64
 * </pre>
 *
 * <p>A group is an IPv4 /16 or IPv6 /32; addresses without an IP are in 16 groups by their hash, so that they reach few buckets too.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Origin</b>: features H3 (Bitcoin Core's
 * {@code GetNewBucket} and {@code GetTriedBucket}, with CometBFT's number of buckets).
 */
@AnyThread
final class AddressBuckets {
    /** The buckets that a source group reaches. */
    static final int PER_SOURCE = 16;

    /** The buckets that an address group reaches. */
    static final int PER_GROUP = 8;

    private static final long NEW = 0x6e6577L;
    private static final long TRIED = 0x7472696564L;
    private static final long NAMELESS = 1L << 48;
    private static final int NAMELESS_GROUPS = 16;

    private final KeyedHash heard;
    private final KeyedHash worked;
    private final int newMask;
    private final int triedMask;

    /** Buckets under a hash that must serve nothing else. */
    AddressBuckets(BookConfig config, KeyedHash hash) {
        this.heard = hash.derive(NEW);
        this.worked = hash.derive(TRIED);
        this.newMask = config.newBuckets() - 1;
        this.triedMask = config.triedBuckets() - 1;
    }

    /** The group of an address with this keyed hash of its bytes; never 0. */
    static long group(long hi, long lo, long hash) {
        long netgroup = AddressPrefix.netgroup(hi, lo);
        return netgroup != 0 ? netgroup : NAMELESS | hash & NAMELESS_GROUPS - 1;
    }

    /** The cell of the new table for an address of a group that this source group told of. */
    int newCell(long source, long group, long key) {
        long told = heard.hash(source);
        long slot = heard.hash(told ^ group) & PER_SOURCE - 1;
        int bucket = (int) heard.hash(told + 1 + slot) & newMask;
        return cell(heard, bucket, key);
    }

    /** The cell of the tried table for an address of a group. */
    int triedCell(long group, long key) {
        long slot = worked.hash(key) & PER_GROUP - 1;
        int bucket = (int) worked.hash(worked.hash(group) + 1 + slot) & triedMask;
        return cell(worked, bucket, key);
    }

    private static int cell(KeyedHash hash, int bucket, long key) {
        int position = (int) hash.hash(key ^ (long) bucket << 32) & BookConfig.BUCKET - 1;
        return bucket * BookConfig.BUCKET + position;
    }

    /** What tells an address of a peer from others, from the keyed hashes of both. */
    static long key(long addressHash, long idHash) {
        return addressHash + Long.rotateLeft(idHash, 32);
    }
}
