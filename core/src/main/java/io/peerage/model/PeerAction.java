/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What a peer did, as far as its score goes.
 *
 * <p>At the default thresholds two {@link #SEVERE} faults at once disconnect, as do four {@link #MODERATE} or twenty {@link
 * #SLIGHT} ones; five, ten and fifty ban.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Units</b>: thousandths of a point. <b>Origin</b>: features F2;
 * the faults are Lighthouse's Fatal, LowTolerance, MidTolerance and HighTolerance errors.
 */
public enum PeerAction {
    /** It did what no honest peer does: its score is the worst there is, whatever it was. */
    FATAL(-200_000),
    /** A fault that an honest peer hardly commits: −10. */
    SEVERE(-10_000),
    /** A fault that an honest peer commits now and then: −5. */
    MODERATE(-5_000),
    /** A fault that an honest peer can't help: −1. */
    SLIGHT(-1_000),
    /** It did what it was asked: +1. */
    USEFUL(1_000),
    /** It did more than most: +5. */
    VALUABLE(5_000);

    private final int thousandths;

    PeerAction(int thousandths) {
        this.thousandths = thousandths;
    }

    /** {@return what it adds to the score, which stays within −100 and 100 points} */
    public int thousandths() {
        return thousandths;
    }
}
