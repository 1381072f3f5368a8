/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What became of a snapshot: what was kept, what was dropped and why, and how much of the file was damaged.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Units</b>: milliseconds, bytes. <b>Origin</b>: features K2.
 *
 * @param isFound whether there was a file; if not, all else is 0
 * @param writtenAtMillis when it was written, by the clock of who wrote it, in milliseconds since 1970; 0 if that is damaged
 * @param clockShiftMillis how much later it is now by this node's clock; negative if the clock has been put back, and then no time
 *     counts as passed
 * @param bytes the length of the file
 * @param lostBlocks how many blocks were damaged or missing; those at the end that were cut off count as one
 * @param unknownBlocks how many blocks were of a kind that only a later version knows
 * @param longerRecords how many records had more in them than this version knows; what it knows was kept
 * @param isComplete whether the file's end was found
 * @param tally kept items and reasons for dropping, as counted
 */
public record RestoreReport(
        boolean isFound,
        long writtenAtMillis,
        long clockShiftMillis,
        long bytes,
        long lostBlocks,
        long unknownBlocks,
        long longerRecords,
        boolean isComplete,
        Tally tally) {
    /** The report of a manager that was not restored, or that found no file. */
    public static final RestoreReport NONE =
            new RestoreReport(false, 0, 0, 0, 0, 0, 0, false, new Tally());

    /** {@return whether all of a file was read} */
    public boolean isUndamaged() {
        return isFound && isComplete && lostBlocks == 0;
    }

    /**
     * {@return how many of an item were kept}
     *
     * @param item the item
     */
    public long kept(SnapshotItem item) {
        return tally.kept[item.ordinal()];
    }

    /**
     * {@return how many things were dropped for a reason}
     *
     * @param reason the reason
     */
    public long dropped(RestoreDrop reason) {
        return tally.dropped[reason.ordinal()];
    }

    /** {@return how many things were dropped} */
    public long dropped() {
        long sum = 0;
        for (long dropped : tally.dropped) {
            sum += dropped;
        }
        return sum;
    }

    /**
     * Counts while a snapshot is restored.
     *
     * <p><b>Threading</b>: one thread, until it is published.
     */
    public static final class Tally {
        private final long[] kept = new long[SnapshotItem.values().length];
        private final long[] dropped = new long[RestoreDrop.values().length];

        /** Nothing was kept or dropped. */
        public Tally() {}

        /**
         * One of an item was kept.
         *
         * @param item the item
         */
        public void keep(SnapshotItem item) {
            kept[item.ordinal()]++;
        }

        /**
         * Something was dropped.
         *
         * @param reason the reason
         */
        public void drop(RestoreDrop reason) {
            dropped[reason.ordinal()]++;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (SnapshotItem item : SnapshotItem.values()) {
                append(text, "kept ", item, kept[item.ordinal()]);
            }
            for (RestoreDrop reason : RestoreDrop.values()) {
                append(text, "dropped ", reason, dropped[reason.ordinal()]);
            }
            return text.toString();
        }

        private static void append(StringBuilder text, String what, Enum<?> name, long count) {
            if (count > 0) {
                text.append(text.isEmpty() ? "" : ", ").append(what).append(name);
                text.append(' ').append(count);
            }
        }
    }
}
