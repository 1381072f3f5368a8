/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

/** Hears of tickets that the sweep reclaimed. Called on the owner thread; must not throw. */
@FunctionalInterface
public interface ExpiredTicketSink {
    /** A ticket's lease ran out. */
    void expired(long ticket, boolean inbound);
}
