/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.hash.KeyedHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ids as an attacker makes them, and ordinary ones of the same form to compare with: 34 bytes that begin like a
 * multihash of SHA-256. Stateless, any thread.
 */
public final class GroundIds {
    /** The length of the ids, in bytes. */
    public static final int LENGTH = 34;

    /** The most ids of one hash code that {@link #sameHashCode} makes. */
    public static final int MOST_SAME = 1 << 15;

    private static final int HEAD = 4;

    private GroundIds() {}

    /**
     * Ids that all have one {@link java.util.Arrays#hashCode(byte[])}, and so one {@code PeerId.hashCode} in jvm-libp2p:
     * the polynomial in 31 takes the byte pairs (a, b) and (a + 1, b − 31) for the same.
     *
     * @param count 1 to {@value #MOST_SAME}
     */
    public static List<byte[]> sameHashCode(int count) {
        if (count < 1 || count > MOST_SAME) {
            throw new IllegalArgumentException(
                    "count " + count + " is outside 1 to " + MOST_SAME + "; ask for fewer ids");
        }
        List<byte[]> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] id = head();
            for (int pair = 0; pair < 15; pair++) {
                int chosen = i >>> pair & 1;
                id[HEAD + 2 * pair] = (byte) (40 + pair + chosen);
                id[HEAD + 2 * pair + 1] = (byte) (60 - 31 * chosen);
            }
            ids.add(id);
        }
        return ids;
    }

    /** Ordinary ids, all different, the same for the same seed. */
    public static List<byte[]> random(int count, long seed) {
        Random random = new Random(seed);
        List<byte[]> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(next(random));
        }
        return ids;
    }

    /**
     * Ids ground until they fall, under this hash, into few of the buckets of a table: what an attacker who knew the key
     * would send.
     *
     * @param buckets the number of buckets of the table
     * @param targets how many of them are hit, spread evenly
     */
    public static List<byte[]> intoBuckets(
            KeyedHash hash, int buckets, int targets, int count, long seed) {
        Random random = new Random(seed);
        List<byte[]> ids = new ArrayList<>(count);
        int apart = buckets / targets;
        while (ids.size() < count) {
            byte[] id = next(random);
            long bucket = (hash.hash(id, 0, LENGTH) >>> 32) * buckets >>> 32;
            if (bucket % apart == 0 && bucket / apart < targets) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static byte[] next(Random random) {
        byte[] id = head();
        byte[] rest = new byte[LENGTH - 2];
        random.nextBytes(rest);
        System.arraycopy(rest, 0, id, 2, rest.length);
        return id;
    }

    private static byte[] head() {
        byte[] id = new byte[LENGTH];
        id[0] = 0x12;
        id[1] = 0x20;
        return id;
    }
}
