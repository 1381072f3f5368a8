/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads tables of the documentation, so that tests can hold the documents to the code. Stateless, any thread. */
public final class Docs {
    private Docs() {}

    /** The rows, cells trimmed, of the first table in a document whose first column has this heading. */
    public static List<List<String>> table(String document, String firstHeading) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : lines(document)) {
            if (!line.startsWith("|")) {
                if (inside) {
                    break;
                }
                continue;
            }
            List<String> cells = cells(line);
            if (inside && !cells.get(0).startsWith("---")) {
                rows.add(cells);
            }
            inside |= cells.get(0).equals(firstHeading);
        }
        if (rows.isEmpty()) {
            throw new AssertionError(
                    "docs/" + document + " has no table that starts with column " + firstHeading);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
        return Arrays.stream(cells).map(String::trim).toList();
    }

    private static List<String> lines(String document) {
        try {
            return Files.readAllLines(root().resolve("docs").resolve(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documents of the project: those beside its POM, and those in docs. */
    public static List<Path> files() {
        try (Stream<Path> beside = Files.list(root());
                Stream<Path> below = Files.walk(root().resolve("docs"))) {
            return Stream.concat(beside.sorted(), below.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the whole project, from wherever in it a test runs. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new AssertionError(
                    "no folder above this one has docs in it; run inside the project");
        }
        return folder;
    }
}
