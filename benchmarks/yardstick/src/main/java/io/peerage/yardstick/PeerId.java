/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.Arrays;

/**
 * A peer's id as a value, hashed as jvm-libp2p's {@code PeerId} is: by {@link Arrays#hashCode(byte[])}, at each call.
 *
 * <p>Anyone can make ids that collide under that public polynomial, and a map keyed by them degrades to a search, since ids
 * have no order by which {@link java.util.concurrent.ConcurrentHashMap} could tell them apart; jvm-libp2p's have none either.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: 1 to 64 bytes. <b>Errors</b>: {@link
 * IllegalArgumentException} for other lengths.
 */
public final class PeerId {
    private final byte[] bytes;

    /** The id in an array, which from then on belongs to the id, as with jvm-libp2p's class. */
    public PeerId(byte[] bytes) {
        if (bytes.length < 1 || bytes.length > 64) {
            throw new IllegalArgumentException(
                    "id length " + bytes.length + " is outside 1 to 64; pass the whole id");
        }
        this.bytes = bytes;
    }

    /** The id in part of an array, copied. */
    public PeerId(byte[] bytes, int offset, int length) {
        this(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof PeerId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
