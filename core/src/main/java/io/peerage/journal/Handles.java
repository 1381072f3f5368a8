/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written of the handles that a call was given: those that it means, not the array that they are in. Pure functions, any thread. */
public final class Handles {
    private Handles() {}

    /** The first handles of an array, as many as it has. */
    public static @Nullable List<Long> of(long @Nullable [] handles, int count) {
        return handles == null
                ? null
                : Arrays.stream(handles, 0, Math.max(0, Math.min(count, handles.length)))
                        .boxed()
                        .toList();
    }
}
