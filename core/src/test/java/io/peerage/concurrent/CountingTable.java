/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A bucket table whose values are numbers of keys that it keeps beside it; one thread. */
final class CountingTable extends BucketTable {
    private final Map<Integer, String> keys = new HashMap<>();

    CountingTable(int capacity) {
        super(capacity, 24, 6);
    }

    @Override
    protected long match(int at, long value, byte[] key, int offset, int length) {
        String wanted = new String(key, offset, length, StandardCharsets.US_ASCII);
        return value != 0 && wanted.equals(keys.get((int) value)) ? value : 0;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    long find(long hash, String key) {
        return find(hash, bytes(key), 0, key.length());
    }

    long insert(long hash, int value, String key) {
        keys.putIfAbsent(value, key);
        return insert(hash, value, bytes(key), 0, key.length());
    }

    boolean remove(long hash, int value) {
        boolean freed = free(hash, value);
        if (freed) {
            keys.remove(value);
        }
        return freed;
    }
}
