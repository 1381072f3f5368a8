/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import io.peerage.model.PeerDataKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which data the application keeps for each peer.
 *
 * <p>A peer takes four bytes of memory for each key, and 17 if there are any; the data is the application's.
 *
 * @param keys the keys, at most {@value #MOST_KEYS}
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is out of range or given twice.
 *     <b>Origin</b>: features J1.
 */
public record DataConfig(List<PeerDataKey<?>> keys) {
    /** The most keys. */
    public static final int MOST_KEYS = 16;

    /** No data, which takes no memory. */
    public static final DataConfig NONE = new DataConfig(List.of());

    private static final int MOST_LENGTH = 64;
    private static final long LONGEST_NANOS = 365L * 24 * 3_600 * 1_000_000_000L;

    /**
     * Copies the list.
     *
     * @param keys the keys
     */
    public DataConfig {
        keys = Given.list(keys, "keys", "List.of() for none");
    }

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range("data keys", keys.size(), 0, MOST_KEYS, "let parts share a key");
        Set<String> seen = new HashSet<>();
        for (PeerDataKey<?> key : keys) {
            problems.range(
                    "length of data key " + key.name(),
                    key.name().length(),
                    1,
                    MOST_LENGTH,
                    "give it a short name that is not empty");
            problems.time(
                    "time that data of key " + key.name() + " is kept",
                    key.keptNanos(),
                    0,
                    LONGEST_NANOS,
                    "set 0 to keep nothing of a peer that is gone, or at most 365 days");
            if (!seen.add(key.name())) {
                problems.add("data key " + key.name() + " is given twice; name it once");
            }
        }
        return problems.found();
    }
}
