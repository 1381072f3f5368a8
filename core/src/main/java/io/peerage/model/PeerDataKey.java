/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import java.time.Duration;
import java.util.Objects;

/**
 * Names one kind of data that the application keeps for each peer, and how long after the peer's last disconnect.
 *
 * <p>A key is itself: two of the same name are two keys. Make it once, as a constant, and hand it to the builder of each manager
 * that is to keep such data.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds. <b>Ranges</b>: the configuration checks name and time.
 * <b>Errors</b>: {@link NullPointerException} names what is missing. <b>Origin</b>: features J1 (go-libp2p#2355, PeerDataStore).
 *
 * @param <T> the type of the data
 */
public final class PeerDataKey<T> {
    private final String name;
    private final Class<T> type;
    private final long keptNanos;

    private PeerDataKey(String name, Class<T> type, long keptNanos) {
        this.name = Objects.requireNonNull(name, "name is null; pass what the data is called");
        this.type = Objects.requireNonNull(type, "type is null; pass the class of the data");
        this.keptNanos = keptNanos;
    }

    /**
     * {@return a key}
     *
     * @param <T> the class of the data
     * @param name what the data is called, 1 to 64 characters
     * @param type the class that all data of this key is of
     * @param kept how long after the peer's last disconnect the data is kept, 0 (until the owner's next tick) to 365 days
     */
    public static <T> PeerDataKey<T> of(String name, Class<T> type, Duration kept) {
        Objects.requireNonNull(
                kept, "kept is null; pass Duration.ZERO to keep nothing of a peer that is gone");
        return new PeerDataKey<>(name, type, nanos(kept));
    }

    // Beyond what nanoseconds can count: the longest that they can, which no range allows.
    private static long nanos(Duration kept) {
        try {
            return kept.toNanos();
        } catch (ArithmeticException e) {
            return kept.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** {@return what the data is called} */
    public String name() {
        return name;
    }

    /** {@return the class that all data of this key is of} */
    public Class<T> type() {
        return type;
    }

    /** {@return how long after the peer's last disconnect the data is kept} */
    public long keptNanos() {
        return keptNanos;
    }

    @Override
    public String toString() {
        return name;
    }
}
