/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Reads the {@code int} that establish and close return: the {@link Result} and the peer's number of connections.
 *
 * <pre>
 *   refusal:  a negative Result code
 *   event:    | code 15 | unused 6 | also last 1 | also closed 1 | connections 8 |
 * </pre>
 *
 * <p>"Also closed" is set when another thread closed the connection while this call was establishing it: this call then
 * did both, so that of all racing calls exactly one still gets the first and exactly one the last connection.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Ranges</b>:
 * connections 0 to 63. <b>Origin</b>: features A2 (rust-libp2p's {@code other_established} and {@code
 * remaining_established}).
 */
public final class Outcome {
    private static final int CODE_SHIFT = 16;
    private static final int ALSO_CLOSED = 1 << 8;
    private static final int ALSO_LAST = 1 << 9;
    private static final int COUNT_MASK = 0xff;

    private Outcome() {}

    /**
     * {@return an outcome of this event, with the number of connections that the peer has after it}
     *
     * @param event what happened
     * @param connections the connections that the peer has after it
     */
    public static int of(Result event, int connections) {
        return event.code() << CODE_SHIFT | connections;
    }

    /**
     * {@return the same outcome, with a racing close carried out in the same call}
     *
     * @param outcome what a call returned
     * @param last whether that close was of the last connection
     * @param remaining the connections that the peer has after that close
     */
    public static int alsoClosed(int outcome, boolean last, int remaining) {
        return outcome & ~COUNT_MASK | ALSO_CLOSED | (last ? ALSO_LAST : 0) | remaining;
    }

    /**
     * {@return what happened, or why it was refused}
     *
     * @param outcome what a call returned
     */
    public static Result result(int outcome) {
        return Result.ofCode(outcome < 0 ? outcome : outcome >>> CODE_SHIFT);
    }

    /**
     * {@return whether the call was refused and changed no count}
     *
     * @param outcome what a call returned
     */
    public static boolean isRefused(int outcome) {
        return outcome < 0;
    }

    /**
     * {@return whether the peer became connected by this call}
     *
     * @param outcome what a call returned
     */
    public static boolean isFirst(int outcome) {
        return outcome >> CODE_SHIFT == Result.FIRST_CONNECTION.code();
    }

    /**
     * {@return whether the peer stopped being connected by this call}
     *
     * @param outcome what a call returned
     */
    public static boolean isLast(int outcome) {
        return outcome > 0
                && (outcome >> CODE_SHIFT == Result.LAST_CONNECTION.code()
                        || (outcome & ALSO_LAST) != 0);
    }

    /**
     * {@return whether an establish also carried out a racing close: the connection is gone already}
     *
     * @param outcome what a call returned
     */
    public static boolean isClosedMeanwhile(int outcome) {
        return outcome > 0 && (outcome & ALSO_CLOSED) != 0;
    }

    /**
     * {@return the number of connections that the peer has after the call; 0 for a refusal}
     *
     * @param outcome what a call returned
     */
    public static int connections(int outcome) {
        return outcome < 0 ? 0 : outcome & COUNT_MASK;
    }
}
