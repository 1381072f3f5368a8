/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What a snapshot was written of.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Units</b>: bytes. <b>Origin</b>: features K1.
 */
public final class SnapshotReport {
    private final long bytes;
    private final long[] written;

    /**
     * A report of so much of each item, in their order.
     *
     * @param bytes the file's length
     * @param written how many of each item, in their order
     */
    public SnapshotReport(long bytes, long[] written) {
        this.bytes = bytes;
        this.written = written.clone();
    }

    /** {@return the length of the file} */
    public long bytes() {
        return bytes;
    }

    /**
     * {@return how many of an item were written}
     *
     * @param item the item
     */
    public long written(SnapshotItem item) {
        return written[item.ordinal()];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(bytes).append(" bytes");
        for (SnapshotItem item : SnapshotItem.values()) {
            if (written(item) > 0) {
                text.append(", ").append(item).append(' ').append(written(item));
            }
        }
        return text.toString();
    }
}
