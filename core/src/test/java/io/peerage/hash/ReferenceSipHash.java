/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import java.util.ArrayList;
import java.util.List;

/** SipHash-c-d as its paper describes it, byte by byte and slow: what the shipped hash is held against. */
final class ReferenceSipHash {
    private final int compressionRounds;
    private final int finalRounds;
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private ReferenceSipHash(int compressionRounds, int finalRounds, long key0, long key1) {
        this.compressionRounds = compressionRounds;
        this.finalRounds = finalRounds;
        v0 = key0 ^ word("somepseu");
        v1 = key1 ^ word("dorandom");
        v2 = key0 ^ word("lygenera");
        v3 = key1 ^ word("tedbytes");
    }

    private static long word(String eightCharacters) {
        long word = 0;
        for (int i = 0; i < 8; i++) {
            word = word << 8 | eightCharacters.charAt(i);
        }
        return word;
    }

    static long hash(int c, int d, long key0, long key1, byte[] message) {
        List<Byte> padded = new ArrayList<>();
        for (byte b : message) {
            padded.add(b);
        }
        while (padded.size() % 8 != 7) {
            padded.add((byte) 0);
        }
        padded.add((byte) message.length);
        long[] words = new long[padded.size() / 8];
        for (int i = 0; i < padded.size(); i++) {
            words[i / 8] += (padded.get(i) & 0xffL) << i % 8 * 8;
        }
        return hashWords(c, d, key0, key1, words);
    }

    /** Without the length of the input. */
    static long hashWords(int c, int d, long key0, long key1, long... words) {
        ReferenceSipHash hash = new ReferenceSipHash(c, d, key0, key1);
        for (long word : words) {
            hash.v3 ^= word;
            hash.rounds(hash.compressionRounds);
            hash.v0 ^= word;
        }
        hash.v2 ^= 0xff;
        hash.rounds(hash.finalRounds);
        return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v1 = rotated(v1, 13);
            v1 ^= v0;
            v0 = rotated(v0, 32);
            v2 += v3;
            v3 = rotated(v3, 16);
            v3 ^= v2;
            v0 += v3;
            v3 = rotated(v3, 21);
            v3 ^= v0;
            v2 += v1;
            v1 = rotated(v1, 17);
            v1 ^= v2;
            v2 = rotated(v2, 32);
        }
    }

    private static long rotated(long word, int bits) {
        return word << bits | word >>> 64 - bits;
    }
}
