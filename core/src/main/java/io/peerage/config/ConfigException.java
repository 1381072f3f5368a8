/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.List;

/**
 * Thrown by the builder with every mistake that it found, each naming the value, the allowed range and the fix.
 *
 * <p><b>Threading</b>: immutable, any thread.
 */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The problems: an array, since an exception can be serialized and a list need not be. */
    private final String[] problems;

    /**
     * An exception that lists these problems.
     *
     * @param problems the problems, one sentence each
     */
    public ConfigException(List<String> problems) {
        super(
                problems.size()
                        + (problems.size() == 1 ? " mistake" : " mistakes")
                        + " in the configuration:\n  "
                        + String.join("\n  ", problems));
        this.problems = problems.toArray(new String[0]);
    }

    /** {@return the problems, one sentence each} */
    public List<String> problems() {
        return List.of(problems);
    }
}
