/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.event;

/**
 * Hears of exceptions that user code threw.
 *
 * <p><b>Threading</b>: called on the owner thread, inside a tick. What it throws itself is counted and goes no further.
 */
@FunctionalInterface
public interface ErrorHandler {
    /**
     * User code threw this.
     *
     * @param error what was thrown
     */
    void onError(Throwable error);
}
