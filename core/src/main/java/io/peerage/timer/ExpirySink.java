/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.timer;

/**
 * Hears which keys are due.
 *
 * <p><b>Threading</b>: called on the owner thread, from inside {@link DeadlineTree#advance}. It may schedule, move and cancel
 * any key, the one that it hears of included. <b>Errors</b>: what it throws leaves {@code advance}; that key has expired, all
 * others are as they were.
 */
@FunctionalInterface
public interface ExpirySink {
    /** The key's deadline is reached; the key is no longer scheduled. */
    void expired(int key, long deadlineNanos);
}
