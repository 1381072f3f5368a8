/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.timer;

import io.peerage.concurrent.OwnerThread;
import io.peerage.time.Deadlines;
import java.util.Arrays;
import java.util.Objects;

/**
 * One timer for each of a fixed number of keys: hands out each key once its deadline is reached.
 *
 * <p>Deadlines lie in an array by key, in groups of 16. Above each group is a word that no deadline in it is earlier than, in
 * groups of 16 again, up to a single word for all. A deadline lowers the words above it, as far as they are later; a move to
 * later or a cancellation leaves them as they are, too early, until the time comes that they name: then the owner looks below,
 * finds what is due, and corrects them. There are no ticks, so nothing is rounded, and no time is ever gone through.
 *
 * <p><b>Guarantees</b>: a key is handed out by the first call of {@link #advance} whose time is at or after its deadline and
 * whose limit isn't used up by others; never by one whose time is before it, not by a nanosecond. A time that goes back
 * between two calls, wraps around, or jumps by weeks changes nothing in that.
 *
 * <p><b>Order</b>: by key, not by deadline, beginning after the last key handed out by a call that reached its limit, so that
 * no key waits for the others twice.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: to schedule takes O(1), and at worst, when the deadline is
 * earlier than all others around, O(log<sub>16</sub> keys): five words for a million; to cancel O(1); to advance O(1) if
 * nothing is due, else O(log<sub>16</sub> keys) for each key that is due or was moved or cancelled since, and less if they lie
 * together. Nothing is allocated after construction. <b>Memory</b>: 8.6 bytes a key. <b>Units</b>: nanoseconds of a
 * monotonic clock. <b>Ranges</b>: keys 0 to keys − 1, another throws {@link IndexOutOfBoundsException}; deadlines less than
 * 2^62 ns (146 years) from the start, another throws {@link IllegalArgumentException}; times of a call less than 2^63 ns from
 * it. <b>Origin</b>: a tournament tree whose inner nodes may be early; decision 0009 says why it is no timing wheel.
 */
@OwnerThread
public final class DeadlineTree {
    /** The most keys that a tree can have. */
    public static final int MOST_KEYS = 1 << 30;

    private static final int SHIFT = 4;
    private static final int GROUP = 1 << SHIFT;
    // Deadlines are offsets from the start, nearer to it than this, so that no difference
    // overflows.
    private static final long NEVER = 1L << 62;
    private static final int NO_KEY = -1;
    private static final int ALL = -1;
    // A group of 16 longs is two cache lines if the array's 16-byte header and this gap fill one.
    private static final int LINE_GAP = 6;

    private final int keys;
    private final long start;
    private final long[] words;
    private final int[] levels;
    private final int top;

    private long earliest = NEVER;
    private int size;
    private int handedLast = NO_KEY;
    private long looks;

    /** No key scheduled. */
    public DeadlineTree(int keys, long startNanos) {
        if (keys < 1 || keys > MOST_KEYS) {
            throw new IllegalArgumentException(
                    "keys "
                            + keys
                            + " is not between 1 and "
                            + MOST_KEYS
                            + "; set how many keys can be scheduled at once");
        }
        this.keys = keys;
        this.start = startNanos;
        this.levels = new int[levels(keys)];
        this.top = levels.length - 1;
        int length = LINE_GAP;
        int nodes = keys;
        for (int level = 0; level <= top; level++) {
            int groups = groups(nodes);
            levels[level] = length;
            length += groups * GROUP;
            nodes = groups;
        }
        this.words = new long[length];
        Arrays.fill(words, NEVER);
    }

    private static int groups(int nodes) {
        return (nodes + GROUP - 1) / GROUP;
    }

    private static int levels(int keys) {
        int levels = 1;
        for (int groups = groups(keys); groups > 1; groups = groups(groups)) {
            levels++;
        }
        return levels;
    }

    /** The bytes of memory that the tree takes. */
    public long bytes() {
        return 16 + 8L * words.length + 16 + 4L * levels.length;
    }

    /** How many keys are scheduled. */
    public int size() {
        return size;
    }

    /** Whether the key is scheduled. */
    public boolean isScheduled(int key) {
        return words[leaf(key)] != NEVER;
    }

    /** When the key is due; {@link IllegalStateException} if it isn't scheduled. */
    public long deadline(int key) {
        long offset = words[leaf(key)];
        if (offset == NEVER) {
            throw new IllegalStateException(
                    "key " + key + " is not scheduled and has no deadline; ask isScheduled first");
        }
        return Deadlines.after(start, offset);
    }

    /** A time before which nothing is due, as late as is known without looking, and not after {@code latestNanos}. */
    public long nothingDueBefore(long latestNanos) {
        long latest = Deadlines.elapsed(start, latestNanos);
        return Deadlines.after(start, Math.min(earliest, latest));
    }

