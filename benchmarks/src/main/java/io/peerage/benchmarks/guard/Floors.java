/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every operation is held to: {@code floors.csv}, which is to be reviewed like code.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Errors</b>: {@link IllegalArgumentException} for lines that can't be understood, naming
 * the line, and for operations that no line is about.
 */
final class Floors {
    private static final String ANY = "*";
    private static final String NONE = "-";
    private static final int COLUMNS = 6;

    private final List<Floor> lines;

    /**
     * A line: what it is about, and what it asks.
     *
     * @param ratio the least ratio; null for none
     * @param bytes the most bytes an operation; null for any
     */
    record Floor(
            String operation,
            @Nullable Integer peers,
            @Nullable Integer threads,
            @Nullable Double ratio,
            @Nullable Double bytes,
            String reason) {
        boolean isAbout(Operation asked, Setting setting) {
            return operation.equals(asked.name())
                    && (peers == null || peers == setting.peers())
                    && (threads == null || threads == setting.threads());
        }
    }

    private Floors(List<Floor> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The reviewed ones. */
    static Floors reviewed() {
        try (InputStream stream =
                Objects.requireNonNull(
                        Floors.class.getResourceAsStream("floors.csv"), "floors.csv is built in")) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("floors.csv can't be read", e);
        }
    }

    static Floors parse(String text) {
        List<Floor> floors = new ArrayList<>();
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                floors.add(parse(line, i + 1));
            }
        }
        return new Floors(floors);
    }

    private static Floor parse(String line, int number) {
        // The reason is the last column and may hold commas.
        String[] columns = line.split(",", COLUMNS);
        if (columns.length < COLUMNS || columns[COLUMNS - 1].isBlank()) {
            throw new IllegalArgumentException(
                    "line "
                            + number
                            + " is '"
                            + line
                            + "'; write operation,size,threads,ratio,bytes,reason");
        }
        try {
            return new Floor(
                    columns[0].strip(),
                    integer(columns[1].strip()),
                    integer(columns[2].strip()),
                    number(columns[3].strip()),
                    number(columns[4].strip()),
                    columns[COLUMNS - 1].strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "line "
                            + number
                            + " is '"
                            + line
                            + "'; write numbers, * for any size or number of threads, - for no floor",
                    e);
        }
    }

    private static @Nullable Integer integer(String column) {
        return column.equals(ANY) ? null : Integer.valueOf(column);
    }

    private static @Nullable Double number(String column) {
        return column.equals(NONE) ? null : Double.valueOf(column);
    }

    /** The first line about an operation at a setting. */
    Floor of(Operation operation, Setting setting) {
        return lines.stream()
                .filter(line -> line.isAbout(operation, setting))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no floor for "
                                                + operation.name()
                                                + " at "
                                                + setting
                                                + "; write a line into floors.csv, with the reason"));
    }

    List<Floor> lines() {
        return lines;
    }
}
