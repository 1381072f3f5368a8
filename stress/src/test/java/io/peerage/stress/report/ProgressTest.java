/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.stress.race.Watcher;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Watcher.Sample SAMPLE =
            new Watcher.Sample("peerage", true, 1.5, 2e6, 10, 20, 3, 4);

    private final StringWriter text = new StringWriter();
    private long now;

    private Progress progress(boolean terminal, boolean quiet) {
        return new Progress(new LiveLine(new PrintWriter(text), terminal, quiet, () -> now));
    }

    @Test
    void rewritesOneLineOnATerminal() {
        Progress progress = progress(true, false);
        for (int i = 0; i < 3; i++) {
            now += 1_000_000_000L;
            progress.look(SAMPLE);
        }
        progress.done();

        assertThat(text.toString())
                .startsWith("\r")
                .containsOnlyOnce(System.lineSeparator())
                .endsWith(System.lineSeparator());
        assertThat(text.toString().split("\r", -1)).hasSize(4);
        assertThat(text.toString())
                .contains("2,000,000 events/s", "10 connected", "20 refused", "3 violations");
    }

    @Test
    void printsALineNowAndThenElsewhere() {
        Progress progress = progress(false, false);
        for (int i = 0; i < 40; i++) {
            now += 100_000_000L;
            progress.look(SAMPLE);
        }
        progress.done();

        assertThat(text.toString().lines()).hasSize(2);
        assertThat(text.toString()).doesNotContain("\r");
    }

    @Test
    void saysNothingIfAskedTo() {
        Progress progress = progress(true, true);
        for (int i = 0; i < 40; i++) {
            now += 1_000_000_000L;
            progress.look(SAMPLE);
        }
        progress.done();

        assertThat(text.toString()).isEmpty();
    }
}
