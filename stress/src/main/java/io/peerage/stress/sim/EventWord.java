/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

/**
 * An event as one word: what happens, to whom, and a number that says more.
 *
 * <pre>
 *   | kind 8 | subject 24 | detail 32 |
 * </pre>
 *
 * <p>Of an event at a link the detail is the link's generation, so that it is recognised as stale when the link has ended.
 * <b>Threading</b>: pure functions, any thread.
 */
final class EventWord {
    /** The most subjects. */
    static final int MOST_SUBJECTS = 1 << 24;

    private static final EventKind[] KINDS = EventKind.values();

    private EventWord() {}

    static long of(EventKind kind, int subject, int detail) {
        return (long) kind.ordinal() << 56 | (long) subject << 32 | detail & 0xffff_ffffL;
    }

    static EventKind kind(long word) {
        return KINDS[(int) (word >>> 56)];
    }

    static int subject(long word) {
        return (int) (word >>> 32) & MOST_SUBJECTS - 1;
    }

    static int detail(long word) {
        return (int) word;
    }
}
