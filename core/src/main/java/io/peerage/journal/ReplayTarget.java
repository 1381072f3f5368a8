/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import org.jspecify.annotations.Nullable;

/** Makes a recorded call on the manager that replays it. */
@FunctionalInterface
public interface ReplayTarget {
    /**
     * Makes the call.
     *
     * @return what it returned, as a number
     * @throws JournalException if there is no such call
     * @throws ReplayedThrow with what the call threw
     */
    long call(String operation, @Nullable Object[] arguments)
            throws JournalException, ReplayedThrow;
}
