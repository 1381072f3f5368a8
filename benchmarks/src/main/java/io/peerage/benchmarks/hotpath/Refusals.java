/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.model.Result;
import java.util.function.ToLongFunction;

/** Fails a benchmark of which a part was refused, since refusals cost something else. */
final class Refusals {
    private Refusals() {}

    static void check(ToLongFunction<Result> refused) {
        for (Result result : Result.values()) {
            long count = result.isRefusal() ? refused.applyAsLong(result) : 0;
            if (count > 0) {
                throw new IllegalStateException(count + " calls were refused: " + result);
            }
        }
    }
}
