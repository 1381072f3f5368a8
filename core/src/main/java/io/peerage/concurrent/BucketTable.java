/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * A fixed hash table of small values, from which any thread reads without waiting and into which any thread inserts a key
 * exactly once.
 *
 * <p><b>Threading</b>: any thread; see the subclass for who may free cells. <b>Progress</b>: {@link #find} wait-free,
 * {@link #insert} lock-free: an insertion that was suspended half-way is completed or overtaken by the next one.
 * <b>Complexity</b>: O(1) expected, one cache line at the design load of four cells in seven; a lookup reads at most
 * {@value #FARTHEST} buckets more than the first. <b>Memory</b>: 16 bytes a key of capacity. Nothing grows with churn:
 * cells are emptied in place, no tombstones. <b>Hash</b>: 64 keyed bits, so that the fill of a bucket can't be chosen from
 * outside.
 */
@AnyThread
public abstract class BucketTable {
    /*
     * A bucket is one line: a control word and seven cells. A key lives in its home bucket or, when that was full, in one
     * of the buckets after it, at a distance of at most the home's spill.
     *
     *   cell:    | tentative 1 | distance 5 | fingerprint | stamp | value |     free when value == 0
     *   control: | version 51 | pending distance 5 | pending cell 3 | spill 5 |  none pending when cell == 0
     *
     * Insertion: (1) read the home's control and complete what it names as pending; (2) look for the key up to the spill;
     * (3) claim a free cell as tentative, which no reader takes for a member; (4) CAS the control to the next version,
     * naming the cell as pending: of all insertions that looked before, one wins, the others free their cells and look
     * again; (5) clear the tentative bit, which anybody who finds the cell pending can do as well.
     *
     * A cell is freed or claimed again only when its home's control no longer names it, so a pending cell that is tentative
     * is always the one that won. The stamp counts claims of a cell: a helper that slept between reading control and cell
     * and its CAS would have to sleep through exactly a round of stamps, with the same key claimed again, to do harm.
     */
    private static final int CELLS = 7;
    private static final int WIDTH = 8;

    /** The most buckets after its home that a key can spill over. */
    public static final int FARTHEST = 31;

    /** What {@link #insert} returns when no cell is free in reach. */
    public static final long FULL = -1;

    private static final int KEYS_PER_BUCKET = 4;
    private static final long TENTATIVE = 1L << 63;
    private static final int DISTANCE_SHIFT = 58;
    private static final int SPILL_BITS = 5;
    private static final long SPILL_MASK = (1L << SPILL_BITS) - 1;
    private static final int PENDING_SHIFT = SPILL_BITS;
    private static final long PENDING_CELL = 7L << PENDING_SHIFT;
    private static final long PENDING_MASK = 0xffL << PENDING_SHIFT;
    private static final long VERSION_ONE = 1L << 13;

    private final LongColumn words;
    private final int buckets;
    private final int reach;
    private final int stampShift;
    private final int fingerprintShift;
    private final long valueMask;
    private final long stampMask;
    private final long fingerprintMask;

    /**
     * A table for this many keys.
     *
     * @param capacity the number of keys, at least 1
     * @param valueBits the width of a value, 1 to 32
     * @param stampBits the width of the claim stamp, 1 to 8
     */
    protected BucketTable(int capacity, int valueBits, int stampBits) {
        this.buckets = Math.max(1, (capacity + KEYS_PER_BUCKET - 1) / KEYS_PER_BUCKET);
        this.reach = Math.min(FARTHEST, buckets - 1);
        this.words = LongColumn.lines(Math.multiplyExact(buckets, WIDTH));
        this.stampShift = valueBits;
        this.fingerprintShift = valueBits + stampBits;
        this.valueMask = (1L << valueBits) - 1;
        this.stampMask = (1L << stampBits) - 1 << stampShift;
        this.fingerprintMask = (1L << DISTANCE_SHIFT) - (1L << fingerprintShift);
    }

    /**
     * What a cell with the right fingerprint means to a lookup.
     *
     * @param at the cell's position
     * @param value the cell's value, 0 if it was freed but kept its fingerprint
     * @return 0 if the cell isn't the key's, else what {@link #find} is to return
     */
    protected abstract long match(int at, long value, byte[] key, int offset, int length);

    /** The bytes of memory that the table takes. */
    public final long bytes() {
        return words.bytes();
    }

    /** How many buckets a lookup of an absent key with this hash reads; of a present one, at most. */
    public final int bucketsToRead(long hash) {
        return 1 + (int) (words.getAcquire(home(hash) * WIDTH) & SPILL_MASK);
    }

    /** What {@link #match} makes of the key's cell; 0 if the key is absent. */
    public final long find(long hash, byte[] key, int offset, int length) {
        int home = home(hash);
        return scan(home, words.getAcquire(home * WIDTH), fingerprint(hash), key, offset, length);
    }

    /** Reads ahead the bucket that a lookup begins with; the value means nothing. */
    public final long readAhead(long hash) {
        return words.getPlain(home(hash) * WIDTH);
    }

    /** The value of a cell in the key's first bucket that may be the key's; 0 if none may. */
    public final long guess(long hash) {
        int first = home(hash) * WIDTH + 1;
        int candidates = candidates(first, fingerprint(hash));
        return candidates == 0 ? 0 : valueAt(first + Integer.numberOfTrailingZeros(candidates));
    }

    /** Reads ahead a cell; the value means nothing. */
    protected final long readCellAhead(int at) {
        return words.getPlain(at);
    }

    private long scan(
            int home, long control, long fingerprint, byte[] key, int offset, int length) {
        int spill = (int) (control & SPILL_MASK);
        int bucket = home;
        for (int distance = 0; ; distance++) {
            long wanted = (long) distance << DISTANCE_SHIFT | fingerprint;
            int first = bucket * WIDTH + 1;
            int candidates = candidates(first, wanted);
            while (candidates != 0) {
                int at = first + Integer.numberOfTrailingZeros(candidates);
                long cell = words.getAcquire(at);
                if ((cell & ~(valueMask | stampMask)) == wanted) {
                    long found = match(at, cell & valueMask, key, offset, length);
                    if (found != 0 && isSameClaim(at, cell)) {
                        return found;
                    }
                }
                candidates &= candidates - 1;
            }
            if (distance >= spill) {
                return 0;
            }
            bucket = after(bucket);
        }
    }

    private int candidates(int first, long wanted) {
        return words.getEqualOfSeven(first, wanted, ~(valueMask | stampMask));
    }

    // A cell that was freed after it was read may have led to a value that is being given to a new
    // key, the same one even, whose insertion can still lose.
    private boolean isSameClaim(int at, long cell) {
        return ((words.getAcquire(at) ^ cell) & ~valueMask) == 0;
    }

    /**
     * Inserts a key unless it is present.
     *
     * @return a positive number: what {@link #match} made of the cell that holds the key already; {@link #FULL}; or the
     *     bitwise complement of the position of the new cell
     */
    public final long insert(long hash, long value, byte[] key, int offset, int length) {
        int home = home(hash);
        long fingerprint = fingerprint(hash);
        for (; ; ) {
            long control = settle(home);
            long found = scan(home, control, fingerprint, key, offset, length);
            if (found != 0) {
                return found;
            }
            int claimed = claim(home, fingerprint, value);
            if (claimed < 0) {
                // Only a table that did not change meanwhile is known to be full and without the
                // key.
                if (words.getAcquire(home * WIDTH) == control) {
                    return FULL;
                }
                continue;
            }
            long cell = words.getAcquire(claimed);
            if (words.cas(home * WIDTH, control, naming(control, claimed, cell))) {
                words.cas(claimed, cell, cell & ~TENTATIVE);
                return ~(long) claimed;
            }
            words.setRelease(claimed, cell & stampMask);
        }
    }

    private static long naming(long control, int at, long cell) {
        long distance = cell >>> DISTANCE_SHIFT & SPILL_MASK;
        long spill = Math.max(control & SPILL_MASK, distance);
        long pending = (distance << 3 | at % WIDTH) << PENDING_SHIFT;
        return (control & -VERSION_ONE) + VERSION_ONE | pending | spill;
    }

    /** Completes the pending insertion of a bucket; its control word, naming none. */
    private long settle(int home) {
        for (; ; ) {
            long control = words.getAcquire(home * WIDTH);
            if ((control & PENDING_CELL) == 0) {
                return control;
            }
            complete(home, control);
        }
    }

    /** Makes the cell that a control names a member, and the control name none, unless either changed meanwhile. */
    private void complete(int home, long control) {
        int at = pending(home, control);
        long cell = words.getAcquire(at);
        // The control is read again: while it names the cell, a tentative cell is the one that won.
        if (cell < 0 && words.getAcquire(home * WIDTH) == control) {
            words.cas(at, cell, cell & ~TENTATIVE);
        }
        words.cas(home * WIDTH, control, control & ~PENDING_MASK);
    }

    private int pending(int home, long control) {
        int distance = (int) (control >>> PENDING_SHIFT + 3 & SPILL_MASK);
        int bucket = home + distance;
        return (bucket < buckets ? bucket : bucket - buckets) * WIDTH
                + (int) (control >>> PENDING_SHIFT & 7);
    }

    /** Claims a free cell in reach as tentative; its position, or −1. */
    private int claim(int home, long fingerprint, long value) {
        int bucket = home;
        for (int distance = 0; distance <= reach; distance++) {
            long tenant = TENTATIVE | (long) distance << DISTANCE_SHIFT | fingerprint | value;
            int at = freeCell(bucket, fingerprint);
            while (at >= 0) {
                if (claimCell(at, tenant)) {
                    return at;
                }
                at = freeCell(bucket, fingerprint);
            }
            bucket = after(bucket);
        }
        return -1;
    }

    /** A free cell of a bucket, rather one without a key than one that may be wanted again; −1 if there is none. */
    private int freeCell(int bucket, long fingerprint) {
        int first = bucket * WIDTH + 1;
        int reusable = -1;
        int turn = (int) (fingerprint >>> fingerprintShift & 7);
        for (int i = 0; i < CELLS; i++) {
            int at = first + (i + turn) % CELLS;
            long cell = words.getAcquire(at);
            if ((cell & valueMask) == 0) {
                if ((cell & fingerprintMask) == 0) {
                    return at;
                }
                reusable = reusable < 0 ? at : reusable;
            }
        }
        return reusable;
    }

    private boolean claimCell(int at, long tenant) {
        long cell = words.getAcquire(at);
        if ((cell & valueMask) != 0) {
            return false;
        }
        int previousHome = homeOf(at, cell);
        unname(previousHome, at);
        long stamp = cell + (1L << stampShift) & stampMask;
        if (!words.cas(at, cell, tenant | stamp)) {
            return false;
        }
        lowerSpill(previousHome, (int) (cell >>> DISTANCE_SHIFT & SPILL_MASK));
        return true;
    }

    /** Frees the cell of a key; only one thread at a time may free cells, and none that {@link #addTo} counts in. */
    @OwnerThread
    public final boolean free(long hash, long value) {
        int home = home(hash);
        int spill = (int) (settle(home) & SPILL_MASK);
        long fingerprint = fingerprint(hash);
        int bucket = home;
        for (int distance = 0; distance <= spill; distance++) {
            long wanted = (long) distance << DISTANCE_SHIFT | fingerprint | value;
            for (int at = bucket * WIDTH + 1; at < bucket * WIDTH + WIDTH; at++) {
                long cell = words.getAcquire(at);
                if ((cell & ~stampMask) == wanted) {
                    unname(home, at);
                    words.setRelease(at, cell & stampMask);
                    lowerSpill(home, distance);
                    return true;
                }
            }
            bucket = after(bucket);
        }
        return false;
    }

    /**
     * Makes sure that the control of a cell's home doesn't name it as pending. It may name a claim that came after the
     * caller last read the cell, so its insertion is completed, not only forgotten.
     */
    private void unname(int home, int at) {
        for (; ; ) {
            long control = words.getAcquire(home * WIDTH);
            if ((control & PENDING_CELL) == 0 || pending(home, control) != at) {
                return;
            }
            complete(home, control);
        }
    }

    /** Lowers the spill of a bucket after its farthest cell was freed; gives up when anything changes meanwhile. */
    private void lowerSpill(int home, int freed) {
        long control = words.getAcquire(home * WIDTH);
        int spill = (int) (control & SPILL_MASK);
        if (freed == 0 || freed != spill || (control & PENDING_CELL) != 0) {
            return;
        }
        int farthest = 0;
        int bucket = home;
        for (int distance = 1; distance <= spill; distance++) {
            bucket = after(bucket);
            for (int at = bucket * WIDTH + 1; at < bucket * WIDTH + WIDTH; at++) {
                long cell = words.getAcquire(at);
                if ((cell & fingerprintMask) != 0
                        && (cell >>> DISTANCE_SHIFT & SPILL_MASK) == distance) {
                    farthest = distance;
                }
            }
        }
        words.cas(home * WIDTH, control, (control & ~SPILL_MASK) + VERSION_ONE | farthest);
    }

    /** The value of a cell that is known to be the caller's. */
    protected final long valueAt(int at) {
        return words.getAcquire(at) & valueMask;
    }

    /**
     * Adds one to the value of a cell, if it still is the key's and below the limit.
     *
     * @return 1 when added, 0 when the value is at the limit, −1 when the cell was claimed for another key
     */
    protected final int addTo(int at, long hash, long limit) {
        long fingerprint = fingerprint(hash);
        for (; ; ) {
            long cell = words.getAcquire(at);
            if (cell < 0 || (cell & fingerprintMask) != fingerprint) {
                return -1;
            }
            if ((cell & valueMask) >= limit) {
                return 0;
            }
            if (words.cas(at, cell, cell + 1)) {
                return 1;
            }
        }
    }

    /** Takes one from the value of a cell in which the caller is counted. */
    protected final void takeFrom(int at) {
        words.getAndAdd(at, -1);
    }

    /** The sum of all values; exact only while nobody writes. */
    protected final long sumOfValues() {
        long sum = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            for (int at = bucket * WIDTH + 1; at < bucket * WIDTH + WIDTH; at++) {
                sum += valueAt(at);
            }
        }
        return sum;
    }

    /** The number of cells with a value; exact only while nobody writes. */
    public final int countCells() {
        int members = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            for (int at = bucket * WIDTH + 1; at < bucket * WIDTH + WIDTH; at++) {
                members += valueAt(at) != 0 ? 1 : 0;
            }
        }
        return members;
    }

    private int home(long hash) {
        return (int) ((hash >>> 32) * buckets >>> 32);
    }

    private int homeOf(int at, long cell) {
        int home = at / WIDTH - (int) (cell >>> DISTANCE_SHIFT & SPILL_MASK);
        return home < 0 ? home + buckets : home;
    }

    private int after(int bucket) {
        return bucket + 1 < buckets ? bucket + 1 : 0;
    }

    // Zero is kept for cells without a key.
    private long fingerprint(long hash) {
        long fingerprint = hash << fingerprintShift & fingerprintMask;
        return fingerprint != 0 ? fingerprint : 1L << fingerprintShift;
    }
}
