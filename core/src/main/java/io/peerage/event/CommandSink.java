/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.event;

import io.peerage.model.CloseReason;

/**
 * Carries out what the manager decides.
 *
 * <p><b>Threading</b>: called on the owner thread, inside a tick. <b>Errors</b>: what it throws is counted and reported to
 * the error handler, and stops nothing. <b>Origin</b>: architecture, "events and commands out".
 */
@FunctionalInterface
public interface CommandSink {
    /** Close the transport of this connection, and call the manager's {@code close} once it is closed. */
    void close(long connection, CloseReason reason);
}
