/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a configuration, so that all of it is told at once. Confined to one thread. */
final class Problems {
    private static final Map<ChronoUnit, String> NAMES =
            Map.of(
                    ChronoUnit.DAYS, "d",
                    ChronoUnit.HOURS, "h",
                    ChronoUnit.MINUTES, "min",
                    ChronoUnit.SECONDS, "s",
                    ChronoUnit.MILLIS, "ms");
    private static final List<ChronoUnit> UNITS =
            NAMES.keySet().stream().sorted(Comparator.reverseOrder()).toList();

    private final List<String> found = new ArrayList<>();

    /** Notes a value outside its range. */
    void range(String name, long value, long least, long most, String fix) {
        if (value < least || value > most) {
            add(name + " is " + value + ", allowed are " + least + " to " + most + "; " + fix);
        }
    }

    /** Notes a time in nanoseconds outside its range. */
    void time(String name, long nanos, long least, long most, String fix) {
        if (nanos < least || nanos > most) {
            add(
                    name
                            + " is "
                            + text(nanos)
                            + ", allowed are "
                            + text(least)
                            + " to "
                            + text(most)
                            + "; "
                            + fix);
        }
    }

    /** A time in the largest unit that shows it exactly: whoever took minutes for seconds sees it at once. */
    static String text(long nanos) {
        if (nanos == 0) {
            return "0";
        }
        if (nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE) {
            return (nanos < 0 ? "-" : "") + "292 years or more";
        }
        for (ChronoUnit unit : UNITS) {
            long one = unit.getDuration().toNanos();
            if (nanos % one == 0) {
                return nanos / one + " " + NAMES.get(unit);
            }
        }
        return nanos + " ns";
    }

    void add(String problem) {
        found.add(problem);
    }

    void addAll(List<String> problems) {
        found.addAll(problems);
    }

    List<String> found() {
        return List.copyOf(found);
    }
}
