/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.Arrays;

/**
 * A peer's id as a value, hashed as jvm-libp2p's {@code PeerId} is: by {@link Arrays#hashCode(byte[])}, at each call.
 *
 * <p>Anyone can make ids that collide under that public polynomial, and a map keyed by them degrades to a search.
 */
public final class PeerId implements Comparable<PeerId> {
    private final byte[] bytes;

    /** The id in part of an array, copied. */
    public PeerId(byte[] bytes, int offset, int length) {
        if (length < 1 || length > 64) {
            throw new IllegalArgumentException("id length " + length + " is outside 1 to 64");
        }
        this.bytes = Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public int compareTo(PeerId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
