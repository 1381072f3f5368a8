/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import java.nio.file.Path;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/** What a manager begins with, and by which wall clock that is aged. Immutable. */
record SnapshotSetting(EpochClock epoch, @Nullable Path restoreFrom) {
    /** With nothing. */
    static final SnapshotSetting NONE = new SnapshotSetting(() -> 0, null);
}
