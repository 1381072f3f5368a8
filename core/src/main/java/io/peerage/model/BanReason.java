/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Why a peer or a prefix is banned or discouraged.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Ranges</b>: codes are 0 to 255 and stable between releases.
 * <b>Origin</b>: features G1.
 */
public enum BanReason {
    /** Another reason, or none given. */
    OTHER(0),
    /** Somebody decided so. */
    BY_HAND(1),
    /** It broke the protocol in a way that no honest peer does. */
    MISBEHAVIOUR(2),
    /** Its score fell too low. */
    LOW_SCORE(3),
    /** It is of another network, or of an incompatible version. */
    INCOMPATIBLE(4),
    /** It took more than its share of this node's time or memory. */
    EXHAUSTION(5);

    private static final BanReason[] ALL = values();

    private final int code;

    BanReason(int code) {
        this.code = code;
    }

    /** {@return the number that stands for this reason} */
    public int code() {
        return code;
    }

    /**
     * {@return the reason with this code; {@link #OTHER} if there is none, since a later release may have stored it}
     *
     * @param code the code
     */
    public static BanReason ofCode(int code) {
        for (BanReason reason : ALL) {
            if (reason.code == code) {
                return reason;
            }
        }
        return OTHER;
    }
}
