/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

/**
 * A running hash of decisions: what calls returned, and what user code was told, in order.
 *
 * <p><b>Threading</b>: whoever has the turn. <b>Complexity</b>: O(1) a number. It tells streams apart, and is no proof against
 * forgery.
 */
public final class DecisionHash {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long hash = GOLDEN;

    /** Takes a number in. */
    public void add(long number) {
        long mixed = (hash ^ number) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        hash = (mixed ^ mixed >>> 31) + GOLDEN;
    }

    /** Takes a text in. */
    public void add(String text) {
        add(text.length());
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
    }

    /** The hash of all that was taken in. */
    public long value() {
        return hash;
    }
}
