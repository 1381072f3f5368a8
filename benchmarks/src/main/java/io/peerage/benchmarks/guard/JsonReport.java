/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A run as JSON: facts about it, and a row an operation and setting. Stateless. */
final class JsonReport {
    private JsonReport() {}

    /**
     * The whole document.
     *
     * @param run facts about the run
     * @param rows the rows
     */
    @JsonPropertyOrder({"run", "rows"})
    record Document(Facts run, List<Row> rows) {}

    /** What an earlier run has written. */
    static Document read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), Document.class);
    }

    static String of(Facts facts, List<Row> rows) {
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(new Document(facts, rows))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows can't be written as JSON", e);
        }
    }
}
