/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, so that all of it is told at once. Confined to one thread. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    /** Notes a value outside its range. */
    void range(String name, long value, long least, long most, String fix) {
        if (value < least || value > most) {
            add(name + " is " + value + ", allowed are " + least + " to " + most + "; " + fix);
        }
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
