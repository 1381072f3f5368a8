/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms of the core and the arrows between them, as {@code docs/architecture.md} draws them. */
final class Rooms {
    private static final String ROOT = "io.peerage";

    /** Each room, and the rooms that it may use, from the façade down; {@code ""} is the façade's own. */
    static final Map<String, Set<String>> ARROWS = arrows();

    private Rooms() {}

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        arrows.put("metrics", Set.of("", "model"));
        arrows.put(
                "",
                Set.of(
                        "journal",
                        "owner",
                        "snapshot",
                        "prune",
                        "dial",
                        "reputation",
                        "store",
                        "event",
                        "flight",
                        "admission",
                        "connection",
                        "backoff",
                        "ban",
                        "peer",
                        "timer",
                        "concurrent",
                        "hash",
                        "time",
                        "config",
                        "model"));
        arrows.put("journal", Set.of("event", "concurrent", "config", "model"));
        arrows.put(
                "owner",
                Set.of(
                        "prune",
                        "dial",
                        "reputation",
                        "store",
                        "event",
                        "flight",
                        "admission",
                        "connection",
                        "backoff",
                        "ban",
                        "peer",
                        "timer",
                        "concurrent",
                        "hash",
                        "time",
                        "config",
                        "model"));
        arrows.put(
                "snapshot",
                Set.of(
                        "reputation",
                        "store",
                        "admission",
                        "backoff",
                        "ban",
                        "peer",
                        "concurrent",
                        "hash",
                        "time",
                        "config",
                        "model"));
        arrows.put("prune", Set.of("concurrent", "hash", "time", "config", "model"));
        arrows.put(
                "dial",
                Set.of(
                        "admission",
                        "connection",
                        "backoff",
                        "ban",
                        "peer",
                        "timer",
                        "concurrent",
                        "hash",
                        "time",
                        "config",
                        "model"));
        arrows.put("reputation", Set.of("peer", "concurrent", "hash", "time", "config", "model"));
        arrows.put(
                "store",
                Set.of(
                        "admission",
                        "peer",
                        "timer",
                        "concurrent",
                        "hash",
                        "time",
                        "config",
                        "model"));
        arrows.put("event", Set.of("model"));
        arrows.put(
                "flight",
                Set.of(
                        "admission",
                        "connection",
                        "ban",
                        "peer",
                        "concurrent",
                        "time",
                        "config",
                        "model"));
        arrows.put(
                "admission",
                Set.of(
                        "connection",
                        "backoff",
                        "ban",
                        "peer",
                        "timer",
                        "concurrent",
                        "hash",
                        "time",
                        "config",
                        "model"));
        arrows.put("connection", Set.of("concurrent", "hash", "time", "config", "model"));
        arrows.put("backoff", Set.of("concurrent", "hash", "time", "config", "model"));
        arrows.put("ban", Set.of("peer", "timer", "concurrent", "hash", "time", "config", "model"));
        arrows.put("timer", Set.of("concurrent", "time"));
        arrows.put("peer", Set.of("concurrent", "hash", "time", "config", "model"));
        // The annotations that every room carries are in concurrent.
        arrows.put("hash", Set.of("concurrent"));
        arrows.put("time", Set.of("concurrent"));
        arrows.put("config", Set.of("model"));
        arrows.put("concurrent", Set.of());
        arrows.put("model", Set.of());
        return arrows;
    }

    static String packageOf(String room) {
        return room.isEmpty() ? ROOT : ROOT + "." + room;
    }

    static List<String> all() {
        return List.copyOf(ARROWS.keySet());
    }

    /** The room of a package of the core; null if it has none. */
    static String roomOf(String packageName) {
        return ARROWS.keySet().stream()
                .filter(room -> packageOf(room).equals(packageName))
                .findFirst()
                .orElse(null);
    }
}
