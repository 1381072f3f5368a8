/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * How a dial ended.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features C7, C8.
 */
public enum DialOutcome {
    /** It became a connection. Counted by the manager, not to be told. */
    ESTABLISHED(false, true),
    /** Nobody answered in time; also what a ticket that was left to expire stands for. */
    TIMEOUT(true, false),
    /** The other side, or the network, refused the connection. */
    REFUSED(true, false),
    /** The transport was there and the handshake failed. */
    HANDSHAKE(true, true),
    /** The peer behind the address was another one. */
    WRONG_ID(true, true),
    /** This node gave the dial up; nobody is to blame. */
    CANCELLED(false, false),
    /** The peer behind the address was this node, which is never dialed again. */
    SELF(false, true);

    private final boolean blamed;
    private final boolean reached;

    DialOutcome(boolean blamed, boolean reached) {
        this.blamed = blamed;
        this.reached = reached;
    }

    /** {@return whether the peer backs off for it} */
    public boolean isBlamed() {
        return blamed;
    }

    /** {@return whether somebody answered, which shows that this node's own network works} */
    public boolean isReached() {
        return reached;
    }
}
