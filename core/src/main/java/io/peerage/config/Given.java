/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Takes what a caller gives, and says what to give instead of null. Stateless. */
final class Given {
    private Given() {}

    /** An unmodifiable copy. */
    static <T> List<T> list(Collection<T> elements, String name, String instead) {
        Objects.requireNonNull(elements, () -> name + " is null; pass " + instead);
        List<T> copy = new ArrayList<>(elements);
        for (int i = 0; i < copy.size(); i++) {
            int at = i;
            Objects.requireNonNull(
                    copy.get(i),
                    () -> name + " has null as element " + at + "; leave the element out");
        }
        return List.copyOf(copy);
    }

    /** A duration as nanoseconds; one beyond what they can count becomes the longest that they can, which no range allows. */
    static long nanos(Duration duration, String name) {
        Objects.requireNonNull(duration, () -> name + " is null; pass Duration.ZERO for none");
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
