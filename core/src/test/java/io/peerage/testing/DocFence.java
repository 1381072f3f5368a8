/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block in a document, of whatever kind.
 *
 * @param document the file, relative to the project
 * @param line where the fence opens
 * @param kind the word behind the fence, empty if there is none
 * @param text what is between the fences, stripped of the fence's indentation
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record DocFence(String document, int line, String kind, String text) {
    private static final String FENCE = "```";

    /** All blocks of all documents. */
    public static List<DocFence> all() {
        List<DocFence> fences = new ArrayList<>();
        Docs.files().forEach(file -> read(file, fences));
        return fences;
    }

    /** The blocks of one kind. */
    public static List<DocFence> all(String kind) {
        return all().stream().filter(fence -> fence.kind.equals(kind)).toList();
    }

    private static void read(Path file, List<DocFence> fences) {
        String name = Docs.root().relativize(file).toString().replace('\\', '/');
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String kind = null;
        int begin = 0;
        int indent = 0;
        List<String> inside = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean atFence = line.strip().startsWith(FENCE);
            if (kind == null && atFence) {
                kind = line.strip().substring(FENCE.length());
                begin = i + 1;
                indent = line.indexOf(FENCE);
            } else if (atFence) {
                fences.add(new DocFence(name, begin, kind, String.join("\n", inside)));
                kind = null;
                inside.clear();
            } else if (kind != null) {
                inside.add(line.substring(Math.min(indent, line.length())));
            }
        }
        if (kind != null) {
            throw new AssertionError(name + " has a block at line " + begin + " without an end");
        }
    }

    @Override
    public String toString() {
        return document + ":" + line;
    }
}
