/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Packs an index and its generation into the handles of one kind of one manager, and recognises all others.
 *
 * <pre>
 *   handle: | 0 | manager tag 6 | kind 1 | generation 32 | index 24 |
 * </pre>
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Ranges</b>: handles are
 * positive. A generation that wraps after 2^32 (peers: 2^27) tenants of one index makes handles of that age ambiguous; an
 * index is recycled at most once a tick. <b>Errors</b>: {@link #accepts} throws {@link IllegalArgumentException} for a
 * handle of another manager or another kind, which only a bug of the caller produces.
 */
@AnyThread
public final class HandleSpace {
    /** The number of indexes that a handle can name. */
    public static final int MOST = 1 << 24;

    private static final int GENERATION_SHIFT = 24;
    private static final int KIND_SHIFT = 56;
    private static final int TAGS = 64;

    private final String kind;
    private final int kindBit;
    private final int tag;
    private final int capacity;
    private final long prefix;

    /**
     * A space for handles.
     *
     * @param kind what the handles name, in words
     * @param kindBit 0 or 1, different for each kind of one manager
     * @param tag tells managers of one process apart; folded into 1 to 63, since with 0 a handle could be 0
     * @param capacity the number of indexes
     */
    public HandleSpace(String kind, int kindBit, int tag, int capacity) {
        this.kind = kind;
        this.kindBit = kindBit;
        this.tag = 1 + Math.floorMod(tag - 1, TAGS - 1);
        this.capacity = capacity;
        this.prefix = (long) (this.tag << 1 | kindBit) << KIND_SHIFT;
    }

    /** The handle of an index in a generation. */
    public long handle(int index, int generation) {
        return prefix | (generation & 0xffff_ffffL) << GENERATION_SHIFT | index;
    }

    /** The index of a handle. */
    public int index(long handle) {
        return (int) handle & MOST - 1;
    }

    /** The generation of a handle. */
    public int generation(long handle) {
        return (int) (handle >>> GENERATION_SHIFT);
    }

    /**
     * Whether a handle is one of this space, stale or not.
     *
     * @return false for 0 and for negative values: refusals that were passed on
     * @throws IllegalArgumentException for a handle of another manager, of another kind, or with an index out of range
     */
    public boolean accepts(long handle) {
        if ((handle ^ prefix) >>> KIND_SHIFT == 0 && index(handle) < capacity) {
            return true;
        }
        return handle > 0 && reject(handle);
    }

    private boolean reject(long handle) {
        int otherTag = (int) (handle >>> KIND_SHIFT + 1);
        String hex = "handle 0x" + Long.toHexString(handle);
        if (otherTag != tag) {
            throw new IllegalArgumentException(
                    hex
                            + " belongs to manager "
                            + otherTag
                            + ", this is manager "
                            + tag
                            + "; pass handles only to the manager that gave them out");
        }
        if ((handle >>> KIND_SHIFT & 1) != kindBit) {
            throw new IllegalArgumentException(
                    hex
                            + " names no "
                            + kind
                            + "; peer handles and connection handles are not interchangeable");
        }
        throw new IllegalArgumentException(
                hex
                        + " has index "
                        + index(handle)
                        + ", allowed are 0 to "
                        + (capacity - 1)
                        + "; pass handles as they were given out");
    }
}
