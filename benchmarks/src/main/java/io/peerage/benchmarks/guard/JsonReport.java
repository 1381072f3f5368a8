/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
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
    private record Document(Facts run, List<Row> rows) {}

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
