/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Every answer that a call on the hot path can give: what happened, or why it was refused.
 *
 * <p>Hot-path calls return primitives, so that nothing is allocated: a {@code long} that is a handle when positive and
 * {@link #code()} when negative, or an {@code int} {@linkplain Outcome outcome}. {@link #ofRefusal(long)} and {@link
 * Outcome#result(int)} turn them into this enum.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free, O(1). <b>Ranges</b>: codes of events are 1 to
 * 31, codes of refusals −1 to −31; they are stable between releases. <b>Origin</b>: typed refusals that name the limit
 * are rust-libp2p's {@code connection-limits}; features A2, B12, C1.
 */
public enum Result {
    /** An establish made the peer connected: it had no connection before. */
    FIRST_CONNECTION(1),
    /** An establish added a connection to a peer that had one already. */
    ANOTHER_CONNECTION(2),
    /** A close ended the last connection of the peer. */
    LAST_CONNECTION(3),
    /** A close ended a connection of a peer that keeps others. */
    STILL_CONNECTED(4),
    /** A ticket was given back before it became a connection. */
    ABANDONED(5),
    /** A close met an establish on another thread; that call completes it and reports both transitions. */
    CLOSE_HANDED_OVER(6),
    /** A peer was released: it is unknown from now on and its index is recycled by the owner's next tick. */
    RELEASED(7),
    /** A flag was set or cleared. */
    DONE(8),

    /** The handle is stale, or no such peer is registered. */
    UNKNOWN_PEER(-1),
    /** The handle was never given out for a connection or a ticket. */
    UNKNOWN_CONNECTION(-2),
    /** The connection was closed, or the ticket ended, before this call. */
    ALREADY_CLOSED(-3),
    /** The ticket expired, was abandoned or was closed before this call established it. */
    TICKET_EXPIRED(-4),
    /** The ticket was established before this call. */
    ALREADY_ESTABLISHED(-5),
    /** An inbound ticket was established as outbound, or the other way round. */
    WRONG_DIRECTION(-6),
    /** The simultaneous-open tie-break gave the place to the other connection; this one is to be closed. */
    SUPERSEDED(-7),
    /** The simultaneous-open tie-break keeps the connection that this node dialed. */
    TIE_BREAK_LOST(-8),
    /** A dial to this peer is in flight already. */
    ALREADY_DIALING(-9),
    /** All connections that the node may have are taken. */
    TOTAL_LIMIT(-10),
    /** All inbound connections that the node may have are taken. */
    INBOUND_LIMIT(-11),
    /** All outbound connections that the node may have are taken. */
    OUTBOUND_LIMIT(-12),
    /** Too many inbound handshakes are under way. */
    PENDING_INBOUND_LIMIT(-13),
    /** Too many dials are under way. */
    PENDING_OUTBOUND_LIMIT(-14),
    /** The peer has all the connections that one peer may have. */
    PEER_LIMIT(-15),
    /** The network prefix of the address has all the connections that it may have. */
    PREFIX_LIMIT(-16),
    /** The peer is banned. */
    BANNED(-17),
    /** The peer is this node itself. */
    SELF(-18),
    /** The peer is backing off after failed dials. */
    BACKING_OFF(-19),
    /** Dialing the peer was given up. */
    UNREACHABLE(-20),
    /** The peer is connected, dialing, persistent, protected or banned, and can't be released. */
    PEER_IN_USE(-21),
    /** No free slot for another peer. */
    PEER_TABLE_FULL(-22),
    /** No free cell for another network prefix. */
    PREFIX_TABLE_FULL(-23),
    /** Too much awaits the owner; offer it again later. */
    HAND_OFF_FULL(-24),
    /** The manager was built without dialing. */
    DIALING_OFF(-25),
    /** The address is on the deny list. */
    ADDRESS_DENIED(-26),
    /** A network prefix of the address is banned. */
    PREFIX_BANNED(-27),
    /** The network prefix of the address has attempted too often lately. */
    RATE_LIMIT(-28),
    /** The manager was built without the part that the call is about. */
    NOT_CONFIGURED(-29),
    /** What is to be kept is empty, or longer than was configured. */
    BAD_LENGTH(-30);

    /** One more than the largest number of a code, either sign. */
    public static final int CODES = 32;

    private static final int SPAN = CODES;
    private static final Result[] BY_CODE = new Result[2 * SPAN];

    static {
        for (Result result : values()) {
            BY_CODE[result.code + SPAN] = result;
        }
    }

    private final int code;

    Result(int code) {
        this.code = code;
    }

    /** {@return the number that stands for this result in a primitive: positive for an event, negative for a refusal} */
    public int code() {
        return code;
    }

    /** {@return whether this is a refusal rather than an event} */
    public boolean isRefusal() {
        return code < 0;
    }

    /**
     * {@return the refusal that a negative return value stands for}
     *
     * @param value what a call that returns a handle returned, −31 to −1
     * @throws IllegalArgumentException if the value is a handle or no code of a refusal
     */
    public static Result ofRefusal(long value) {
        if (value >= 0) {
            throw new IllegalArgumentException(
                    "value "
                            + value
                            + " is not a refusal (refusals are negative); check for a value below 0 first");
        }
        return ofCode(value);
    }

    static Result ofCode(long code) {
        Result result = code > -SPAN && code < SPAN ? BY_CODE[(int) code + SPAN] : null;
        if (result == null) {
            throw new IllegalArgumentException(
                    "code " + code + " stands for no result; codes come from peerage calls");
        }
        return result;
    }
}
