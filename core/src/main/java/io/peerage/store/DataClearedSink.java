/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.model.PeerDataKey;

/**
 * Hears of data that was cleared because its peer was gone for long enough, or was given up; of each value once.
 *
 * <p>Of a value that somebody replaced or removed, it doesn't hear.
 *
 * <p><b>Threading</b>: called on the owner thread, inside a tick; it may call the table. <b>Errors</b>: it must not throw; whoever
 * stands between it and user code catches what that throws.
 */
@FunctionalInterface
public interface DataClearedSink {
    /** The value was kept for the peer that the handle names, which may be stale by now, and is no longer. */
    void cleared(long peer, PeerDataKey<?> key, Object value);
}
