/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects by index, each read and replaced on its own.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free. <b>Complexity</b>: O(1), no allocation, 4 bytes an object where
 * references are compressed. <b>Errors</b>: an index outside the column throws {@link IndexOutOfBoundsException}.
 *
 * @param <T> what the column holds
 */
@AnyThread
public final class ReferenceColumn<T> {
    private static final int REFERENCE_BYTES = 4;

    private final AtomicReferenceArray<@Nullable T> references;

    /** A column of this many nulls. */
    public ReferenceColumn(int length) {
        this.references = new AtomicReferenceArray<>(length);
    }

    /** The number of references. */
    public int length() {
        return references.length();
    }

    /** The bytes of memory that the references take, the objects left out. */
    public long bytes() {
        return (long) REFERENCE_BYTES * references.length();
    }

    /** Reads, and sees all that was done before the object was written. */
    public @Nullable T get(int index) {
        return references.get(index);
    }

    /** Writes. */
    public void set(int index, @Nullable T value) {
        references.set(index, value);
    }

    /** Replaces the expected object, which is compared by identity; whether it was there. */
    public boolean cas(int index, @Nullable T expected, @Nullable T value) {
        return references.compareAndSet(index, expected, value);
    }
}
