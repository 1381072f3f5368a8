/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.BookConfig;
import io.peerage.hash.LittleEndian;

/**
 * The owner's scratch for an address that was handed over, until it has a slot of its own, or none.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1), no allocation.
 */
@OwnerThread
final class HeardAddress {
    final long[] words = new long[BookConfig.MOST_ADDRESS_BYTES / 8];
    int length;
    long hi;
    long lo;
    long source;
    long hash;
    int tier;

    /** How long it is to be kept; 0 for as long as its tier. */
    int seconds;

    /** Takes the address from an array. */
    void words(byte[] bytes, int offset, int count) {
        length = count;
        for (int i = 0; i < LittleEndian.words(count); i++) {
            words[i] = LittleEndian.word(bytes, offset, count, i);
        }
    }
}
