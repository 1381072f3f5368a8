/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import io.peerage.concurrent.AnyThread;
import java.security.SecureRandom;

/**
 * SipHash-1-3 under a secret of 128 bits: ids and prefixes are chosen by strangers, who must not be able to make them
 * collide.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free, no allocation. <b>Complexity</b>: O(length), one
 * round a word of eight bytes and four more. <b>Origin</b>: Aumasson and Bernstein, <i>SipHash: a fast short-input
 * PRF</i>, with the one compression and three finalisation rounds that Rust's and Python's tables use; architecture,
 * contract 7.
 */
@AnyThread
public final class KeyedHash {
    private final long key0;
    private final long key1;

    private KeyedHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** A hash under a secret that nobody outside this process can know. */
    public static KeyedHash secret() {
        SecureRandom random = new SecureRandom();
        return new KeyedHash(random.nextLong(), random.nextLong());
    }

    /** A hash under a known key: repeatable, for tests, and open to collisions on purpose. */
    public static KeyedHash known(long key0, long key1) {
        return new KeyedHash(key0, key1);
    }

    /** The hash of a run of bytes. */
    public long hash(byte[] bytes, int offset, int length) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int end = offset + length;
        int whole = offset + (length & ~7);
        for (int at = offset; at <= whole; at += 8) {
            long word =
                    at < whole
                            ? LittleEndian.word(bytes, at)
                            : LittleEndian.tail(bytes, offset, end) | (long) length << 56;
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return finish(v0, v1, v2, v3);
    }

    /** A hash of the same secret for another purpose: knowing hashes of one tells nothing of the other. */
    public KeyedHash derive(long purpose) {
        byte[] bytes = new byte[16];
        LittleEndian.put(purpose, bytes, 0, 8);
        long first = hash(bytes, 0, 16);
        bytes[8] = 1;
        return new KeyedHash(first, hash(bytes, 0, 16));
    }

    /** The hash of one word; since all inputs are as long, their length is left out of it. */
    public long hash(long word) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L ^ word;
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
        return finish(v0 ^ word, v1, v2, v3);
    }

    private static long finish(long start0, long start1, long start2, long start3) {
        long v0 = start0;
        long v1 = start1;
        long v2 = start2 ^ 0xff;
        long v3 = start3;
        for (int round = 0; round < 3; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
