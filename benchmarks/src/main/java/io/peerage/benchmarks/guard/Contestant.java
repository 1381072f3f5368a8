/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/**
 * A benchmark method under fixed parameters, in which {@code {size}} stands for the size, {@code {twice}} for twice as much.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Errors</b>: {@link IllegalArgumentException} for a method that is no benchmark.
 *
 * @param label what tables call it
 * @param type its class
 * @param method its name
 * @param parameters JMH's parameters, all of them that have more than one default
 */
record Contestant(String label, Class<?> type, String method, Map<String, String> parameters) {
    private static final String SIZE = "{size}";
    private static final String TWICE = "{twice}";
    private static final int MANY = 4_000_000;

    Contestant {
        parameters = Map.copyOf(parameters);
        String wanted = method;
        if (Arrays.stream(type.getMethods())
                .noneMatch(
                        m ->
                                m.getName().equals(wanted)
                                        && m.isAnnotationPresent(Benchmark.class))) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " has no benchmark " + method + "; name one of its own");
        }
    }

    /** One of which the parameter {@code peers} is the size. */
    static Contestant of(String label, Class<?> type, String method) {
        return new Contestant(label, type, method, Map.of("peers", SIZE));
    }

    /** The same with another parameter. */
    Contestant with(String parameter, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(parameter, value);
        return new Contestant(label, type, method, more);
    }

    /** What is to be measured for it at a setting. */
    Measurement at(Setting setting) {
        SortedMap<String, String> resolved = new TreeMap<>();
        String size = Integer.toString(setting.peers());
        String twice = Integer.toString(2 * setting.peers());
        parameters.forEach(
                (name, value) ->
                        resolved.put(name, value.replace(SIZE, size).replace(TWICE, twice)));
        return new Measurement(
                type.getName() + "." + method,
                resolved,
                setting.threads(),
                mode(),
                !parameters.isEmpty() && setting.peers() >= MANY);
    }

    // Of single samples JMH keeps objects, which would count as ours.
    private Mode mode() {
        Mode annotated = type.getAnnotation(BenchmarkMode.class).value()[0];
        return annotated == Mode.SampleTime ? Mode.AverageTime : annotated;
    }
}
