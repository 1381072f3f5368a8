/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import java.util.Locale;

/** Formats without regard to the user's locale. <b>Threading</b>: pure functions, any thread. */
final class Text {
    private Text() {}

    /** As {@link String#format}, the same everywhere. */
    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Nanoseconds in the unit that suits them. */
    static String nanos(long nanos) {
        if (nanos < 10_000) {
            return format("%,d ns", nanos);
        }
        return nanos < 10_000_000
                ? format("%,.1f µs", nanos / 1e3)
                : format("%,.1f ms", nanos / 1e6);
    }
}