    /** Schedules the key, or moves it if it is scheduled; one whose deadline is past is due at once. */
    public void schedule(int key, long deadlineNanos) {
        int leaf = leaf(key);
        long offset = Deadlines.elapsed(start, deadlineNanos);
        if (offset <= -NEVER || offset >= NEVER) {
            throw new IllegalArgumentException(
                    "deadline "
                            + deadlineNanos
                            + " is not less than 2^62 ns (146 years) from the start "
                            + start
                            + "; cancel a key that is never to be due");
        }
        if (words[leaf] == NEVER) {
            size++;
        }
        words[leaf] = offset;
        int node = key;
        for (int level = 1; level <= top; level++) {
            node >>= SHIFT;
            int at = levels[level] + node;
            if (words[at] <= offset) {
                return;
            }
            words[at] = offset;
        }
        earliest = Math.min(earliest, offset);
    }

    /** Takes the key out; whether it was scheduled. */
    public boolean cancel(int key) {
        int leaf = leaf(key);
        if (words[leaf] == NEVER) {
            return false;
        }
        words[leaf] = NEVER;
        size--;
        return true;
    }

    /**
     * Hands out keys that are due, at most {@code limit} of them and each at most once; how many. If it is {@code limit},
     * there may be more. A key that the sink schedules into the past is handed out by this call or by the next.
     */
    public int advance(long nowNanos, int limit, ExpirySink sink) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "limit " + limit + " is not positive; set how many keys a call may hand out");
        }
        long now = Math.min(Deadlines.elapsed(start, nowNanos), NEVER - 1);
        if (earliest > now) {
            return 0;
        }
        int begin = handedLast;
        int handed = handOut(begin, keys - 1, now, limit, sink);
        if (handed < limit && begin != NO_KEY) {
            handed += handOut(NO_KEY, begin, now, limit - handed, sink);
        }
        if (handed < limit) {
            handedLast = NO_KEY;
        }
        return handed;
    }

    /** The number of groups that calls of {@link #advance} have looked at so far. */
    long looks() {
        return looks;
    }

    private int handOut(int after, int last, long now, int limit, ExpirySink sink) {
        int handed = 0;
        int key = after;
        while (handed < limit) {
            key = dueAfter(key, now);
            if (key == NO_KEY || key > last) {
                break;
            }
            int leaf = levels[0] + key;
            long offset = words[leaf];
            // All is said before the sink is called: it may ask, change anything, and throw.
            words[leaf] = NEVER;
            size--;
            handedLast = key;
            handed++;
            sink.expired(key, Deadlines.after(start, offset));
        }
        return handed;
    }

    /**
     * The first due key after this one, none: {@link #NO_KEY}. Goes up from the key, or down from the top if there is none,
     * and corrects the word above each group that it leaves.
     */
    private int dueAfter(int key, long now) {
        int level = key == NO_KEY ? top : 0;
        int node = Math.max(key, 0);
        int open = key == NO_KEY ? ALL : after(node);
        for (; ; ) {
            int first = node & -GROUP;
            int due = due(levels[level] + first, now) & open;
            if (due != 0) {
                node = first + Integer.numberOfTrailingZeros(due);
                if (level == 0) {
                    return node;
                }
                level--;
                node <<= SHIFT;
                open = ALL;
                continue;
            }
            long least = least(levels[level] + first);
            if (level == top) {
                earliest = least;
                return NO_KEY;
            }
            level++;
            node >>= SHIFT;
            words[levels[level] + node] = least;
            open = after(node);
        }
    }

    /** One bit for each member of the group behind this one. */
    private static int after(int node) {
        return -2 << (node & GROUP - 1);
    }

    /** One bit for each member of the group that is not later than now. */
    private int due(int group, long now) {
        looks++;
        int due = 0;
        for (int i = 0; i < GROUP; i++) {
            due |= (words[group + i] <= now ? 1 : 0) << i;
        }
        return due;
    }

    /** The least word of the group, the 16 compared in pairs: their order can't be foreseen, only how many they are. */
    private long least(int group) {
        long[] w = words;
        long a = least(least(w[group], w[group + 1]), least(w[group + 2], w[group + 3]));
        long b = least(least(w[group + 4], w[group + 5]), least(w[group + 6], w[group + 7]));
        long c = least(least(w[group + 8], w[group + 9]), least(w[group + 10], w[group + 11]));
        long d = least(least(w[group + 12], w[group + 13]), least(w[group + 14], w[group + 15]));
        return least(least(a, b), least(c, d));
    }

    /** Without a branch, which Math.min is on JDK 17: mispredicted, it took a third of the time that expiring a timer takes. */
    private static long least(long one, long other) {
        long distance = other - one;
        return one + (distance & distance >> 63);
    }

    private int leaf(int key) {
        return levels[0] + Objects.checkIndex(key, keys);
    }
}
