/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.outbound;

import io.peerage.model.Result;

/**
 * The manager refused a dial that the application asked for, before it or after its handshake.
 *
 * <p><b>Threading</b>: immutable, any thread. It has no stack trace, since it is an answer and no fault.
 */
public final class DialRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why there was no dial. */
    private final Result reason;

    /**
     * A refusal for this reason.
     *
     * @param reason the refusal
     */
    public DialRefusedException(Result reason) {
        super(
                "the dial was refused: "
                        + reason
                        + "; PeerManager.explain() tells what stands in the way",
                null,
                false,
                false);
        this.reason = reason;
    }

    /** {@return why the dial was refused} */
    public Result reason() {
        return reason;
    }
}
