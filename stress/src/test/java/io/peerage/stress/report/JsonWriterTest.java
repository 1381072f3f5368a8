/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void whatIsWrittenCanBeRead() {
        String odd = "quote \" backslash \\ line\nbreak tab\t µ";
        JsonWriter json = new JsonWriter();
        json.string(odd, odd)
                .number("long", Long.MIN_VALUE)
                .number("double", 0.5)
                .number("none", Double.NaN);
        json.open("empty").close();
        json.open("nested").open("deeper").number("n", 1).close().close();
        json.strings("list", List.of(odd, "b")).strings("nothing", List.of());

        assertThat(Json.object(json.end()))
                .containsEntry(odd, odd)
                .containsEntry("long", (double) Long.MIN_VALUE)
                .containsEntry("double", 0.5)
                .containsEntry("none", 0.0)
                .containsEntry("empty", java.util.Map.of())
                .containsEntry("nested", java.util.Map.of("deeper", java.util.Map.of("n", 1.0)))
                .containsEntry("list", List.of(odd, "b"))
                .containsEntry("nothing", List.of());
    }
}
