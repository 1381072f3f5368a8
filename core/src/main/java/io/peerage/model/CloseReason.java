/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Why the manager asks for a connection to be closed. <b>Threading</b>: immutable, any thread. <b>Origin</b>: features
 * A6, D6, D8.
 */
public enum CloseReason {
    /** A simultaneous open was decided for the other connection. */
    SUPERSEDED,
    /** It was a feeler, and has shown that the address works. */
    FEELER,
    /** It is to make room for somebody new, as one outbound peer does from time to time. */
    CHURN,
    /** Its peer, or the network prefix of its address, was banned. */
    BANNED,
    /** Its peer's score is too low. */
    LOW_SCORE,
    /** There are more connections than there are to be. */
    PRUNED,
    /** It was the worst when another was refused for want of inbound places. */
    EVICTED;

    private static final CloseReason[] ALL = values();

    /**
     * {@return the reason with this ordinal}
     *
     * @param ordinal the ordinal
     */
    public static CloseReason of(int ordinal) {
        return ALL[ordinal];
    }
}
