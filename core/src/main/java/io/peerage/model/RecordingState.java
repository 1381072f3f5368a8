/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a recording.
 *
 * @param calls how many calls were recorded
 * @param callbacks how often user code was told something
 * @param lost how many calls were not recorded, because the recording had ended or failed
 * @param hash the hash of all decisions so far
 * @param failure why it failed; null if it didn't
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record RecordingState(
        long calls, long callbacks, long lost, long hash, @Nullable IOException failure) {}
